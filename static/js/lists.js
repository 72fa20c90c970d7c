// Lists: choosing rows by a key, filters that close by themselves, and rows of links in forms.
(() => {
  "use strict";
  const form = document.getElementById("chosen");
  const boxes = () => [...document.querySelectorAll("input[name=chosen]")];

  // Choosing rows.
  const whole = document.querySelector("[data-choose-all]");
  const count = () => {
    const all = boxes();
    const chosen = all.filter((box) => box.checked).length;
    const said = form?.querySelector("[data-count]");
    if (said) {
      said.dataset.hint ??= said.textContent;
      said.textContent = chosen ? `${said.dataset.count} ${chosen}` : said.dataset.hint;
      form.querySelector("button").disabled = !chosen;
      form.classList.toggle("begun", chosen > 0);
    }
    if (whole) {
      whole.checked = chosen > 0 && chosen === all.length;
      whole.indeterminate = chosen > 0 && chosen < all.length;
    }
  };
  if (whole) {
    whole.hidden = false;
    whole.addEventListener("change", () => {
      for (const box of boxes()) box.checked = whole.checked;
      count();
    });
  }
  if (form) {
    form.querySelector("[data-choose-link]").addEventListener("click", (event) => {
      event.preventDefault();
      for (const box of boxes()) box.checked = true;
      count();
    });
    document.addEventListener("change", count);
    // A page that the browser brings back has the choice of before.
    window.addEventListener("pageshow", count);
    count();
  }

  const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, dialog");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const row = event.target.closest?.("[data-row]");
    // On a box, Enter would send the form that the box belongs to.
    if (event.key === "Enter" && row && event.target.matches("input[type=checkbox]")) {
      event.preventDefault();
      row.querySelector("a")?.click();
    }
    if (event.key === "u" && form) {
      const own = row?.querySelector("input[name=chosen]");
      if (own && !boxes().some((box) => box.checked)) own.checked = true;
      if (boxes().some((box) => box.checked)) form.requestSubmit();
    }
  });

  // Filters close when one looks elsewhere.
  const close = (but) => {
    for (const open of document.querySelectorAll(".drop[open]")) if (!open.contains(but)) open.open = false;
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".drop[open]");
    if (event.key !== "Escape" || !open) return;
    close(null);
    open.querySelector("summary").focus();
  });

  // What opens by an edge opens towards the middle of the page.
  document.addEventListener("toggle", ({ target: drop }) => {
    if (!drop.open || !drop.matches(".drop")) return;
    drop.classList.remove("at-end", "at-start");
    const menu = drop.querySelector(".menu").getBoundingClientRect();
    const page = drop.closest(".page").getBoundingClientRect();
    if (menu.right > page.right) drop.classList.add("at-end");
    if (menu.left < page.left) drop.classList.add("at-start");
  }, true);

  // Another row of evidence.
  for (const button of document.querySelectorAll("[data-add-link]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const rows = button.parentElement.querySelectorAll(".link");
      const next = rows[rows.length - 1].cloneNode(true);
      for (const field of next.querySelectorAll("input")) {
        field.name = field.name.replace(/\d+/, rows.length);
        if (!field.name.endsWith("-lang")) field.value = "";
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
      for (const fault of next.querySelectorAll(".fault")) fault.remove();
      button.before(next);
      next.querySelector("input").focus();
      if (rows.length + 1 >= 50) button.hidden = true;
    });
  }
})();
