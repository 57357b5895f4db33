// What this device keeps of a meeting for when the connection is gone: the list as it was last fetched, and
// what was not sent yet. The list holds names and is soon forgotten; what waits holds keys and numbers, and
// stays until it was sent. Where the browser keeps nothing, this keeps it as long as the page is open.
globalThis.keep = (() => {
  "use strict";
  const NAME = "buurtpeil-dag";
  const LONGEST = 48 * 60 * 60 * 1000;
  const memory = { shown: new Map(), queue: new Map(), next: 1 };
  let opened;

  const open = () => (opened ??= new Promise((resolve) => {
    let request;
    try { request = indexedDB.open(NAME, 1); } catch { resolve(null); return; }
    request.onupgradeneeded = () => {
      request.result.createObjectStore("shown", { keyPath: "page" });
      request.result.createObjectStore("queue", { keyPath: "order", autoIncrement: true }).createIndex("page", "page");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  }));

  // One transaction; `work` gets the stores by name and may return a request whose result is wanted.
  const run = async (stores, mode, work) => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode, { durability: "strict" });
      const wanted = work(...stores.map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => resolve(wanted?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };

  const lasts = async () => (await open()) !== null;

  const load = async (page) => (await lasts())
    ? run(["shown"], "readonly", (shown) => shown.get(page))
    : memory.shown.get(page);

  // Read and written in one go, as another page on this device may be doing the same.
  const renew = async (page, make) => {
    if (await lasts()) {
      await run(["shown"], "readwrite", (shown) => {
        const asked = shown.get(page);
        asked.onsuccess = () => {
          const record = make(asked.result);
          if (record) shown.put({ ...record, page });
        };
      });
    } else {
      const record = make(memory.shown.get(page));
      if (record) memory.shown.set(page, { ...record, page });
    }
  };

  const forget = async (page) => {
    memory.shown.delete(page);
    if (await lasts()) await run(["shown"], "readwrite", (shown) => { shown.delete(page); });
  };

  // Names go after two days, on whichever page the device is opened; a clock that was put back counts as well.
  const forgetOld = async () => {
    if (!(await lasts())) return [];
    const all = await run(["shown"], "readonly", (shown) => shown.getAll());
    const old = all.filter((one) => !(Math.abs(Date.now() - one.kept) <= LONGEST)).map((one) => one.page);
    for (const page of old) await forget(page);
    return old;
  };

  const queue = async (page) => (await lasts())
    ? run(["queue"], "readonly", (rows) => rows.index("page").getAll(page))
    : [...memory.queue.values()].filter((item) => item.page === page);

  const add = async (page, items) => {
    const made = items.map((item) => ({ page, ...item }));
    if (await lasts()) await run(["queue"], "readwrite", (rows) => { made.forEach((item) => rows.add(item)); });
    else for (const item of made) { item.order = memory.next++; memory.queue.set(item.order, item); }
  };

  // In one go: what was answered goes, and what waits is written as it has become meanwhile.
  const settle = async (gone, changed = []) => {
    if (await lasts()) {
      await run(["queue"], "readwrite", (rows) => {
        gone.forEach((order) => rows.delete(order));
        changed.forEach((item) => rows.put(item));
      });
    } else {
      gone.forEach((order) => memory.queue.delete(order));
      changed.forEach((item) => memory.queue.set(item.order, item));
    }
  };

  return { lasts, load, renew, forget, forgetOld, queue, add, settle };
})();
