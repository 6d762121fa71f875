// data-once: a form goes off once. data-focus: what went wrong is read first. data-select-all: choose every row.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});
document.querySelector("[data-focus]")?.focus();

for (const all of document.querySelectorAll("[data-select-all]")) {
  const box = all.querySelector("input");
  const picks = [...document.querySelectorAll("[data-pick]")];
  const show = () => {
    const chosen = picks.filter((pick) => pick.checked).length;
    box.checked = chosen === picks.length;
    box.indeterminate = chosen > 0 && chosen < picks.length;
  };
  all.hidden = picks.length < 2;
  box.addEventListener("change", () => picks.forEach((pick) => (pick.checked = box.checked)));
  picks.forEach((pick) => pick.addEventListener("change", show));
  show();
}
