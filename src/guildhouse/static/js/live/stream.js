// What happens in the room, as it happens. The browser takes up a lost stream where it was; where no stream can be had
// the page is asked for every few seconds, and the stream is tried again now and then.
const EVERY = 5_000;
const SELDOM = 60_000;
const AGAIN = 30_000;
const SILENCE = 45_000;

export function follow(address, { heard, ask, lost, found, isOver }) {
  let stream = null;
  let last = Date.now();
  let failed = 0;
  let asking = 0;

  function listen() {
    stream?.close();
    stream = new EventSource(address);
    stream.onerror = fail;
    stream.addEventListener("ping", alive);
    stream.addEventListener("gone", () => location.reload());
    stream.onmessage = (event) => {
      alive();
      heard(JSON.parse(event.data));
    };
  }

  function alive() {
    last = Date.now();
    failed = 0;
    clearTimeout(asking);
    asking = 0;
    found();
  }

  // Once is nothing: the browser comes back by itself. Twice, or for good, and the page is asked for instead.
  function fail() {
    failed += 1;
    const soon = failed > 1 || stream.readyState === EventSource.CLOSED;
    if (!asking) asking = setTimeout(askAgain, soon ? 0 : EVERY);
  }

  async function askAgain() {
    try {
      await ask();
      found();
    } catch {
      lost();
    }
    if (stream.readyState === EventSource.CLOSED && !isOver() && Date.now() - last > AGAIN) {
      last = Date.now();
      listen();
    }
    if (asking) asking = setTimeout(askAgain, isOver() ? SELDOM : EVERY);
  }

  // A connection can die without a word, and a device can sleep.
  function look() {
    if (Date.now() - last < SILENCE || asking) return;
    last = Date.now();
    listen();
    asking = setTimeout(askAgain, 0);
  }

  setInterval(look, EVERY);
  addEventListener("online", listen);
  addEventListener("offline", lost);
  document.addEventListener("visibilitychange", () => document.hidden || ask().then(found, lost));
  listen();
}
