/**
 * A page whose main part says `data-live` looks anew when what it shows has changed: a kind with
 * or without a public id, or * for whatever it is.
 */
import { fetched } from "./acting_for.js";
import { ANEW, liveParts } from "./live_parts.js";
import { tabs } from "./live_tabs.js";

// After a pause all pages of all people look anew, but not all at once.
const SPREAD_OVER = 3000;
const OPEN = "#content :is(details, dialog)[open]";

const shows = (what) => {
  const shown = document.querySelector("#content")?.dataset.live;
  if (shown === undefined) return false;
  return what === ANEW || shown === "*" || what === shown || what.startsWith(`${shown}:`);
};

export function livePages(htmx) {
  const note = document.querySelector("[data-live-url]");
  if (!note || !document.querySelector("#content[data-live], [data-live-part]")) return;
  const renewParts = liveParts(htmx);
  let isStale = false;
  let isLooking = false;

  async function swapped() {
    const from = location.href;
    const text = await fetched(from);
    if (text === undefined || location.href !== from) return;
    await htmx.swap({ text, target: "#content", select: "#content", swap: "outerMorph" });
    note.textContent = note.dataset.liveSaid;
  }

  /** What changes while the page looks is looked at afterwards, once; so is what is hidden. */
  async function look() {
    isStale = true;
    if (isLooking || document.hidden || document.querySelector(OPEN)) return;
    isLooking = true;
    isStale = false;
    await swapped().catch(() => {});
    isLooking = false;
    if (isStale) look();
  }

  function hear(what) {
    const pause = what === ANEW ? Math.random() * SPREAD_OVER : 0;
    setTimeout(renewParts, pause, what);
    if (shows(what)) setTimeout(look, pause);
  }

  tabs(note.dataset.liveUrl, Number(note.dataset.liveSince), hear);
  for (const event of ["visibilitychange", "toggle", "close"]) {
    document.addEventListener(event, () => isStale && look(), true);
  }
}
