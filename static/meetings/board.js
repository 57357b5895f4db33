// The board in the tent: put a topic on it, count who names it, write down what was said.
(() => {
  "use strict";
  const { change, drawRefused, key, word } = tablet;
  const byId = (id) => document.getElementById(id);
  const cards = new Map();
  // Two words with capitals, or a title before one: perhaps a name. Only a hint.
  const PERHAPS_A_NAME = /(?:\b(?:meneer|mevrouw|dhr|mw|mevr)\b\.?\s+\p{L})|(?:\p{Lu}\p{Ll}+\s+(?:(?:van|de|der|den|el|ten|ter)\s+)*\p{Lu}\p{Ll}+)/u;

  // The board as it is when everything that waits is counted too.
  const reckon = (shown, items) => {
    const topics = new Map(shown.topics.map((one) => [one.key, { ...one, notes: [...one.notes], undoable: [...one.undoable] }]));
    for (const { row, topic } of items) {
      const one = topics.get(row.topic ?? topic);
      if (row.kind === "topic") {
        const there = [...topics.values()].some((other) => other.label.toLocaleLowerCase() === row.label.toLocaleLowerCase());
        if (!there) topics.set(row.key, { key: row.key, label: row.label, count: 0, notes: [], undoable: [] });
      } else if (one && row.kind === "named") {
        one.count += 1;
        one.undoable.unshift(row.key);
      } else if (one && row.kind === "undo") {
        one.count -= 1;
        one.undoable = one.undoable.filter((each) => each !== row.key);
      } else if (one && row.kind === "note") {
        one.notes = one.notes.filter((note) => note.key !== row.key);
        if (row.text) one.notes.push({ key: row.key, text: row.text });
      }
    }
    return [...topics.values()];
  };

  const drawNotes = (card, topic) => {
    card.querySelector(".notes").replaceChildren(...topic.notes.map((note) => {
      const line = byId("notitie").content.firstElementChild.cloneNode(true);
      line.querySelector(".text").textContent = note.text;
      line.querySelector(".off").addEventListener("click", () => change([{ row: { kind: "note", key: note.key, topic: topic.key, text: "" } }]));
      return line;
    }));
  };

  const make = () => {
    const card = byId("onderwerp").content.firstElementChild.cloneNode(true);
    const field = card.querySelector("textarea"), hint = card.querySelector(".hint");
    card.querySelector(".more").addEventListener("click", () => change([{ row: { kind: "named", key: key(), topic: card.topic.key } }]));
    card.querySelector(".less").addEventListener("click", () => {
      const [undo] = card.topic.undoable;
      if (undo) change([{ row: { kind: "undo", key: undo }, topic: card.topic.key }]);
    });
    field.addEventListener("input", () => { hint.hidden = !PERHAPS_A_NAME.test(field.value); });
    card.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim().replace(/\s+/g, " ");
      if (!text) return;
      field.value = "";
      hint.hidden = true;
      change([{ row: { kind: "note", key: key(), topic: card.topic.key, text } }]);
    });
    return card;
  };

  const dress = (card, topic) => {
    card.topic = topic;
    card.querySelector(".label").textContent = topic.label;
    card.querySelector(".number").textContent = topic.count;
    card.querySelector(".less").disabled = !topic.undoable.length;
    card.querySelector(".how-many").textContent = word("notes", { count: topic.notes.length });
    for (const part of card.querySelectorAll("[data-label]")) part.setAttribute("aria-label", `${part.dataset.label}: ${topic.label}`);
    const notes = JSON.stringify(topic.notes);
    if (card.dataset.notes !== notes) { card.dataset.notes = notes; drawNotes(card, topic); }
  };

  const draw = (shown, items, refused) => {
    byId("lijst").hidden = !shown;
    drawRefused(refused, (row) => row.label ?? row.text ?? word("a-tick"));
    if (!shown) { byId("bord").replaceChildren(); cards.clear(); return; }
    const topics = reckon(shown, items);
    byId("leeg").hidden = topics.length > 0;
    const wanted = topics.map((topic) => {
      if (!cards.has(topic.key)) cards.set(topic.key, make());
      dress(cards.get(topic.key), topic);
      return cards.get(topic.key);
    });
    const board = byId("bord");
    for (const card of [...board.children]) if (!wanted.includes(card)) card.remove();
    wanted.forEach((card, place) => { if (board.children[place] !== card) board.insertBefore(card, board.children[place] ?? null); });
  };

  byId("nieuw").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId("nieuw-onderwerp");
    const label = field.value.trim().replace(/\s+/g, " ");
    if (label) change([{ row: { kind: "topic", key: key(), label } }]);
    field.value = "";
  });
  tablet.start(draw);
})();
