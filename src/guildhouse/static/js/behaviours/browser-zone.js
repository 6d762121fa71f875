// input[data-browser-zone]: send along the browser's time zone, so that nobody has to look for it in a list.
for (const input of document.querySelectorAll("input[data-browser-zone]")) {
  input.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
