// time[data-local]: on a page made for everybody, say the time in this browser's zone and leave the place's beside it.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });

for (const time of document.querySelectorAll("time[data-local]")) {
  const zone = time.parentElement.querySelector(".when-zone");
  const start = new Date(time.dateTime);
  const end = time.dataset.end && new Date(time.dataset.end);
  const hours = clock.format(start) + (end ? `–${clock.format(end)}` : "");
  const same = time.dataset.local === start.toLocaleDateString("sv");
  const words = same ? hours : `${day.format(start).replace(",", "")}, ${hours}`;
  if (!zone || words === time.textContent) continue;
  zone.textContent = `${time.textContent} ${zone.textContent}`;
  time.textContent = words;
}
