// For every form: a file that is too large is refused before it is sent, and a second press sends nothing again.
"use strict";
(() => {
  const HELD = 10_000; // milliseconds: who presses again after that means it

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches?.("input[type=file][data-most-bytes]")) return;
    const isTooLarge = [...field.files].some((one) => one.size > Number(field.dataset.mostBytes));
    let told = document.getElementById(`${field.id}-too-large`);
    if (isTooLarge && !told) {
      told = document.createElement("p");
      told.id = `${field.id}-too-large`;
      told.className = "fault";
      told.setAttribute("role", "alert");
      field.after(told);
    }
    if (told) told.textContent = isTooLarge ? field.dataset.tooLarge : "";
    if (told) told.hidden = !isTooLarge;
    field.setCustomValidity(isTooLarge ? field.dataset.tooLarge : "");
    field.toggleAttribute("aria-invalid", isTooLarge);
    if (isTooLarge) field.setAttribute("aria-invalid", "true");
  });

  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "stays" in form.dataset) return;
    if (Date.now() - (sent.get(form) ?? -HELD) < HELD) event.preventDefault();
    else sent.set(form, Date.now());
  });
  // What is filled in anew is meant to be sent anew.
  for (const kind of ["input", "change"])
    document.addEventListener(kind, (event) => { if (event.target.form) sent.delete(event.target.form); });
  // A page that comes back with the browser's own button sends as at first.
  window.addEventListener("pageshow", () => { for (const form of document.forms) sent.delete(form); });
})();
