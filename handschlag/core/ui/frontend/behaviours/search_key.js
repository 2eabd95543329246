import { onSingleKey } from "./single_keys.js";

/** The key `/` goes to the first visible search field, unless somebody is writing. */
export function searchKey() {
  onSingleKey("/", (event) => {
    const fields = [...document.querySelectorAll("main [data-search], [data-search]")];
    const field = fields.find((candidate) => candidate.checkVisibility());
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
