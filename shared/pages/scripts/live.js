// Keeps a page fresh and gives it keys; every page works without.
(() => {
  const page = document.querySelector("[data-live]");
  let shown = Number(document.body.dataset.position || 0);

  async function refresh(position) {
    if (position <= shown || document.hidden || !page) return;
    const busy = page.contains(document.activeElement) && document.activeElement.matches("textarea, input, select");
    if (busy) return;
    shown = position;
    const answer = await fetch(location.href, { headers: { "X-Fragment": "1" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (!fresh) return;
    const held = document.activeElement && document.activeElement.id;
    page.replaceChildren(...fresh.childNodes);
    if (held) document.getElementById(held)?.focus();
  }

  if (page && window.EventSource) {
    const source = new EventSource("/live");
    let pause;
    source.onmessage = (event) => {
      clearTimeout(pause);
      pause = setTimeout(() => refresh(Number(event.data)), 150);
    };
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
