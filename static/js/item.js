// The form to file an update: a draft that is kept, rows for links, and keys.
(() => {
  "use strict";
  const PENDING = "ledger-filing";
  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  if (!store) return;
  const nameOf = (key) => `ledger-draft:${key}`;

  // What was filed needs no draft any more.
  const said = new URLSearchParams(location.search).get("said");
  const pending = store.getItem(PENDING);
  if (pending && said === "filed") store.removeItem(nameOf(pending));
  store.removeItem(PENDING);

  const form = document.querySelector(".update-form");
  if (!form) return;
  const key = form.dataset.draft;
  const kept = ["status", "as_of", "done_on", "narrative", "reason", "corrects"];
  const isKept = (name) => kept.includes(name) || name.startsWith("evidence-");
  const rows = () => [...form.querySelectorAll(".link-row")];
  const inputs = (row) => [...row.querySelectorAll("input")];

  // --- Rows for links
  const evidence = form.querySelector(".evidence");
  const add = evidence.querySelector("[data-add]");
  const number = (row, n) => {
    const rename = (text) => text.replace(/evidence-\d+-/, `evidence-${n}-`);
    for (const input of inputs(row)) { input.name = rename(input.name); input.id = rename(input.id); }
    for (const label of row.querySelectorAll("label")) label.htmlFor = rename(label.htmlFor);
  };
  const blank = rows().find((row) => "blank" in row.dataset)?.cloneNode(true);
  const renumber = () => {
    rows().forEach((row, n) => {
      number(row, n);
      row.querySelector("[data-remove]").hidden = false;
    });
    add.hidden = !blank || rows().length >= Number(evidence.dataset.most);
  };
  const addRow = () => {
    const row = blank.cloneNode(true);
    delete row.dataset.blank;
    evidence.querySelector(".more").before(row);
    renumber();
    return row;
  };
  rows().slice(1).forEach((row) => { if ("blank" in row.dataset) row.remove(); });
  evidence.querySelector("[data-more]").remove();
  renumber();
  add.addEventListener("click", () => inputs(addRow())[0].focus());
  evidence.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    const row = button.closest(".link-row");
    const next = row.nextElementSibling;
    row.remove();
    renumber();
    (next?.querySelector("input") ?? add).focus();
    save();
  });

  // --- The draft
  const values = () => [...new FormData(form)].filter(([name]) => isKept(name));
  const saysSomething = (pairs) => pairs.some(([name, value]) => value.trim()
    && (/^(narrative|reason|done_on)$/.test(name) || /-(url|title|published_on)$/.test(name)));
  const save = () => {
    const pairs = values();
    try {
      if (saysSomething(pairs)) store.setItem(nameOf(key), JSON.stringify(pairs));
      else store.removeItem(nameOf(key));
    } catch { /* No room: then nothing is kept. */ }
  };
  const restore = (pairs) => {
    const wanted = pairs.filter(([name]) => name.endsWith("-url")).length;
    while (blank && rows().length < wanted) addRow();
    for (const [name, value] of pairs) {
      if (!isKept(name)) continue;
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
  };
  const offer = form.querySelector(".draft-offer");
  const read = () => { try { return JSON.parse(store.getItem(nameOf(key))); } catch { return null; } };
  const draft = read();
  if (Array.isArray(draft) && !("typed" in form.dataset)) {
    offer.hidden = false;
    offer.addEventListener("click", (event) => {
      if (event.target.closest("[data-restore]")) restore(draft);
      else if (event.target.closest("[data-discard]")) store.removeItem(nameOf(key));
      else return;
      offer.hidden = true;
      form.querySelector("input[name=status]:checked, input[name=status]").focus();
    });
  } else if ("typed" in form.dataset) save();
  form.addEventListener("input", save);
  form.addEventListener("submit", () => { save(); store.setItem(PENDING, key); });

  // --- Keys
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".file button"));
      return;
    }
    if (event.target.name !== "status" || event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = form.querySelectorAll("input[name=status]")[Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key) && choice) {
      event.preventDefault();
      choice.checked = true;
      choice.focus();
      choice.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  const invalid = form.querySelector("[role=alert]");
  if (invalid) invalid.focus();
  else if (new URLSearchParams(location.search).has("update")) {
    form.scrollIntoView({ block: "start" });
    form.querySelector("[autofocus]")?.focus();
  }
})();
