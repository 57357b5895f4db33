// A scanned code stands behind "#": it never reaches the server in an address. Move it into the form and send it.
// A typed code is checked by its last character, so that a typing error is found before it is sent.
(() => {
  const field = document.getElementById("code");
  const hint = document.getElementById("code-fout");
  if (!field) return;
  const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const times2 = (value) => (value & 16 ? (value << 1) ^ 37 : value << 1);
  const looksWrong = (typed) => {
    const code = typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1").replace(/U/g, "V");
    if (code.length < 13) return false; // still typing
    let weight = 1, total = 0;
    for (const sign of code.slice(0, 12)) {
      weight = times2(weight);
      let value = signs.indexOf(sign), power = weight;
      for (; value; value >>= 1) { if (value & 1) total ^= power; power = times2(power); }
    }
    return code.length > 13 || signs[total] !== code[12];
  };
  // While typing, not on leaving the field: words that appear then would push the button from under a finger.
  field.addEventListener("input", () => {
    hint.textContent = looksWrong(field.value) ? hint.dataset.typfout : "";
  });
  const sendScanned = () => {
    const scanned = window.location.hash.slice(1);
    if (!scanned || document.getElementById(scanned)) return; // nothing, or a link on this page
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    field.value = scanned;
    field.form.submit();
  };
  window.addEventListener("hashchange", sendScanned);
  sendScanned();
})();
