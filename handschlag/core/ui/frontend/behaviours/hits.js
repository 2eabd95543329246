/** The arrow keys go from the search field through what was found, and back to the field. */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export function hits() {
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !event.target.matches("main [data-search], [data-hit]")) return;
    const stops = [...document.querySelectorAll("main [data-search], [data-hit]")];
    const next = stops[stops.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
