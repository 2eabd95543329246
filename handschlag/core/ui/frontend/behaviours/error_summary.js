/** After a refused form the summary of its errors has the focus. */
export function errorSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}
