/**
 * A page whose main part says `data-live` looks anew when what it shows has changed: a kind with
 * or without a public id, or * for whatever it is. The tabs of a browser share one stream,
 * since HTTP/1.1 allows six connections.
 */
const ANEW = "anew";
// Whoever only clicks through opens no stream, and no page waits for one.
const SETTLED_AFTER = 1500;

export function livePages(htmx) {
  const note = document.querySelector("[data-live-url]");
  if (!note || !document.querySelector("#content[data-live]")) return;
  const address = note.dataset.liveUrl;
  const others = new BroadcastChannel(address);
  let isStale = false;

  function look() {
    isStale = document.hidden;
    if (isStale) return;
    const swap = { target: "#content", select: "#content", swap: "outerMorph" };
    htmx.ajax("GET", location.pathname + location.search, swap).then(() => {
      note.textContent = note.dataset.liveSaid;
    });
  }

  function hear(what) {
    const shown = document.querySelector("#content")?.dataset.live;
    if (shown === undefined) return;
    if (what === ANEW || shown === "*" || what === shown || what.startsWith(`${shown}:`)) look();
  }

  function pass(what) {
    others.postMessage(what);
    hear(what);
  }

  function listen() {
    const stream = new EventSource(address);
    let wasOpen = false;
    stream.addEventListener("open", () => {
      if (wasOpen) pass(ANEW);
      wasOpen = true;
    });
    stream.addEventListener("changed", (event) => pass(event.data));
    stream.addEventListener(ANEW, () => pass(ANEW));
    return new Promise(() => {});
  }

  others.addEventListener("message", (event) => hear(event.data));
  document.addEventListener("visibilitychange", () => isStale && look());
  setTimeout(() => {
    if (navigator.locks) navigator.locks.request(address, listen);
    else listen();
  }, SETTLED_AFTER);
}
