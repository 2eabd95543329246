/** The key `/` goes to the first visible search field, unless somebody is writing. */
const isWriting = (element) => element.matches("input, textarea, select, [contenteditable]");

export function searchKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target)) return;
    const fields = [...document.querySelectorAll("main [data-search], [data-search]")];
    const field = fields.find((candidate) => candidate.checkVisibility());
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
