// What the door list and the board have in common: everything is first kept on the device, then sent. A page
// gives `start` how it looks (`draw`) and says with `change` what was done; the rest happens here.
globalThis.tablet = (() => {
  "use strict";
  const { stateUrl, syncUrl, workerUrl } = document.body.dataset;
  const PAGE = window.location.pathname;
  const EVERY = 10_000, PATIENCE = 15_000, UNTOUCHED = 10 * 60_000, AT_ONCE = 100;
  const line = document.getElementById("stand");
  const others = globalThis.BroadcastChannel ? new BroadcastChannel("buurtpeil-dag") : null;
  let draw = () => {}, token = "", state = "begin", said = "", touched = Date.now(), busy = false, again = false;

  const words = document.getElementById("woorden").content;
  const word = (name, values = {}) => {
    const text = words.querySelector(`[data-word="${name}"]`).textContent;
    return text.replace(/\{(\w+)\}/g, (_whole, key) => values[key]);
  };

  const waiting = (items) => items.filter((item) => !item.refused);

  // The state in words; an element changes only when its words do, so that it is read out once.
  const tell = (items, kept) => {
    const count = waiting(items).length;
    const parts = [said || word(state)];
    if (count) parts.push(word(state === "out" || state === "refused" ? "stays" : "waiting", { count }));
    else if (state === "on") parts.push(word("all-sent"));
    const text = parts.join(" ");
    if (line.textContent !== text) line.textContent = text;
    line.dataset.state = state;
    document.getElementById("opnieuw").hidden = state !== "out";
    document.body.classList.toggle("nothing-kept", !kept);
  };

  const refresh = async () => {
    const [kept, items] = await Promise.all([keep.load(PAGE), keep.queue(PAGE)]);
    tell(items, kept);
    draw(kept?.shown ?? null, waiting(items), items.filter((item) => item.refused), kept?.own ?? []);
  };

  const forget = async (why, text = "") => {
    await keep.forget(PAGE);
    state = why;
    said = text;
  };

  const remember = (shown, undone) => keep.renew(PAGE, (before) => {
    const own = (before?.own ?? []).filter((one) => !undone.has(one.key));
    return { kept: Date.now(), shown, own };
  });

  // Answers to what was sent. A topic that stands on the board under another key is that one from now on.
  const settle = async (sent, answers) => {
    const orders = [], changed = new Map(), moved = new Map();
    sent.forEach((item, place) => {
      const answer = answers[place];
      if (answer?.outcome === "refused") changed.set(item.order, { ...item, refused: answer.words });
      else orders.push(item.order);
      if (answer?.outcome === "same") moved.set(item.row.key, answer.same_as);
    });
    for (const item of await keep.queue(PAGE)) {
      const topic = moved.get(item.row.topic);
      if (topic && !orders.includes(item.order)) {
        const now = changed.get(item.order) ?? item;
        changed.set(item.order, { ...now, row: { ...now.row, topic } });
      }
    }
    await keep.settle(orders, [...changed.values()]);
  };

  const wrong = async (answer) => {
    if (answer.type === "opaqueredirect") return forget("out");
    if (answer.status === 403 || answer.status === 404) return forget("refused");
    if (answer.status >= 500) { state = "off"; said = ""; return undefined; }
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 409) return forget("over", told.words);
    state = "held-up";
    said = told.words ?? "";
    return undefined;
  };

  const settled = async (answer, sent) => {
    const told = await answer.json();
    token = told.token;
    if (told.answers) await settle(sent, told.answers);
    if (told.over) {
      await forget("over", word("over", { why: told.over }));
      if (!waiting(await keep.queue(PAGE)).length) await leave();
      return;
    }
    await remember(told.shown, new Set(sent.filter((item) => item.row.kind === "undo").map((item) => item.row.key)));
    state = "on";
    said = "";
  };

  const ask = (sent) => fetch(sent.length ? syncUrl : stateUrl, {
    method: sent.length ? "POST" : "GET",
    headers: { Accept: "application/json", ...(sent.length && { "Content-Type": "application/json", "X-CSRFToken": token }) },
    body: sent.length ? JSON.stringify({ rows: sent.map((item) => item.row) }) : undefined,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });

  // One exchange: without a token first the list, which brings one. A token that is too old is renewed once.
  const exchange = async () => {
    const items = waiting(await keep.queue(PAGE)).slice(0, AT_ONCE);
    if (!token) {
      const answer = await ask([]);
      if (!answer.ok) return wrong(answer);
      await settled(answer, []);
      if (!items.length) return undefined;
    }
    let answer = await ask(items);
    if (answer.status === 403 && items.length) {
      const fresh = await ask([]);
      if (!fresh.ok) return wrong(fresh);
      token = (await fresh.json()).token;
      answer = await ask(items);
    }
    if (!answer.ok) return wrong(answer);
    await settled(answer, items);
    again ||= waiting(await keep.queue(PAGE)).length > 0;
    return undefined;
  };

  const sync = async () => {
    if (busy) { again = true; return; }
    busy = true;
    do {
      again = false;
      try { await exchange(); } catch { state = "off"; said = ""; again = false; }
      await refresh();
      others?.postMessage("sent");
    } while (again && ["on", "over"].includes(state));
    busy = false;
  };

  // What was done is on the disk before anything else, and then on its way.
  const change = async (items, own = []) => {
    await keep.add(PAGE, items);
    if (!(await keep.lasts())) document.getElementById("bewaard").textContent = word("keeps-nothing");
    if (own.length) await keep.renew(PAGE, (kept) => kept && { ...kept, own: [...kept.own, ...own].slice(-50) });
    await refresh();
    others?.postMessage("done");
    sync();
  };

  // randomUUID is there on secure pages only.
  const key = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g,
    (sign) => (Number(sign) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(sign) / 4)))).toString(16));

  const drop = async (item) => { await keep.settle([item.order]); await refresh(); };

  // What was refused goes again as something else, in one go: it is neither lost nor counted twice.
  const replace = async (item, row) => {
    await keep.settle([], [{ ...item, row, refused: "" }]);
    await refresh();
    others?.postMessage("done");
    sync();
  };

  // What was not counted, each with why; `named` says what it was, `more` adds what else can be done about it.
  const drawRefused = (refused, named, more = () => {}) => {
    document.getElementById("niet-geteld").hidden = !refused.length;
    document.getElementById("geweigerd").replaceChildren(...refused.map((item) => {
      const line = document.getElementById("weigering").content.firstElementChild.cloneNode(true);
      line.querySelector(".why").textContent = `${named(item.row)}: ${item.refused}`;
      line.querySelector(".leave").addEventListener("click", () => drop(item));
      more(line, item);
      return line;
    }));
  };

  const leave = async () => {
    const registration = await navigator.serviceWorker?.getRegistration(PAGE);
    await registration?.unregister();
    const names = globalThis.caches ? await caches.keys() : [];
    await Promise.all(names.filter((name) => name.startsWith(`buurtpeil ${PAGE} `)).map((name) => caches.delete(name)));
  };

  const grow = async () => {
    const ready = document.getElementById("bewaard");
    if (!navigator.serviceWorker || !(await keep.lasts())) { ready.textContent = word("keeps-nothing"); return; }
    try {
      await navigator.serviceWorker.register(workerUrl);
      await navigator.serviceWorker.ready;
      ready.textContent = word("keeps");
    } catch { ready.textContent = word(state === "on" ? "keeps-nothing" : "keeps"); }
  };

  const tick = async () => {
    if ((await keep.forgetOld()).includes(PAGE)) { await forget("old"); await refresh(); }
    const needed = waiting(await keep.queue(PAGE)).length > 0 || Date.now() - touched < UNTOUCHED;
    if (!document.hidden && needed && !["out", "refused", "over", "wiped"].includes(state)) await sync();
  };

  const start = async (how) => {
    draw = how;
    if ((await keep.forgetOld()).includes(PAGE)) state = "old";
    await refresh();
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => {
        const woke = Date.now() - touched >= UNTOUCHED;
        touched = Date.now();
        if (woke) sync();
      }, { passive: true });
    }
    // Again a moment later: the first may be the end of an attempt that began without a connection.
    window.addEventListener("online", () => { sync(); window.setTimeout(sync, 1500); });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      if (state === "out") sync(); // perhaps somebody signed in on another page
      else tick();
    });
    others?.addEventListener("message", refresh);
    document.getElementById("wis").addEventListener("click", async () => {
      // What a meeting that is called off will never take, goes as well.
      if (state === "over") await keep.settle((await keep.queue(PAGE)).map((item) => item.order));
      await forget("wiped");
      await leave();
      await refresh();
    });
    await sync();
    if (state === "on" || state === "off") await grow();
    window.setInterval(tick, EVERY);
  };

  return { start, change, drawRefused, replace, key, word };
})();
