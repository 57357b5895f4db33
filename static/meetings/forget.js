// On the page that asks who somebody is: nobody is signed in, so names that this device kept of a meeting go.
// What was not sent yet stays; it holds no name, and the next who signs in sends it.
(() => {
  "use strict";
  if (!globalThis.indexedDB) return;
  const request = indexedDB.open("buurtpeil-dag", 1);
  request.onupgradeneeded = () => request.transaction.abort(); // nothing was kept here
  request.onerror = (event) => event.preventDefault();
  request.onsuccess = () => {
    const database = request.result;
    const clearing = database.transaction("shown", "readwrite");
    clearing.objectStore("shown").clear();
    clearing.oncomplete = () => database.close();
  };
})();
