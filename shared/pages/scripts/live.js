// Keeps a page fresh and gives it keys; every page works without.
(() => {
  const page = document.querySelector("[data-live]");
  let shown = Number(document.body.dataset.position || 0);

  let newest = shown;
  let asked = 0;

  const opened = (part) => part.querySelector("summary").textContent;

  function changed(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (!field.options) return field.type !== "hidden" && field.value !== field.defaultValue;
    return field.selectedIndex !== Math.max(0, [...field.options].findIndex((each) => each.defaultSelected));
  }

  // Nothing is changed under the hands of somebody who writes, or has written and not sent.
  function begun() {
    const inHand = document.activeElement?.closest("form");
    if (inHand && page.contains(inHand)) return true;
    return [...page.querySelectorAll("textarea, input, select")].some(changed);
  }

  function replace(fresh) {
    const open = new Set([...page.querySelectorAll("details[open]")].map(opened));
    const held = page.contains(document.activeElement) ? document.activeElement : null;
    page.replaceChildren(...fresh.childNodes);
    for (const part of page.querySelectorAll("details")) part.open ||= open.has(opened(part));
    const same = (each) => each.matches(held.tagName) && each.href === held.href && each.textContent === held.textContent;
    if (held) [...page.querySelectorAll("a, summary, button")].find(same)?.focus({ preventScroll: true });
  }

  async function refresh() {
    if (!page || newest <= shown || document.hidden || begun()) return;
    const turn = ++asked;
    const position = newest;
    const answer = await fetch(location.href, { headers: { "X-Fragment": "1" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (!fresh || turn !== asked || begun()) return;
    shown = position;
    replace(fresh);
  }

  if (page && window.EventSource) {
    const source = new EventSource("/live");
    let pause;
    source.onmessage = (event) => {
      newest = Math.max(newest, Number(event.data));
      clearTimeout(pause);
      pause = setTimeout(refresh, 150);
    };
    document.addEventListener("visibilitychange", refresh);
    page.addEventListener("focusout", () => setTimeout(refresh, 150));
  }

  const slider = document.querySelector("form[data-slider]");
  const range = slider?.querySelector("input[type=range]");
  let travelling = 0;

  async function travel() {
    const turn = ++travelling;
    const address = `${slider.action}?step=${range.value}`;
    const answer = await fetch(address, { headers: { "X-Fragment": "1" } });
    if (!answer.ok || turn !== travelling) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-travelled]")) {
      const name = part.dataset.travelled;
      part.replaceChildren(...fresh.querySelector(`[data-travelled="${name}"]`).childNodes);
    }
    slider.querySelector("output").textContent = fresh.querySelector("form[data-slider] output").textContent;
    slider.querySelector("svg").replaceWith(fresh.querySelector("form[data-slider] svg"));
    range.setAttribute("aria-valuetext", fresh.querySelector("form[data-slider] input[type=range]").getAttribute("aria-valuetext"));
    history.replaceState(null, "", address);
  }

  if (range) {
    slider.querySelector("button").hidden = true;
    let pause;
    range.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(travel, 60);
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, input, select")) return;
    if (event.key === "/") {
      document.getElementById("find")?.focus();
      event.preventDefault();
    }
    if (event.key === "j" || event.key === "k") {
      const lines = [...document.querySelectorAll("a.line")];
      const at = lines.indexOf(document.activeElement);
      lines[event.key === "j" ? Math.min(at + 1, lines.length - 1) : Math.max(at - 1, 0)]?.focus();
    }
  });
})();
