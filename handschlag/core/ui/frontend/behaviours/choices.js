/**
 * The choices of a menu are fetched when it is opened. The arrow keys, Home and End go through
 * them; what is typed goes to the search field, or without one to the next choice that begins so.
 */
import { fetched } from "./acting_for.js";
import { beginsWith } from "./type_ahead.js";

const MENU = "details[open]:has([data-choices])";
const SEARCH = "[data-choice-search]";

const shown = (menu) => [...menu.querySelectorAll("[data-choice]")].filter((choice) => !choice.hidden);

async function fill(place) {
  const text = await fetched(place.dataset.choices);
  if (text !== undefined) place.innerHTML = text;
}

function narrow({ target }) {
  if (!target.matches(SEARCH)) return;
  const wanted = target.value.trim().toLocaleLowerCase();
  for (const choice of target.form.querySelectorAll("[data-choice]")) {
    choice.hidden = !choice.textContent.toLocaleLowerCase().includes(wanted);
  }
  target.form.querySelector("[data-no-choice]").hidden = shown(target.form).length > 0;
}

function byArrow(key, choices, here, search) {
  if (key === "ArrowDown") return choices[here + 1];
  if (key === "ArrowUp") return choices[here - 1] ?? search;
  return key === "Home" ? choices[0] : choices.at(-1);
}

function go(event) {
  const menu = event.target.closest(MENU);
  if (!menu || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  const [choices, search, isSearch] = [shown(menu), menu.querySelector(SEARCH), target.matches(SEARCH)];
  const isMove = ["ArrowUp", "ArrowDown"].includes(key) || (!isSearch && ["Home", "End"].includes(key));
  if (isSearch && key === "Enter") {
    event.preventDefault();
    choices[0]?.click();
  } else if (isMove) {
    event.preventDefault();
    byArrow(key, choices, choices.indexOf(target), search)?.focus();
  } else if (key.length === 1 && key !== " " && !isSearch) (search ?? beginsWith(choices, key))?.focus();
}

export function choices() {
  const opened = ({ target }) => target.matches(MENU) && fill(target.querySelector("[data-choices]")).catch(() => {});
  document.addEventListener("toggle", opened, true);
  document.addEventListener("input", narrow);
  document.addEventListener("keydown", go);
}
