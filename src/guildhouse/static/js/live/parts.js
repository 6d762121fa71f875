// Pieces of the page, put in place of what stands there: without losing the focus, what was unfolded, or what was typed.
const shown = new Map();
const NEVER_ALIKE = /name="csrfmiddlewaretoken" value="[^"]*"/g;
const alike = (part) => part.outerHTML.replace(NEVER_ALIKE, "");
const parts = (root) => root.querySelectorAll("[data-part]");

export function remember() {
  for (const part of parts(document)) shown.set(part.dataset.part, alike(part));
}

// What somebody else has written into meanwhile is put in place anew, whatever it says.
export function forget(...names) {
  for (const name of names) shown.delete(name);
}

function isTyped(part) {
  return [...part.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => one.value !== one.defaultValue);
}

function replace(old, fresh) {
  const open = [...old.querySelectorAll("details[open][id]")].map((one) => one.id);
  const inside = old.contains(document.activeElement);
  const focused = inside && document.activeElement.id;
  old.replaceWith(fresh);
  for (const id of open) fresh.querySelector(`#${id}`)?.setAttribute("open", "");
  if (!inside) return;
  const next = (focused && document.getElementById(focused)) || fresh.querySelector("button, a, input, textarea, summary");
  const target = next ?? fresh;
  if (target === fresh) fresh.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// `sent` is the form whose answer this is: what was typed into it has arrived.
export function swap(html, sent = null) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const old of [...parts(document)]) {
    const name = old.dataset.part;
    const fresh = answer.querySelector(`[data-part="${name}"]`);
    if (!fresh || shown.get(name) === alike(fresh)) continue;
    if (isTyped(old) && !old.contains(sent)) continue;
    shown.set(name, alike(fresh));
    replace(old, fresh);
  }
  const said = answer.querySelector(".messages");
  if (said?.children.length) document.querySelector(".messages").replaceChildren(...said.children);
  return answer.querySelector("[data-part]") !== null;
}

export async function fetchParts(address) {
  const answer = await fetch(address, { headers: { "X-Parts": "yes" }, cache: "no-store" });
  // Signed out meanwhile, off the room, or the room is called off: the page itself says so.
  if (answer.redirected || [403, 404, 409].includes(answer.status)) return location.reload();
  if (!answer.ok) throw new Error(`${answer.status}`);
  swap(await answer.text());
}

// data-stays: a form whose answer changes parts of this page. Where it cannot be sent so, it is sent as forms are.
let sending = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-stays]") || event.defaultPrevented) return;
  event.preventDefault();
  if (sending) return;
  sending = true;
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(form, event.submitter);
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Parts": "yes" } });
    if (!answer.ok) return form.submit(); // nothing was done: the page that says why is shown
    if (swap(await answer.text(), form)) document.dispatchEvent(new Event("parts"));
    else location.assign(answer.url);
  } catch {
    document.dispatchEvent(new Event("lost"));
  } finally {
    sending = false;
    event.submitter?.removeAttribute("aria-busy");
  }
});
