// data-confirm: say what will happen in a dialog, and go on only after a yes. Without this the form is simply sent.
function ask(button) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  const words = document.createElement("p");
  words.id = "ask-words";
  words.textContent = button.dataset.confirm;
  const actions = document.createElement("div");
  actions.className = "actions";
  const yes = button.cloneNode(true);
  yes.removeAttribute("data-confirm");
  yes.type = "button";
  const no = document.createElement("button");
  no.className = "button button-quiet";
  no.textContent = document.documentElement.dataset.wordNo ?? "No";
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    button.dataset.confirmed = "yes";
    button.form.requestSubmit(button);
  });
  actions.append(yes, no);
  dialog.append(words, actions);
  dialog.setAttribute("aria-labelledby", "ask-words");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.confirmed || !button.form?.reportValidity()) return;
  event.preventDefault();
  ask(button);
});
