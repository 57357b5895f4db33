/* A form with a data-passkey field: sending it first asks the browser to make ("create") or show ("get") a passkey. */
(() => {
  "use strict";
  for (const field of document.querySelectorAll("[data-passkey]")) {
    const form = field.form;
    const said = form.querySelector("[data-passkey-error]");
    form.addEventListener("submit", async (event) => {
      if (field.value) return;
      event.preventDefault();
      said.hidden = true;
      try {
        const options = JSON.parse(field.dataset.options);
        const made = await window.webauthnJSON[field.dataset.passkey](options);
        field.value = JSON.stringify(made);
        form.requestSubmit();
      } catch {
        said.hidden = false;
      }
    });
  }
})();
