// data-theme-choice: by day, by night, or as the device has it.
const root = document.documentElement;
for (const box of document.querySelectorAll("[data-theme-choice]")) {
  const select = box.querySelector("select");
  select.value = root.dataset.theme ?? "";
  box.hidden = false;
  select.addEventListener("change", () => {
    if (select.value) root.dataset.theme = select.value;
    else delete root.dataset.theme;
    try {
      localStorage.setItem("theme", select.value);
    } catch {
      // Not kept for the next page, and that is all.
    }
  });
}
