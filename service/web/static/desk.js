// The desk: rows are added, taken out and pasted from a spreadsheet; faults are shown at their cell while one types.
// Everything works without this file, by a button that asks the server.
"use strict";
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const fields = (row) => [...row.querySelectorAll("td input, td select, td textarea")];
  const MANY = 100; // rows that a page takes without getting slow
  let isChanged = false;

  const touched = () => {
    isChanged = true;
    desk.dispatchEvent(new Event("rows", { bubbles: true }));
  };
  // On a slow line somebody has typed before this file came. htmx, which asks for the check, came before it and begins to
  // listen after a timeout of nothing; of two such the first is over first.
  const isAsItCame = (one) =>
    one.matches("select") ? one.selectedIndex === Math.max(0, [...one.options].findIndex((option) => option.defaultSelected))
      : one.value === one.defaultValue && one.checked === one.defaultChecked;
  setTimeout(() => {
    if (![...desk.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea")].every(isAsItCame)) touched();
  });
  desk.addEventListener("input", () => { isChanged = true; });
  desk.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });

  // Rows.
  const numbered = (row, list, number) => {
    const was = row.id;
    const now = `${list}.${number}`;
    row.id = now;
    for (const one of row.querySelectorAll("[id], [name], [value], [aria-describedby]"))
      for (const name of ["id", "name", "value", "aria-describedby"]) {
        const held = one.getAttribute(name);
        if (held && (name !== "value" || one.name === "remove")) one.setAttribute(name, held.replace(was, now));
      }
    const told = row.querySelector("th span");
    for (const one of row.querySelectorAll("[aria-label], [title]"))
      for (const name of ["aria-label", "title"]) {
        const held = one.getAttribute(name);
        if (held) one.setAttribute(name, held.replace(/[0-9]+$/, String(number + 1)));
      }
    told.textContent = String(number + 1);
  };
  const add = (table) => {
    const rows = table.tBodies[0].rows;
    const last = rows[rows.length - 1];
    const row = last.cloneNode(true);
    numbered(row, table.dataset.list, Number(last.id.split(".").pop()) + 1);
    for (const one of fields(row)) {
      one.value = "";
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
    }
    for (const one of row.querySelectorAll(".cell-fault")) one.remove();
    row.querySelector("th input").value = "";
    table.tBodies[0].append(row);
    return row;
  };
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.add) {
      event.preventDefault();
      const table = [...desk.querySelectorAll("table.entry")].find((one) => one.dataset.list === button.dataset.add);
      fields(add(table))[0].focus();
    } else if (button.name === "remove" && button.closest("tr")) {
      event.preventDefault();
      const row = button.closest("tr");
      const next = row.nextElementSibling || row.previousElementSibling;
      if (next) row.remove();
      else for (const one of fields(row)) one.value = "";
      if (next) fields(next)[0].focus();
      touched();
    }
  });
  // Enter goes down, as in a spreadsheet; it never sends the page from within a table.
  desk.addEventListener("keydown", (event) => {
    const row = event.target.closest("table.entry tr");
    if (event.key !== "Enter" || !row || event.target.matches("textarea, button") || event.isComposing) return;
    event.preventDefault();
    const column = fields(row).indexOf(event.target);
    const below = row.nextElementSibling || add(row.closest("table"));
    fields(below)[column].focus();
  });

  // Pasting. Quotes hold line breaks and tabs, as Excel and LibreOffice write them.
  const cells = (text) => {
    const rows = [[]];
    let cell = "", isQuoted = false, isBegun = false;
    const end = () => { rows[rows.length - 1].push(cell.trim()); cell = ""; isBegun = false; };
    for (let n = 0; n < text.length; n += 1) {
      const sign = text[n];
      if (isQuoted) {
        if (sign === '"' && text[n + 1] === '"') { cell += '"'; n += 1; }
        else if (sign === '"') isQuoted = false;
        else cell += sign;
      } else if (sign === '"' && !isBegun) { isQuoted = true; isBegun = true; }
      else if (sign === "\t") end();
      else if (sign === "\n") { end(); rows.push([]); }
      else if (sign !== "\r") { cell += sign; isBegun = true; }
    }
    end();
    while (rows.length && rows[rows.length - 1].every((one) => one === "")) rows.pop();
    return rows;
  };
  const put = (field, text) => {
    if (field.tagName !== "SELECT") { field.value = text; return; }
    const option = [...field.options].find((one) => one.value === text || fold(one.text) === fold(text));
    if (option) field.value = option.value;
    else field.add(new Option(text, text, false, true)); // kept as it is: the check says what is wrong with it
  };
  const columnsOf = (table, head) => {
    const known = [...table.tHead.querySelectorAll("th[data-headings]")].map((one) => one.dataset.headings.split("|").map(fold));
    const found = head.map((name) => known.findIndex((names) => names.includes(fold(name))));
    return found.some((one) => one >= 0) ? found : null;
  };
  desk.addEventListener("paste", (event) => {
    const first = event.target.closest("table.entry tbody tr");
    const text = event.clipboardData?.getData("text/plain") || "";
    // Lines for a long text stay together, unless it is the only one in its row: then each is a row, as it was in the spreadsheet.
    const isLong = event.target.tagName === "TEXTAREA" && !text.includes("\t") && first && fields(first).length > 1;
    if (!first || !/[\t\n]./.test(text) || isLong) return;
    event.preventDefault();
    const table = first.closest("table");
    let rows = cells(text);
    const named = columnsOf(table, rows[0]);
    const start = fields(first).indexOf(event.target);
    let row = first, left = [];
    if (named) {
      left = rows[0].filter((name, n) => named[n] < 0 && name && rows.some((one, at) => at && one[n]));
      rows = rows.slice(1);
    }
    const told = table.closest("fieldset").querySelector(".pasted");
    const say = document.getElementById("desk-words").dataset;
    // More than a page of rows, or rows that go on where the page ends: the server writes them into the list.
    const list = table.dataset.list;
    const box = document.getElementById(`${list}.paste`);
    const room = table.tBodies[0].rows.length - [...table.tBodies[0].rows].indexOf(first);
    if (box && (rows.length > MANY || ("goesOn" in table.dataset && rows.length > room))) {
      box.value = text;
      desk.elements[`${list}.paste_at`].value = first.id;
      desk.elements[`${list}.paste_column`].value = String(start);
      told.textContent = say.sending.replace("{count}", rows.length);
      desk.requestSubmit(desk.querySelector(`button[name="boxed"][value="${list}"]`));
      return;
    }
    rows.forEach((line, n) => {
      if (n) row = row.nextElementSibling || add(table);
      const held = fields(row);
      line.forEach((value, column) => {
        const at = named ? named[column] : start + column;
        if (at >= 0 && held[at]) put(held[at], value);
      });
    });
    told.textContent = say.pasted.replace("{count}", rows.length) + (left.length ? ` ${say.left} ${left.join(", ")}` : "");
    touched();
  });

  // Faults at their cell, as the panel says them.
  const mark = () => {
    for (const one of desk.querySelectorAll(".cell-fault")) one.remove();
    for (const one of desk.querySelectorAll("[aria-invalid]")) {
      one.removeAttribute("aria-invalid");
      const rest = (one.getAttribute("aria-describedby") || "").split(" ").filter((id) => !id.startsWith("f:"));
      if (rest.join("")) one.setAttribute("aria-describedby", rest.join(" "));
      else one.removeAttribute("aria-describedby");
    }
    for (const link of document.querySelectorAll("#panel a[data-name]")) {
      const field = document.getElementById(link.dataset.name);
      if (!field || !field.matches("input, select, textarea") || field.hasAttribute("aria-invalid")) continue;
      if (!["error", "wait"].includes(link.dataset.severity)) continue;
      const told = document.createElement("small");
      told.className = "cell-fault";
      told.id = `f:${field.id}`;
      told.textContent = link.querySelector(".said").textContent;
      field.after(told);
      field.setAttribute("aria-invalid", "true");
      const others = field.getAttribute("aria-describedby");
      field.setAttribute("aria-describedby", others ? `${others} ${told.id}` : told.id);
    }
  };
  document.addEventListener("htmx:after:swap", mark);

  // A link to another page of the desk takes along what is not saved yet.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#panel a[data-at]");
    if (!link || !isChanged || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const to = document.createElement("input");
    Object.assign(to, { type: "hidden", name: "at", value: link.dataset.at });
    desk.append(to);
    desk.requestSubmit();
  });

  // A link to a cell opens what is folded over it and puts the cursor there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (!target || target.id === "content") return;
    event.preventDefault();
    for (let over = target.closest("details"); over; over = over.parentElement.closest("details")) over.open = true;
    const field = target.matches("input, select, textarea") ? target : target.querySelector("td input, td select, td textarea, input:not([type=hidden]), select, textarea");
    (field || target).focus();
    target.scrollIntoView({ block: "center" });
  });
  if (location.hash) {
    // Where the field itself is not shown, its row is.
    let name = decodeURIComponent(location.hash.slice(1));
    while (name.includes(".") && !document.getElementById(name)) name = name.slice(0, name.lastIndexOf("."));
    const target = document.getElementById(name);
    for (let over = target?.closest("details"); over; over = over.parentElement.closest("details")) over.open = true;
    target?.querySelector?.("td input, input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
    if (target?.matches("input, select, textarea")) target.focus();
  }
})();
