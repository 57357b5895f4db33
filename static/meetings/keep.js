// What this device keeps of a meeting for when the connection is gone: the list as it was last fetched, and
// what was not sent yet. The list holds names and is soon forgotten; what waits holds keys and numbers, and
// stays until it was sent. What the disk does not take, is kept as long as the page is open.
globalThis.keep = (() => {
  "use strict";
  const NAME = "buurtpeil-dag";
  const LONGEST = 48 * 60 * 60 * 1000;
  const memory = { shown: new Map(), queue: new Map(), next: 1 };
  let opened, full = false;

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

  // One transaction on one store: whether the disk did it, and what the request of `work` found.
  const disk = async (name, mode, work) => {
    const database = await open();
    if (!database) return { done: false };
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(name, mode, { durability: "strict" });
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
        const wanted = work(transaction.objectStore(name));
        transaction.oncomplete = () => resolve({ done: true, found: wanted?.result });
      });
    } catch {
      full = true;
      return { done: false };
    }
  };

  const lasts = async () => (await open()) !== null && !full;

  const load = async (page) => memory.shown.get(page) ?? (await disk("shown", "readonly", (shown) => shown.get(page))).found;

  // Read and written in one go, as another page on this device may be doing the same.
  const renew = async (page, make) => {
    const { done } = await disk("shown", "readwrite", (shown) => {
      const asked = shown.get(page);
      asked.onsuccess = () => {
        const record = make(memory.shown.get(page) ?? asked.result);
        if (record) shown.put({ ...record, page });
      };
    });
    const record = done ? null : make(memory.shown.get(page));
    if (record) memory.shown.set(page, { ...record, page });
    else if (done) memory.shown.delete(page);
  };

  const forget = async (page) => {
    memory.shown.delete(page);
    await disk("shown", "readwrite", (shown) => { shown.delete(page); });
  };

  // Names go after two days, on whichever page the device is opened; a clock that was put back counts as well.
  const forgetOld = async () => {
    const { found = [] } = await disk("shown", "readonly", (shown) => shown.getAll());
    const all = [...found, ...memory.shown.values()];
    const old = all.filter((one) => !(Math.abs(Date.now() - one.kept) <= LONGEST)).map((one) => one.page);
    for (const page of old) await forget(page);
    return old;
  };

  const queue = async (page) => {
    const { found = [] } = await disk("queue", "readonly", (rows) => rows.index("page").getAll(page));
    return [...found, ...[...memory.queue.values()].filter((item) => item.page === page)];
  };

  const add = async (page, items) => {
    const made = items.map((item) => ({ page, ...item }));
    const { done } = await disk("queue", "readwrite", (rows) => { made.forEach((item) => rows.add(item)); });
    if (done) return;
    for (const item of made) memory.queue.set(`m${memory.next}`, { ...item, order: `m${memory.next++}` });
  };

  // In one go: what was answered goes, and what waits is written as it has become meanwhile.
  const settle = async (gone, changed = []) => {
    gone.forEach((order) => memory.queue.delete(order));
    const here = changed.filter((item) => memory.queue.has(item.order));
    here.forEach((item) => memory.queue.set(item.order, item));
    await disk("queue", "readwrite", (rows) => {
      gone.filter(Number.isInteger).forEach((order) => rows.delete(order));
      changed.filter((item) => Number.isInteger(item.order)).forEach((item) => rows.put(item));
    });
  };

  return { lasts, load, renew, forget, forgetOld, queue, add, settle };
})();
