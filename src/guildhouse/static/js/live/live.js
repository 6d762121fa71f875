// [data-live]: the screen of a room that runs. It shows what the stream says at once, and fetches the rest a little
// later: whoever leads right away, everybody else one after the other.
import * as bell from "./bell.js";
import * as clock from "./clock.js";
import { fetchParts, forget, remember } from "./parts.js";
import { announce, show } from "./screen.js";
import { follow } from "./stream.js";

const EACH = 240; // milliseconds for everybody who comes: over so many a room asks for what is not urgent,
const LONGEST = 120_000; // and over no more than these
const PAUSE = 1_000; // after which whoever leads asks again
const LOOK = 20_000; // how often whoever leads is told anew about the time
const root = document.querySelector("[data-live]");
const lost = root.querySelector("[data-lost]");
const conducts = root.hasAttribute("data-conducts");
let before = null;
let waiting = 0;
let asked = 0;

function clockHere() {
  const timer = root.querySelector("[data-clock]");
  clock.set(timer, before ? 0 : Number(timer.dataset.now));
}

async function ask() {
  clearTimeout(waiting);
  asked = Date.now();
  const step = root.querySelector("#live-step").textContent;
  await fetchParts(root.dataset.parts);
  clockHere();
  bell.begin();
  if (root.querySelector("#live-step").textContent !== step) changed();
}

function changed() {
  announce();
  bell.ring();
}

// What a screen cannot make out of the stream alone: what belongs to the beginning and the end, one's hand and its place.
function structure(screen) {
  const state = screen.state.replace("paused", "running");
  const place = screen.hands.findIndex((hand) => hand.is_mine);
  const ends = [screen.number === 1, screen.number === screen.of];
  return JSON.stringify([state, ends, screen.bell, place, screen.hands[place]]);
}

const hasTheWord = (screen) => screen.hands.some((hand) => hand.is_mine && hand.is_taken);
const aWhile = (screen) => Math.random() * Math.min(LONGEST, EACH * screen.coming);

function heard(screen) {
  const was = before;
  before = screen;
  show(screen);
  bell.follow(screen.my_bell);
  forget("now", "place", "steps", "bell");
  if (was && (was.number !== screen.number || was.state !== screen.state)) changed();
  if ((was?.version ?? Number(root.dataset.version)) === screen.version) return;
  const soon = was && (conducts || hasTheWord(screen) !== hasTheWord(was));
  if (!soon && was && structure(was) === structure(screen)) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => ask().catch(isLost), soon ? Math.max(0, asked + PAUSE - Date.now()) : aWhile(screen));
}

const isOver = () => root.querySelector("[data-when=over]:not([hidden])") !== null;

function isLost() {
  lost.hidden = false;
}

function isFound() {
  lost.hidden = true;
}

document.documentElement.classList.add("scripted");
remember();
clockHere();
bell.begin();
document.addEventListener("lost", isLost);
document.addEventListener("parts", clockHere);
if (root.dataset.stream) follow(root.dataset.stream, { heard, ask, lost: isLost, found: isFound, isOver });
if (conducts) setInterval(() => document.hidden || ask().catch(isLost), LOOK);
