"use strict";
{
  const one = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement;
  const requirements = all(".req");
  const groups = all(".op").map((element) => ({ element, members: all(".req", element) }));
  const boxes = all("input[name=verdict]");
  const selects = { l: one("level"), o: one("operation"), k: one("kind") };
  const search = one("search");
  root.classList.add("has-js");

  // Filters
  const texts = new Map();
  const textOf = (article) => {
    let text = texts.get(article);
    if (text === undefined) {
      const parts = all("h4, .what code, .reason, .pair, .facts", article);
      parts.push(article.closest(".op").querySelector("h3"));
      text = parts.map((part) => part.textContent).join("\n").toLowerCase();
      texts.set(article, text);
    }
    return text;
  };
  const number = (count) => count.toLocaleString("en");
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const { element, members } of groups) {
      let some = false;
      for (const article of members) {
        const { v, l, o, k } = article.dataset;
        const fits =
          (!verdicts.size || verdicts.has(v)) &&
          (!selects.l.value || selects.l.value === l) &&
          (!selects.o.value || selects.o.value === o) &&
          (!selects.k.value || k.split(" ").includes(selects.k.value)) &&
          (!words.length || words.every((word) => textOf(article).includes(word)));
        article.hidden = !fits;
        some ||= fits;
        shown += fits;
      }
      element.hidden = !some;
    }
    const total = requirements.length;
    const noun = total === 1 ? "requirement" : "requirements";
    one("count").textContent =
      shown === total ? `${number(total)} ${noun}` : `${number(shown)} of ${number(total)} ${noun}`;
    one("none").hidden = shown > 0 || total === 0;
  };
  const clear = () => {
    search.value = "";
    for (const select of Object.values(selects)) select.value = "";
    for (const box of boxes) box.checked = false;
  };
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  document.querySelector("form").addEventListener("change", apply);
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  one("reset").addEventListener("click", () => { clear(); apply(); });
  const openAll = (open) => {
    for (const article of requirements) {
      if (!article.hidden || !open) article.firstElementChild.open = open;
    }
  };
  one("open").addEventListener("click", () => openAll(true));
  one("close").addEventListener("click", () => openAll(false));

  // Permalinks: the address opens its requirement, whatever the filters hide
  const reveal = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* an address typed by hand */ }
    const article = id && one(id)?.closest(".req");
    if (!article) return;
    if (article.hidden) { clear(); apply(); }
    const details = article.firstElementChild;
    details.open = true;
    details.firstElementChild.focus({ preventScroll: true });
    details.scrollIntoView({ block: "start", behavior: "instant" });
  };
  addEventListener("hashchange", reveal);

  // Copying
  const copy = async (button) => {
    const isLink = button.dataset.copy === "link";
    const place = isLink
      ? button.previousElementSibling
      : button.closest(".exchange").querySelector(".curl");
    const text = isLink ? place.href : place.textContent;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(place); // over plain HTTP there is no clipboard
      done = !isLink && document.execCommand("copy");
    }
    const label = isLink ? "Copy link" : "Copy curl";
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    one("said").textContent = done ? `${label}: copied` : "Selected: press Ctrl+C to copy";
    setTimeout(() => { button.textContent = label; one("said").textContent = ""; }, 2000);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copy(button);
    const cell = event.target.closest("a[data-verdict], a[data-operation]");
    if (cell) {
      event.preventDefault(); // to the filters, which tell why the list is short, not past them
      clear();
      if (cell.dataset.operation) selects.o.value = cell.dataset.operation;
      for (const box of boxes) box.checked = box.value === cell.dataset.verdict;
      apply();
      one("requirements").focus();
      one("requirements").scrollIntoView();
    }
    const permalink = event.target.closest("a[href^='#']");
    if (permalink?.hash && permalink.hash === location.hash) setTimeout(reveal);
  });

  // Keyboard: "/" searches; on a requirement, j and k go to the next and the one before
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
      search.scrollIntoView({ block: "center", behavior: "instant" });
    } else if (event.key === "Escape" && event.target === search) {
      search.value = "";
      apply();
    } else if ("jk".includes(event.key) && event.target.matches(".req > details > summary")) {
      const shown = requirements.filter((article) => !article.hidden);
      const place = shown.indexOf(event.target.closest(".req")) + (event.key === "j" ? 1 : -1);
      shown[place]?.querySelector("summary").focus();
    }
  });

  // Light and dark
  const themes = ["system", "light", "dark"];
  const button = one("theme");
  const paint = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  const remembered = () => {
    try { return localStorage.getItem("postproof-theme"); } catch { return null; }
  };
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
    paint(next);
    try { localStorage.setItem("postproof-theme", next); } catch { /* not allowed here */ }
  });
  if (themes.includes(remembered())) paint(remembered());

  apply(); // browsers keep form values over a reload
  reveal();
}
