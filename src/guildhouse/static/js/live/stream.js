// What happens in the room, as it happens. The browser takes up a lost stream where it was; where no stream can be had
// the page is asked for every few seconds, and the stream is tried again now and then.
const EVERY = 5_000;
const AGAIN = 30_000;
const SILENCE = 45_000;

export function follow(address, { heard, ask, lost, found }) {
  let stream = null;
  let last = Date.now();
  let asking = 0;

  function listen() {
    stream?.close();
    stream = new EventSource(address);
    stream.onopen = alive;
    stream.onerror = fail;
    stream.addEventListener("ping", alive);
    stream.onmessage = (event) => {
      alive();
      heard(JSON.parse(event.data));
    };
  }

  function alive() {
    last = Date.now();
    clearTimeout(asking);
    asking = 0;
    found();
  }

  function fail() {
    if (!asking) asking = setTimeout(askAgain, EVERY / 5);
  }

  async function askAgain() {
    try {
      await ask();
      found();
    } catch {
      lost();
    }
    if (stream.readyState === EventSource.CLOSED && Date.now() - last > AGAIN) {
      last = Date.now();
      listen();
    }
    if (asking) asking = setTimeout(askAgain, EVERY);
  }

  // A connection can die without a word, and a device can sleep.
  function look() {
    if (Date.now() - last < SILENCE || asking) return;
    listen();
    fail();
  }

  setInterval(look, 10_000);
  addEventListener("online", () => listen());
  addEventListener("offline", () => lost());
  document.addEventListener("visibilitychange", () => document.hidden || ask().catch(lost));
  listen();
  return fail;
}
