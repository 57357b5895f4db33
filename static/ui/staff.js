// Progress of long jobs: asks every second, shows the words, and goes on when the job is done. When it
// failed the page itself says how to go on.
const follow = (box) => {
  const bar = box.querySelector("progress");
  const words = box.querySelector(".progress-words");
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const job = await answer.json();
        bar.value = job.percentage;
        words.textContent = job.words;
        if (job.state === "done") { window.location.assign(box.dataset.doneUrl); return; }
        if (job.state === "failed") { window.location.reload(); return; }
      }
    } catch { /* the network is away for a moment; the next question may get through */ }
    window.setTimeout(ask, 1000);
  };
  window.setTimeout(ask, 600);
};
for (const box of document.querySelectorAll("[data-progress-url]:not([hidden])")) follow(box);

// A download that takes long: its form makes room for its progress once it is sent.
for (const form of document.querySelectorAll("form[data-followed-by]")) {
  form.addEventListener("submit", () => {
    const box = document.getElementById(form.dataset.followedBy);
    form.hidden = true;
    box.closest("[hidden]").hidden = false;
    follow(box);
  });
}

// A text that is kept in a file: read here and put into its field, never sent as a file.
for (const input of document.querySelectorAll("input[data-fills]")) {
  input.closest("[hidden]").hidden = false;
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file && file.size < 10000) document.getElementById(input.dataset.fills).value = await file.text();
    input.value = "";
  });
}

// A button that only asks for something on its own page: the parts it names are fetched and put in place, and
// what was typed elsewhere stays untouched. Without this script the whole page comes again.
const refresh = async (button) => {
  const form = button.form;
  const sent = new FormData(form);
  sent.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body: sent });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = button.dataset.refreshes.split(" ").map((id) => [document.getElementById(id), page.getElementById(id)]);
  if (!answer.ok || answer.redirected || parts.some(([, fresh]) => !fresh)) throw new Error("another page");
  const focused = document.activeElement?.id;
  for (const [old, fresh] of parts) old.replaceChildren(...fresh.childNodes);
  document.getElementById(focused)?.focus();
};
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-refreshes]");
  if (!button || button.dataset.plain) return;
  event.preventDefault();
  refresh(button).catch(() => { button.dataset.plain = "yes"; button.click(); });
});
document.addEventListener("keydown", (event) => {
  const button = event.key === "Enter" && document.getElementById(event.target.dataset?.enter ?? "");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// A table that is wider than its place can be scrolled with the keyboard too.
for (const wrap of document.querySelectorAll(".table-wrap")) {
  if (wrap.scrollWidth > wrap.clientWidth) {
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    const named = document.getElementById(wrap.querySelector("table")?.getAttribute("aria-labelledby"));
    wrap.setAttribute("aria-label", (named ?? wrap.querySelector("caption, th"))?.textContent.trim() ?? "");
  }
}

// What went wrong is read out and in sight at once.
document.querySelector(".errors")?.focus();
