/** After a refused form the summary of its errors has the focus. */
export function errorSummary() {
  document.querySelector("form[method=post] [data-error-summary]")?.focus();
}
