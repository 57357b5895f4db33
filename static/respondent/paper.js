// Typing a paper form fast: a number picks that answer and goes on to the next question; 0 is the tenth.
// Backspace empties a question; Ctrl+Enter saves. Everything works without this, with Tab, arrows and space.
(() => {
  const form = document.querySelector(".paper-entry");
  if (!form) return;
  const groups = () => [...form.querySelectorAll(".choices, textarea")].filter((one) => one.offsetParent !== null);
  const inputsOf = (group) => [...group.querySelectorAll(":scope > .choice > input")];
  const goTo = (group) => {
    if (!group) return form.querySelector("button.button-primary").focus();
    const inputs = group.matches("textarea") ? [group] : inputsOf(group);
    (inputs.find((input) => input.checked) || inputs[0]).focus();
  };
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) return form.requestSubmit();
    const group = event.target.closest(".choices");
    if (!group || event.ctrlKey || event.altKey || event.metaKey) {
      if (event.key === "Enter" && event.target.id === "code") { event.preventDefault(); goTo(groups()[0]); }
      return;
    }
    const inputs = inputsOf(group);
    if (event.key === "Backspace") {
      event.preventDefault();
      inputs.forEach((input) => { input.checked = false; });
    } else if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      const input = inputs[event.key === "0" ? 9 : event.key - 1];
      if (!input) return;
      if (input.type === "checkbox") { input.checked = !input.checked; input.focus(); return; }
      input.checked = true;
      const all = groups();
      goTo(all[all.indexOf(group) + 1]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const all = groups();
      goTo(all[all.indexOf(group) + 1]);
    }
  });
})();
