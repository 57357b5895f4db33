// Keeps one page and its files for when the connection is gone; the names are kept by the page itself.
// page, kept: JSON; version: changes with what is kept.
const PAGE = {{ page|safe }};
const KEPT = {{ kept|safe }};
const OURS = `buurtpeil ${PAGE} `;
const NAME = `${OURS}{{ version }}`;
const PATIENCE = 4000;

const fetchAll = async () => {
  const cache = await caches.open(NAME);
  await Promise.all(KEPT.map(async (url) => {
    const answer = await fetch(url, { cache: "reload" });
    if (!answer.ok || answer.redirected) throw new Error(url);
    await cache.put(url, answer);
  }));
};

const dropOlder = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
};

const renew = async (cache, url, request) => {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) await cache.put(url, answer.clone());
  return answer;
};

const late = () => new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });

// The page: new when the connection is there within four seconds, else as it was kept.
const page = async (request) => {
  const cache = await caches.open(NAME);
  const kept = await cache.match(PAGE);
  if (!kept) return fetch(request);
  try {
    const answer = await Promise.race([renew(cache, PAGE, request), late()]);
    return answer.status >= 500 ? kept : answer;
  } catch {
    return kept;
  }
};

// Its files: as they were kept, and renewed behind it.
const file = async (url, request, event) => {
  const cache = await caches.open(NAME);
  const kept = await cache.match(url);
  if (!kept) return fetch(request);
  event.waitUntil(renew(cache, url, request).catch(() => null));
  return kept;
};

self.addEventListener("install", (event) => event.waitUntil(fetchAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === PAGE) event.respondWith(page(request));
  } else if (KEPT.includes(pathname + search) && pathname !== PAGE) {
    event.respondWith(file(pathname + search, request, event));
  }
});
