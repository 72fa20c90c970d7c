// The text: an item opens beside it without the page being read anew.
(() => {
  "use strict";
  const reading = document.querySelector(".reading");
  const aside = document.getElementById("item");
  if (!reading || !aside) return;
  let opener = null;

  const mark = (code) => {
    for (const clause of reading.querySelectorAll(".clause")) {
      if (code && clause.dataset.item === code) clause.setAttribute("aria-current", "true");
      else clause.removeAttribute("aria-current");
    }
  };
  const code = (address) => new URL(address, location.href).searchParams.get("item");

  // Shows what the page at an address has beside its text. Where that fails, the page itself is opened.
  const show = async (address) => {
    const wanted = code(address);
    if (!wanted) {
      reading.classList.remove("has-item");
      aside.replaceChildren();
      mark(null);
      return;
    }
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("item");
      aside.replaceChildren(...found.childNodes);
      reading.classList.toggle("has-item", aside.childElementCount > 0);
      mark(wanted);
      aside.focus({ preventScroll: true });
    } catch {
      location.href = address;
    }
  };
  const go = (address) => {
    history.pushState(null, "", address.split("#")[0]);
    return show(address);
  };
  const close = () => {
    const link = aside.querySelector(".close");
    if (!link) return;
    go(link.href);
    opener?.focus({ preventScroll: true });
  };

  reading.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const clause = event.target.closest("a.clause");
    if (clause) {
      event.preventDefault();
      opener = clause;
      go(clause.href);
    } else if (event.target.closest(".close")) {
      event.preventDefault();
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
  });
  addEventListener("popstate", () => show(location.href));
  mark(code(location.href));
})();

// The activity: tells that something has come, and brings it in when asked.
(() => {
  "use strict";
  const news = document.getElementById("news");
  const address = news?.dataset.stream;
  if (!address || !window.EventSource) return;
  let count = 0;
  let button = null;

  const bring = async () => {
    button.disabled = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("feed").replaceChildren(...page.getElementById("feed").childNodes);
      count = 0;
      button.remove();
      button = null;
      document.querySelector("#feed a")?.focus({ preventScroll: true });
    } catch {
      location.reload();
    }
  };

  const stream = new EventSource(address);
  stream.addEventListener("change", () => {
    count += 1;
    if (!button) {
      button = document.createElement("button");
      button.className = "second";
      button.addEventListener("click", bring);
      news.prepend(button);
    }
    button.textContent = `${news.dataset.label} ${count}`;
  });
  addEventListener("pagehide", () => stream.close());
})();
