// What somebody typed does not get lost when a session ends. Before it ends the page says so, and a press keeps
// somebody signed in. What is typed in a form marked data-typed is kept in this tab until it is sent, and offered
// again when the form is opened anew. Passwords, files, codes and what has no such mark are never kept.
const LEAD = 120000; // say it two minutes before
const TYPED = "buurtpeil-getypt:", SENT = "buurtpeil-verstuurd", END = "buurtpeil-einde";
const box = document.getElementById("einde");

// The end of the session --------------------------------------------------------------------------

const watch = () => {
  const { who, left, idle, stay } = box.dataset;
  const lead = Math.min(LEAD, Number(idle) * 500);
  let end = 0;
  const show = (name) => {
    for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== name;
    box.hidden = !name;
  };
  const until = (moment) => { // other tabs hear of it
    end = moment;
    try { localStorage.setItem(END, `${who} ${end}`); } catch { /* without storage each tab counts by itself */ }
  };
  const look = () => {
    const rest = end - Date.now();
    for (const time of box.querySelectorAll("time")) {
      time.textContent = new Date(end).toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" });
    }
    if (rest <= 0) return show("over");
    if (rest > lead) return show("");
    if (box.hidden) show("soon");
  };
  until(Date.now() + Number(left) * 1000);
  window.addEventListener("storage", (event) => {
    if (event.key !== END) return;
    const [other, moment] = (event.newValue ?? "").split(" ");
    end = other === who ? Number(moment) : 0; // signed out, or somebody else came in
    look();
  });
  box.querySelector("button").addEventListener("click", async () => {
    try {
      const answer = await fetch(stay, { headers: { Accept: "application/json" } });
      if (answer.redirected || !answer.ok) { end = 0; return look(); }
      until(Date.now() + (await answer.json()).left * 1000);
      show("");
      if (end - Date.now() <= lead) show("last");
    } catch { show("away"); }
  });
  for (const part of box.querySelectorAll("[data-typed-here]")) part.hidden = !document.querySelector("form[data-typed]");
  look();
  window.setInterval(look, 1000);
};

// What was typed ----------------------------------------------------------------------------------

const NEVER = ["password", "file", "submit", "button", "reset", "image"];
const isKept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !NEVER.includes(field.type)
  && (field.type !== "hidden" || /(^|-)seen$/.test(field.name)) // what the form was made with, so that others' changes are told
  && !/off|one-time-code|password/.test(field.autocomplete);
const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const valuesOf = (form) => {
  const found = {};
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    const said = isTick(field) ? (field.checked ? [field.value] : [])
      : field.multiple ? [...field.selectedOptions].map((one) => one.value) : [field.value];
    (found[field.name] ??= []).push(...said);
  }
  return found;
};
const typedIn = (values) => JSON.stringify(Object.entries(values).filter(([name]) => !/(^|-)seen$/.test(name)).sort());
const putBack = (form, values) => { // returns what has no field any more
  const rest = structuredClone(values);
  for (const field of form.elements) {
    if (!isKept(field) || !rest[field.name]) continue;
    if (isTick(field)) field.checked = rest[field.name].includes(field.value);
    else if (field.multiple) for (const one of field.options) one.selected = rest[field.name].includes(one.value);
    else if (rest[field.name].length) field.value = rest[field.name].shift();
  }
  for (const field of form.elements) if (isTick(field) || field.multiple) delete rest[field.name];
  return Object.values(rest).flat().filter((words) => words);
};
const forget = () => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(TYPED) || key === SENT) sessionStorage.removeItem(key);
};

const offer = (form, key, kept) => {
  const note = document.getElementById("getypt").content.firstElementChild.cloneNode(true);
  const [back, away] = note.querySelectorAll("button");
  back.addEventListener("click", () => {
    const rest = putBack(form, kept.values);
    note.querySelector(".actions").remove();
    note.querySelector("p").textContent = rest.length ? `${note.dataset.rest} ${rest.join(" · ")}` : note.dataset.done;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  away.addEventListener("click", () => { sessionStorage.removeItem(key); note.remove(); });
  form.before(note);
};

const keep = (form, number) => {
  const key = `${TYPED}${location.pathname}#${number}`;
  const { who } = box.dataset;
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept && typedIn(kept.values) !== typedIn(valuesOf(form))) offer(form, key, kept);
  form.addEventListener("input", () => {
    try { sessionStorage.setItem(key, JSON.stringify({ who, values: valuesOf(form) })); } catch { /* no room left */ }
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
};

const start = () => {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  // Stored when the next page says so; after an error, or at the door, it was not.
  if (sent && document.querySelector(".message-success") && !document.querySelector(".errors")) sessionStorage.removeItem(sent);
  for (const key of Object.keys(sessionStorage)) { // of a colleague who used this tab before
    if (key.startsWith(TYPED) && JSON.parse(sessionStorage.getItem(key)).who !== box.dataset.who) sessionStorage.removeItem(key);
  }
  document.querySelectorAll("form[data-typed]").forEach(keep);
  for (const form of document.querySelectorAll("form[data-signs-out]")) {
    form.addEventListener("submit", () => { forget(); localStorage.removeItem(END); });
  }
};

if (box) {
  watch();
  try { start(); } catch { /* a browser that stores nothing keeps nothing */ }
}
