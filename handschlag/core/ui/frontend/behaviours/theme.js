/** Light, dark or the system's choice: applied at once, remembered by the server. */
function apply(form, choice) {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
}

export function themes() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("[data-theme-form]") || !event.submitter) return;
      event.preventDefault();
      const body = new FormData(form, event.submitter);
      fetch(form.action, { method: "POST", body, redirect: "manual" });
      apply(form, event.submitter.value);
    },
    true,
  );
}
