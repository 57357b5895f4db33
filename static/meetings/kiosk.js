// A tablet that many people use: after thanks, or when nobody touches it, it goes back to an empty form by itself.
// Going back is a replacement, so that "back" never shows what somebody before chose.
(() => {
  const AFTER_THANKS = 6000;
  const UNTOUCHED = 90000;
  const back = document.querySelector("[data-terug]");
  const form = document.querySelector("[data-tablet]");
  const leave = (address) => window.location.replace(address);
  if (back) {
    back.addEventListener("click", (event) => {
      event.preventDefault();
      leave(back.href);
    });
    window.setTimeout(() => leave(back.href), AFTER_THANKS);
  }
  if (form) {
    form.reset();
    let timer;
    const wait = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        if (form.querySelector("input:checked")) leave(form.dataset.tablet);
      }, UNTOUCHED);
    };
    for (const event of ["pointerdown", "keydown", "change"]) document.addEventListener(event, wait);
    // After sending, the page with answers is put aside: "back" brings an empty form.
    window.addEventListener("pageshow", (event) => event.persisted && leave(form.dataset.tablet));
  }
})();
