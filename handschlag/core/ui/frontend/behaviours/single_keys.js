/** Single keys can be switched off on this device (WCAG 2.1.4); other ways to everything remain. */
const NAME = "handschlag.keys";
const isWriting = (element) => element.matches("input, textarea, select, [contenteditable]");

const areOn = () => localStorage.getItem(NAME) !== "off";

export function onSingleKey(key, act) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || !areOn()) return;
    act(event);
  });
}

export function singleKeys() {
  onSingleKey("?", () => document.querySelector('[data-key="?"]')?.click());
  for (const place of document.querySelectorAll("[data-keys-switch]")) {
    const button = place.querySelector("button");
    button.setAttribute("aria-pressed", areOn());
    place.hidden = false;
    button.addEventListener("click", () => {
      localStorage.setItem(NAME, areOn() ? "off" : "on");
      button.setAttribute("aria-pressed", areOn());
    });
  }
}
