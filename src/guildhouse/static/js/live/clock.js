// The clock of a step. The server's time is the truth: a page knows when the step ends and how far its own clock is off.
let ahead = 0; // by how many milliseconds the server's clock is ahead of this device's
let clock = null;
let ticking = 0;

export function set(element, now) {
  clock = element;
  if (now) ahead = now - Date.now();
  clearTimeout(ticking);
  if (!clock) return;
  show();
}

export function words(milliseconds) {
  const over = milliseconds < 0;
  const seconds = over ? Math.floor(-milliseconds / 1000) : Math.ceil(milliseconds / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (number) => String(number).padStart(2, "0");
  const said = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return over && seconds ? `+${said}` : said;
}

// Asked for anew each second: after a sleep the very next look is right, however many seconds were passed over.
function show() {
  const ends = Number(clock.dataset.ends);
  if (!ends) return;
  const left = ends - (Date.now() + ahead);
  clock.querySelector("[data-left]").textContent = words(left);
  const late = left <= -1000;
  clock.classList.toggle("live-late", late);
  for (const one of clock.querySelectorAll("[data-when=late], [data-when=in_time]")) {
    one.hidden = late !== (one.dataset.when === "late");
  }
  ticking = setTimeout(show, 1000 - ((((Date.now() + ahead - ends) % 1000) + 1000) % 1000) + 5);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && clock) set(clock);
});
