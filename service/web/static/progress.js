// Asks for the progress when the server says that something moved. Without the stream the page asks every few seconds.
"use strict";

const stream = new EventSource(document.currentScript.dataset.events);

stream.addEventListener("moved", () => {
  const set = document.getElementById("set");
  if (set.hasAttribute("hx-get")) htmx.trigger(set, "moved");
  else stream.close();
});
