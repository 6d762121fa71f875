"""From words to a letter: text and HTML, in the reader's language and zone, greeting them by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guildhouse.communities.shell import site
from guildhouse.notices.groups import CHOSEN
from guildhouse.notices.letters.shape import Words
from guildhouse.notices.links import DIGEST, stop_url
from guildhouse.people.models import Person

LONGEST_SUBJECT = 300


class Laid(NamedTuple):
    """A letter as it is sent."""

    subject: str
    text: str
    html: str
    calendar: str = ""
    calendar_method: str = ""


def lay_out(words: Words, to: Person | None, group: str = "") -> Laid:
    """Lay a letter out; call it with the reader's language and zone in force.

    Letters of a group that can be turned off say how, at their end.
    """
    stops = to is not None and (group in CHOSEN or group == DIGEST)
    context = {
        "words": words,
        "greeting": _("Dear %(name)s,") % {"name": to} if to and str(to) else _("Hello,"),
        "link": settings.ORIGIN + words.link if words.link else "",
        "fewer": settings.ORIGIN + "/me/mail/" if to else "",
        "stop": stop_url(to, group) if to and stops else "",
        "house": site().name,
        "origin": settings.ORIGIN,
    }
    return Laid(
        subject=" ".join(words.subject.split())[:LONGEST_SUBJECT],
        text=render_to_string("notices/letters/base.txt", context),
        html=render_to_string("notices/letters/base.html", context),
        calendar=words.calendar,
        calendar_method=words.calendar_method,
    )


@contextmanager
def as_read_by(person: Person) -> Iterator[None]:
    """The language and the zone of a reader, for as long as a letter to them is written."""
    with (
        translation.override(person.language or settings.LANGUAGE_CODE),
        timezone.override(ZoneInfo(person.zone) if person.zone else None),
    ):
        yield
