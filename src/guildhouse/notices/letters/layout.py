"""From words to a letter: text and HTML, in the reader's language and zone, greeting them by name."""

from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guildhouse.notices.letters.shape import Words
from guildhouse.people.models import Person, Site

LONGEST_SUBJECT = 300


class Laid(NamedTuple):
    """A letter as it is sent."""

    subject: str
    text: str
    html: str
    calendar: str = ""
    calendar_method: str = ""


def lay_out(words: Words, to: Person | None) -> Laid:
    """Lay a letter out; call it with the reader's language and zone in force."""
    context = {
        "words": words,
        "greeting": _("Dear %(name)s,") % {"name": to} if to and str(to) else _("Hello,"),
        "link": settings.ORIGIN + words.link if words.link else "",
        "fewer": settings.ORIGIN + "/me/" if to else "",
        "house": Site.objects.filter(pk=1).values_list("name", flat=True).first() or "Guildhouse",
        "origin": settings.ORIGIN,
    }
    return Laid(
        subject=" ".join(words.subject.split())[:LONGEST_SUBJECT],
        text=render_to_string("notices/letters/base.txt", context),
        html=render_to_string("notices/letters/base.html", context),
        calendar=words.calendar,
        calendar_method=words.calendar_method,
    )
