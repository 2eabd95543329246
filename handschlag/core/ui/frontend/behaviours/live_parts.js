import { fetched } from "./acting_for.js";

/** Told when everything may have changed. */
export const ANEW = "anew";

/**
 * A part of the frame that says `data-live-part` is fetched anew from its `data-live-from` when
 * something of that kind has changed. Returns what is to be called with each change.
 */
export function liveParts(htmx) {
  let isStale = false;

  async function renew(part) {
    const text = await fetched(part.dataset.liveFrom);
    if (text === undefined) return;
    const target = `#${part.id}`;
    await htmx.swap({ text, target, select: target, swap: "outerMorph" });
  }

  /** Who does not look is not told until they do. */
  function renewAll() {
    isStale = document.hidden;
    if (isStale) return;
    for (const part of document.querySelectorAll("[data-live-part]")) renew(part).catch(() => {});
  }

  document.addEventListener("visibilitychange", () => isStale && renewAll());
  return (what) => {
    const isShown = ({ dataset }) => what === ANEW || what.startsWith(`${dataset.livePart}:`);
    if ([...document.querySelectorAll("[data-live-part]")].some(isShown)) renewAll();
  };
}
