// Hands the Word file to the frame that draws it. The frame has no origin: it can ask nothing of this site.
"use strict";

const frame = document.getElementById("paper");
const said = document.getElementById("look-said");

function say(name) {
  said.textContent = said.dataset[name];
  said.hidden = false;
}

async function hand_over() {
  const answer = await fetch(frame.dataset.file, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const bytes = await answer.arrayBuffer();
  frame.contentWindow.postMessage(bytes, "*", [bytes]);
}

window.addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow) return;
  if (event.data === "ready") hand_over().catch(() => say("failed"));
  else if (event.data === "failed") say("failed");
  else if (event.data === "drawn") said.hidden = true;
});

say("drawing");
frame.src = frame.dataset.src;
