/**
 * A page whose main part says `data-live` looks anew when what it shows has changed: a kind with
 * or without a public id, or * for whatever it is. The tabs of a browser share one stream,
 * since HTTP/1.1 allows six connections.
 */
import { stream } from "./live_stream.js";

const ANEW = "anew";
// Whoever only clicks through opens no stream, and no page waits for one.
const SETTLED_AFTER = 1500;
// After a pause all pages of all people look anew, but not all at once.
const SPREAD_OVER = 3000;
const REMEMBERED = 20;
// A page is put together for a while after it was begun.
const SPARE = 2000;
const OPEN = "#content :is(details, dialog)[open]";

const shows = (what) => {
  const shown = document.querySelector("#content")?.dataset.live;
  if (shown === undefined) return false;
  return what === ANEW || shown === "*" || what === shown || what.startsWith(`${shown}:`);
};

/** The page as it is now; undefined when there is none, which a page in use must survive. */
async function fetched() {
  const response = await fetch(location.href, { headers: { "HX-Request": "true" } });
  return response.ok && !response.redirected ? response.text() : undefined;
}

export function livePages(htmx) {
  const note = document.querySelector("[data-live-url]");
  if (!note || !document.querySelector("#content[data-live]")) return;
  const address = note.dataset.liveUrl;
  const since = Number(note.dataset.liveSince);
  const others = new BroadcastChannel(address);
  let recent = [];
  let isStale = false;
  let isLooking = false;

  async function swapped() {
    const from = location.href;
    const text = await fetched();
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
    if (!shows(what)) return;
    if (what === ANEW) setTimeout(look, Math.random() * SPREAD_OVER);
    else look();
  }

  /** Only the page whose stream it is passes on, also to pages that come a moment too late. */
  function pass(what, moment) {
    recent = [...recent.slice(-REMEMBERED), { what, moment }];
    others.postMessage({ what });
    hear(what);
  }

  function catchUp(since) {
    for (const { what, moment } of recent) if (moment >= since) others.postMessage({ what });
  }

  const listen = () => stream(`${address}?since=${since}`, pass);
  const lookIfStale = () => isStale && look();

  others.addEventListener("message", ({ data }) =>
    data.since ? catchUp(data.since) : hear(data.what),
  );
  others.postMessage({ since: since - SPARE });
  document.addEventListener("visibilitychange", lookIfStale);
  document.addEventListener("toggle", lookIfStale, true);
  document.addEventListener("close", lookIfStale, true);
  setTimeout(() => {
    if (navigator.locks) navigator.locks.request(address, listen);
    else listen();
  }, SETTLED_AFTER);
}
