"""The environment of our pages: strict, escaped, translated, with the few words every template may use."""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import translation
from django.utils.html import conditional_escape
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from guildhouse.kit import dates, pictures
from guildhouse.kit.markdown import render
from guildhouse.kit.shell import complete

MARKS = re.compile(r"[*_`#>]+|\[|\]\([^)]*\)")
SENTENCE = re.compile(r".+?(?<!\be\.g)(?<!\beg)(?<!\bi\.e)(?<!\bie)(?<!\bvs)[.!?](?=\s|$)")


def environment(**options: Any) -> Environment:
    """The Jinja2 environment that Django's backend builds our pages with."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.install_gettext_callables(said, said_of, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {
        "static": staticfiles_storage.url,
        "url": url,
        "icon": icon,
        "when": dates.when,
        "language": dates.language,
        "languages": settings.LANGUAGES,
        "seat_bar": pictures.seat_bar,
        "segments": pictures.segments,
        "petals": pictures.petals,
        "ring_dots": pictures.rings,
        "remembered": remembered,
        "whole_shell": complete,
    }
    env.filters |= {
        "markdown": render,
        "day": dates.day_words,
        "hours": dates.hours,
        "minutes": dates.minutes,
        "number": dates.number,
        "zone": dates.zone_name,
        "initials": initials,
        "settled": conditional_escape,
        "json": as_json,
        "fours": fours,
        "first_sentence": first_sentence,
    }
    return env


def said(message: str) -> str:
    """A sentence of a template in the reader's language, looked up once: pages hold some eighty of them."""
    return _said(message, translation.get_language())


@lru_cache(8192)
def _said(message: str, _language: str | None) -> str:
    return translation.gettext(message)


def said_of(one: str, many: str, number: float) -> str:
    """The same for a sentence about so many."""
    return translation.ngettext(one, many, number)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a view by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def icon(name: str, label: str = "") -> Markup:
    """An icon of our sprite; without a label it is decoration that a screen reader passes over."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" width="20" height="20" {}><use href="{}#{}"></use></svg>').format(
        said, staticfiles_storage.url("img/icons.svg"), name
    )


def remembered(macro: Callable[..., Markup], rows: Iterable[Any], label: str) -> Markup:
    """What a macro drew of the same rows before in this language: for pictures and tables that many pages repeat.

    `rows` is a tuple of what can be compared by its content, or lists, of which the macro gets tuples.
    """
    same = rows if isinstance(rows, tuple) else tuple(map(tuple, rows))
    return _remembered(macro, same, str(label), dates.language())


@lru_cache(4096)
def _remembered(macro: Callable[..., Markup], rows: tuple[Any, ...], label: str, _language: str) -> Markup:
    return macro(rows, label)


def as_json(value: object) -> str:
    """A value for a data attribute that a script of ours reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


def fours(text: str) -> str:
    """Something to copy by hand, in groups of four."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def initials(name: str) -> str:
    """One or two letters that stand for a name in its mark."""
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@lru_cache(1024)
def first_sentence(text: str, most: int = 220) -> str:
    """The first sentence of a text without its marks, cut at a word when it is long."""
    plain = " ".join(MARKS.sub("", text).split())
    found = SENTENCE.match(plain)
    sentence = found.group() if found else plain
    return sentence if len(sentence) <= most else sentence[:most].rsplit(" ", 1)[0] + "…"
