// What the stream says, into the sentences of the page: live/presenting/page.py makes the same on the server.
import * as clock from "./clock.js";

const root = document.querySelector("[data-live]");
const hours = (moment) =>
  new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: root.dataset.zone,
  }).format(moment);

function valuesOf(screen) {
  const running = screen.state === "running";
  const runs = running || screen.state === "paused";
  const here = screen.steps[screen.number - 1];
  const whenRuns = (value) => (runs ? value : "");
  return {
    ...screen,
    runs,
    running,
    waiting: screen.state === "waiting",
    paused: screen.state === "paused",
    over: screen.state === "over",
    late: runs && screen.over > 0,
    in_time: running && !screen.over,
    prompt: whenRuns(screen.prompt),
    produces: whenRuns(screen.produces),
    speaks: whenRuns(screen.speaks.join(", ")),
    silent: whenRuns(screen.silent.join(", ")),
    round: screen.rounds > 1 ? screen.round : 0,
    turn: screen.turns > 1 ? screen.turn : 0,
    minutes: here?.minutes ?? 0,
    until: screen.ends_at ? hours(screen.ends_at) : "",
    next_name: whenRuns(screen.next_name),
    is_last: runs && screen.number === screen.of,
    i_am_silent: runs && screen.i_am_silent,
    i_speak: runs && screen.i_speak && !screen.i_am_silent,
    i_agree: runs && screen.part_is_open,
    i_listen: runs && Boolean(screen.my_role) && !screen.i_speak && !screen.i_am_silent && !screen.part_is_open,
    my_others: screen.my_others.join(", "),
    next_role: runs && screen.next_circle ? screen.next_role : "",
  };
}

function draw({ steps, state }) {
  const whole = steps.reduce((sum, step) => sum + step.minutes, 0) || 1;
  let start = 0;
  document.querySelectorAll("[data-strip]").forEach((part, place) => {
    const step = steps[place];
    if (!step) return;
    const width = (100 * step.minutes) / whole;
    part.setAttribute("x", `${start}%`);
    part.setAttribute("width", `${width}%`);
    part.setAttribute("class", `step step-${step.where}`);
    start += width;
  });
  document.querySelectorAll("[data-stretch]").forEach((line, place) => {
    const where = steps[place]?.where;
    line.className = `live-one live-one-${where}`;
    line.toggleAttribute("aria-current", where === "here");
    if (where === "here") line.setAttribute("aria-current", "step");
    for (const one of line.querySelectorAll("[data-where]")) {
      one.hidden = one.dataset.where !== where || (where === "here" && state === "over");
    }
  });
}

export function show(screen) {
  const values = valuesOf(screen);
  for (const one of root.querySelectorAll("[data-words]")) {
    one.textContent = one.dataset.words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }
  for (const one of document.querySelectorAll("[data-when]")) one.hidden = !values[one.dataset.when];
  for (const one of root.querySelectorAll("[data-href]")) one.setAttribute("href", values[one.dataset.href] || "#");
  for (const one of root.querySelectorAll("input[name=move]")) one.value = screen.move;
  const timer = root.querySelector("[data-clock]");
  timer.dataset.ends = screen.ends_at ?? "";
  if (!screen.ends_at) timer.querySelector("[data-left]").textContent = clock.words(1000 * (screen.left - screen.over));
  clock.set(timer, screen.at);
  draw(screen);
}

// Said politely to whoever does not see it: the step, and what it asks of oneself.
export function announce() {
  const seen = (one) => one && !one.closest("[hidden]") && one.textContent.trim();
  const told = [...root.querySelectorAll("#live-step > *, .live-mine-what, .live-until strong")].filter(seen);
  root.querySelector("[data-announce]").textContent = told.map((one) => `${one.textContent.trim()}.`).join(" ");
}
