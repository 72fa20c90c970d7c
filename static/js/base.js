// What makes every page quicker for whoever uses the keyboard. Without it, all works by links and
// forms.
(() => {
  "use strict";
  const places = { o: "/", t: "/text", c: "/commitments", b: "/obligations", m: "/my-return", r: "/review", a: "/activity" };
  const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
  const link = (path) => document.querySelector(`.rail nav a[href="${path}"], .rail nav a[href^="${path}?"]`);
  let isGoing = false;

  // On a narrow page the menu is one line that is moved sideways: where one is stands in it.
  const menu = document.querySelector(".rail nav");
  const place = menu.querySelector("[aria-current]");
  if (place) menu.scrollLeft = place.offsetLeft - (menu.clientWidth - place.offsetWidth) / 2;

  // The rows that j and k move among.
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    (next.querySelector("a") ?? next.querySelector("button, input:not([type=hidden])") ?? next).focus();
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (isGoing) {
      isGoing = false;
      const target = places[event.key] && link(places[event.key]);
      if (target) { event.preventDefault(); target.click(); }
      return;
    }
    const row = document.activeElement?.closest?.("[data-row]");
    const act = {
      "?": () => document.getElementById("keys").showModal(),
      "/": () => document.querySelector("input[type=search]")?.focus(),
      g: () => { isGoing = true; setTimeout(() => { isGoing = false; }, 1200); },
      j: () => move(1),
      k: () => move(-1),
      x: () => row?.querySelector("input[type=checkbox]")?.click(),
      u: () => (row ?? document).querySelector("[data-update]")?.click(),
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // Without a line nothing can be sent; what is typed stays.
  const offline = document.querySelector(".offline");
  const tell = () => { offline.hidden = navigator.onLine; };
  window.addEventListener("offline", tell);
  window.addEventListener("online", tell);
  tell();

  // Buttons that copy a text.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      document.getElementById("said").textContent = button.dataset.copied;
    } catch {
      window.prompt(button.textContent, button.dataset.copy);
    }
  });
})();
