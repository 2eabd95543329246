const SHORTEST_PAUSE = 5_000;
const LONGEST_PAUSE = 120_000;

/**
 * Listens at `address` for as long as the page is open, and calls `tell(what, moment)`. A browser
 * comes back by itself after a broken connection, but never after a refusal, as from a proxy
 * whose server is being restarted.
 */
export function stream(address, tell) {
  let pause = SHORTEST_PAUSE;

  function open() {
    const source = new EventSource(address);
    source.addEventListener("open", () => {
      pause = SHORTEST_PAUSE;
    });
    const heard = (event) => tell(event.data || event.type, Number(event.lastEventId));
    source.addEventListener("changed", heard);
    source.addEventListener("anew", heard);
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(open, pause * (0.5 + Math.random()));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
  }

  open();
  return new Promise(() => {});
}
