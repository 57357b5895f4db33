// The door list: tick off a household, count somebody without a registration, take it back.
(() => {
  "use strict";
  const { change, drawRefused, replace, word } = tablet;
  const byId = (id) => document.getElementById(id);
  const MOST = 8;
  const cards = new Map(), chosen = new Map();
  let now = null, ownKeys = [], undone = new Set();

  // The list as it is when everything that waits is counted too.
  const reckon = (shown, items) => {
    const inside = new Map();
    for (const one of shown.households) if (one.inside) inside.set(one.pk, one.inside);
    let loose = shown.loose;
    for (const { row, people } of items) {
      if (row.kind === "household" && !inside.has(row.registration)) inside.set(row.registration, { key: row.key, people: row.people });
      if (row.kind === "person") loose += row.people;
      if (row.kind === "undo") {
        const found = [...inside].find(([, one]) => one.key === row.key);
        if (found) inside.delete(found[0]); else loose -= people ?? 0;
      }
    }
    const named = [...inside.values()].reduce((sum, one) => sum + one.people, 0);
    return { inside, loose: Math.max(loose, 0), named };
  };

  const people = (one) => chosen.get(one.pk) ?? one.people;

  const make = () => {
    const card = byId("huishouden").content.firstElementChild.cloneNode(true);
    const choose = (step) => {
      chosen.set(card.one.pk, Math.min(MOST, Math.max(1, people(card.one) + step)));
      dress(card, card.one);
    };
    card.querySelector(".less").addEventListener("click", () => choose(-1));
    card.querySelector(".more").addEventListener("click", () => choose(1));
    card.querySelector(".comes").addEventListener("click", async () => {
      const row = { kind: "household", key: tablet.key(), registration: card.one.pk, people: people(card.one) };
      await change([{ row }]);
      card.querySelector(".undo").focus();
    });
    card.querySelector(".undo").addEventListener("click", async () => {
      await change([{ row: { kind: "undo", key: now.inside.get(card.one.pk).key } }]);
      card.querySelector(".comes").focus();
    });
    return card;
  };

  const dress = (card, one) => {
    const there = now.inside.get(one.pk);
    card.one = one;
    card.querySelector(".name").textContent = one.name;
    card.querySelector(".people").textContent = people(one);
    card.querySelector(".said").textContent = there ? word("inside", { people: there.people }) : word("with", { people: one.people });
    card.classList.toggle("is-in", Boolean(there));
    for (const part of card.querySelectorAll(".out")) part.hidden = Boolean(there);
    for (const part of card.querySelectorAll(".in")) part.hidden = !there;
    for (const button of card.querySelectorAll("button")) button.setAttribute("aria-label", `${button.dataset.label}: ${one.name}`);
  };

  const drawList = (list, households) => {
    const sought = byId("zoek").value.trim().toLocaleLowerCase();
    const words = sought.split(/\s+/);
    const wanted = households.filter((one) => words.every((part) => one.name.toLocaleLowerCase().includes(part)));
    const shown = wanted.map((one) => {
      if (!cards.has(one.pk)) cards.set(one.pk, make());
      dress(cards.get(one.pk), one);
      return cards.get(one.pk);
    });
    const same = shown.length === list.children.length && shown.every((card, place) => list.children[place] === card);
    if (!same) list.replaceChildren(...shown);
    list.previousElementSibling.hidden = !households.length;
    return wanted.length;
  };

  const person = (entrance) => {
    const key = tablet.key();
    const row = { kind: "person", key, people: 1, ...(entrance && { entrance }) };
    change([{ row }], [{ key, people: 1 }]);
  };

  const drawEntrances = (entrances) => {
    byId("per-ingang").hidden = !entrances.length;
    const place = byId("ingangen");
    if (place.dataset.for === JSON.stringify(entrances)) return;
    place.dataset.for = JSON.stringify(entrances);
    place.replaceChildren(...entrances.map((one) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = word("one-more-at", { name: one.name });
      button.addEventListener("click", () => person(one.pk));
      return button;
    }));
  };

  // Who was refused may still be counted, without a name.
  const offerCount = (line, item) => {
    const count = line.querySelector(".count");
    count.hidden = !item.row.people;
    count.addEventListener("click", () => replace(item, { kind: "person", key: tablet.key(), people: item.row.people }), { once: true });
  };

  const draw = (shown, items, refused, own) => {
    byId("lijst").hidden = !shown;
    drawRefused(refused, (row) => shown?.households.find((one) => one.pk === row.registration)?.name ?? word("somebody"), offerCount);
    if (!shown) { for (const list of document.querySelectorAll(".households")) list.replaceChildren(); cards.clear(); return; }
    now = reckon(shown, items);
    ownKeys = own;
    undone = new Set(items.filter((item) => item.row.kind === "undo").map((item) => item.row.key));
    byId("binnen").textContent = now.named + now.loose;
    byId("los").textContent = now.loose;
    byId("los-terug").disabled = !ownKeys.some((one) => !undone.has(one.key));
    drawEntrances(shown.entrances);
    const found = drawList(byId("aangemeld"), shown.households.filter((one) => !one.waiting))
      + drawList(byId("wachtlijst"), shown.households.filter((one) => one.waiting));
    byId("geen").hidden = found > 0 || !shown.households.length;
    byId("niemand").hidden = shown.households.length > 0;
    byId("zoeken").hidden = !shown.households.length;
  };

  let last = [null, [], [], []];
  byId("zoek").addEventListener("input", () => draw(...last));
  byId("los-erbij").addEventListener("click", () => person());
  byId("los-terug").addEventListener("click", () => {
    const one = ownKeys.findLast((each) => !undone.has(each.key));
    if (one) change([{ row: { kind: "undo", key: one.key }, people: one.people }]);
  });
  tablet.start((...state) => { last = state; draw(...state); });
})();
