import { stream } from "./live_stream.js";

// Whoever only clicks through opens no stream, and no page waits for one.
const SETTLED_AFTER = 1500;
const REMEMBERED = 20;
// A page is put together for a while after it was begun.
const SPARE = 2000;

/**
 * Calls `hear(what)` for each change since the page was rendered, `since` by the server's clock.
 * The tabs of a browser share one stream, since HTTP/1.1 allows six connections.
 */
export function tabs(address, since, hear) {
  const others = new BroadcastChannel(address);
  let recent = [];

  /** Only the page whose stream it is passes on, also to pages that come a moment too late. */
  function pass(what, moment) {
    recent = [...recent.slice(-REMEMBERED), { what, moment }];
    others.postMessage({ what });
    hear(what);
  }

  function catchUp(from) {
    for (const { what, moment } of recent) if (moment >= from) others.postMessage({ what });
  }

  const listen = () => stream(`${address}?since=${since}`, pass);

  others.addEventListener("message", ({ data }) => {
    if (data.from) catchUp(data.from);
    else hear(data.what);
  });
  others.postMessage({ from: since - SPARE });
  setTimeout(() => {
    if (navigator.locks) navigator.locks.request(address, listen);
    else listen();
  }, SETTLED_AFTER);
}
