/** A form that changes something is sent once; after 300 ms its button says so. */
const PATIENCE = 300;

function wait(button) {
  button.dataset.label = button.textContent;
  button.setAttribute("aria-busy", "true");
  const label = button.querySelector("[data-label-text]");
  if (label && button.dataset.busy) label.textContent = button.dataset.busy;
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) {
    button.removeAttribute("aria-busy");
    const label = button.querySelector("[data-label-text]");
    if (label) label.textContent = button.dataset.label.trim();
  }
}

export function submitOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    if (event.submitter) setTimeout(wait, PATIENCE, event.submitter);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });
}
