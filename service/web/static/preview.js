// Draws the one Word file that the page around this frame hands over.
"use strict";

const sheet = document.getElementById("sheet");
const options = { inWrapper: true, breakPages: true, useBase64URL: true, experimental: true };

// A page as wide as the frame; never larger than on paper.
function fit() {
  const page = sheet.querySelector("section.docx");
  if (!page) return;
  sheet.style.zoom = 1;
  sheet.style.zoom = Math.min(1, window.innerWidth / (page.offsetWidth + 32));
}

window.addEventListener("resize", fit);
window.addEventListener("message", (event) => {
  if (event.source !== window.parent || !(event.data instanceof ArrayBuffer)) return;
  docx.renderAsync(event.data, sheet, null, options).then(
    () => {
      // Links of a paper lead nowhere here: the frame may open nothing.
      for (const link of sheet.querySelectorAll("a[href]")) link.removeAttribute("href");
      fit();
      window.parent.postMessage("drawn", "*");
    },
    () => window.parent.postMessage("failed", "*"),
  );
});

window.parent.postMessage("ready", "*");
