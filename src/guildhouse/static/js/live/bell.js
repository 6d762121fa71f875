// A short sound where a step begins. It can be turned off for oneself; the house keeps that. A browser lets a page sound
// only once a hand has touched it, and until then the bell counts as off.
let sound = null;
let silent = !navigator.userActivation?.hasBeenActive;

const box = () => document.querySelector("[data-bell]");
const isOn = () => box()?.dataset.bell === "on" && !silent;

async function wake() {
  sound ??= new AudioContext();
  if (sound.state === "suspended") await sound.resume();
  silent = sound.state !== "running";
  begin();
}

function strike(at, pitch) {
  for (const [times, loud, long] of [[1, 0.22, 1.6], [2.76, 0.08, 0.7], [5.4, 0.03, 0.35]]) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch * times;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(loud, at + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + long);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + long);
  }
}

export function ring() {
  if (!isOn() || sound?.state !== "running") return;
  strike(sound.currentTime, 523.25);
  strike(sound.currentTime + 0.28, 659.25);
  document.documentElement.dataset.rung = Number(document.documentElement.dataset.rung ?? 0) + 1;
}

// It follows at once whoever turned it off, on another screen of theirs or for everybody.
export function follow(isWanted) {
  if (box()) box().dataset.bell = isWanted ? "on" : "off";
  begin();
}

// Which of the two buttons is to be seen.
export function begin() {
  const wanted = isOn() ? "on" : "off";
  for (const one of document.querySelectorAll("[data-bell-when]")) one.hidden = one.dataset.bellWhen !== wanted;
}

for (const touch of ["pointerdown", "keydown"]) {
  addEventListener(touch, () => box()?.dataset.bell === "on" && wake(), { once: true });
}

// It is turned here at once, and the house is told beside that.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-bell-when]")) return;
  event.preventDefault();
  const wanted = form.dataset.bellWhen === "off" ? "on" : "off";
  box().dataset.bell = wanted;
  if (wanted === "on") await wake();
  begin();
  box().querySelector(`form[data-bell-when="${wanted}"] button`)?.focus();
  ring();
  fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => {});
});
