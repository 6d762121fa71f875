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

// A button that is put in place anew between press and release is not pressed: what came waits for the finger.
let release = () => {};
let released = Promise.resolve();
addEventListener("pointerdown", () => {
  release();
  released = new Promise((go) => (release = go));
}, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release), true);

async function arrived(answer) {
  const html = await answer.text();
  await released;
  return html;
}

export async function fetchParts(address) {
  const answer = await fetch(address, { headers: { "X-Parts": "yes" }, cache: "no-store" });
  // Signed out meanwhile, off the room, or the room is called off: the page itself says so.
  if (answer.redirected || [403, 404, 409].includes(answer.status)) return location.reload();
  if (!answer.ok) throw new Error(`${answer.status}`);
  swap(await arrived(answer));
}

// data-stays: a form whose answer changes parts of this page. Where it cannot be sent so, it is sent as forms are.
// Pressed twice it is sent once; what is pressed meanwhile is sent after it, from the page as it stands by then, unless
// that one got lost: minutes later nobody means it any more.
const LONGEST = 10_000; // milliseconds
const underWay = new Set();
let last = Promise.resolve();
let losses = 0;

document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (!form.matches("form[data-stays]") || event.defaultPrevented) return;
  event.preventDefault();
  const key = button?.id || form.action;
  if (underWay.has(key)) return;
  underWay.add(key);
  button?.setAttribute("aria-busy", "true");
  const body = new FormData(form, button);
  const before = losses;
  last = last.then(() => before === losses && send(form, button, body)).finally(() => {
    underWay.delete(key);
    button?.removeAttribute("aria-busy");
  });
});

async function send(form, button, body) {
  const now = document.getElementById(button?.id)?.form;
  for (const one of now?.querySelectorAll("input[type=hidden]") ?? []) body.set(one.name, one.value);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Parts": "yes" },
      signal: AbortSignal.timeout(LONGEST),
    });
    // Nothing was done: the page that says why is shown.
    if (!answer.ok) return form.isConnected ? form.submit() : location.reload();
    if (swap(await arrived(answer), now ?? form)) document.dispatchEvent(new Event("parts"));
    else location.assign(answer.url);
  } catch {
    losses += 1;
    document.dispatchEvent(new Event("lost"));
  }
}
