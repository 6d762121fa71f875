"""What stands in the folded parts of the page for a new room, each in a few words, so that nobody need open them."""

from typing import Any

from django.forms import BaseForm
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.kit import dates


def folds(form: BaseForm) -> dict[str, str]:
    """By the part of the page: what it states at the moment."""
    return {
        "size": _size(form),
        "meeting": _meeting(form),
        "invitation": _invitation(form),
        "repeats": _choice(form, "repeats"),
        "who": _who(form),
        "seats": _seats(form),
        "said": _said(form),
    }


def _value(form: BaseForm, name: str) -> str:
    found: Any = form[name].value()
    return "" if found is None or found is False else str(found).strip()


def _number(form: BaseForm, name: str) -> int | None:
    text = _value(form, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _choice(form: BaseForm, name: str) -> str:
    choices: Any = form.fields[name]
    return str(dict(choices.choices).get(_value(form, name), ""))


def _size(form: BaseForm) -> str:
    minutes, most = _number(form, "minutes"), _number(form, "capacity")
    said = [dates.minutes(minutes)] if minutes else []
    if most is None:
        said.append(_("no limit"))
    else:
        said.append(ngettext("at most %(most)s person", "at most %(most)s people", most) % {"most": most})
    return ", ".join(said)


def _meeting(form: BaseForm) -> str:
    if _value(form, "link"):
        return _("the link of last time")
    return _("can wait: a day before you are reminded of a missing link")


def _invitation(form: BaseForm) -> str:
    about = " ".join(_value(form, "about").split())
    return Truncator(about).chars(60) if about else _("writes itself from what stands here")


def _who(form: BaseForm) -> str:
    said = _choice(form, "access")
    return _("%(who)s, after a host's answer") % {"who": said} if _value(form, "needs_approval") else said


def _seats(form: BaseForm) -> str:
    least = _number(form, "minimum")
    said = [_("at least %(least)s") % {"least": least}] if least else []
    return ", ".join([*said, _choice(form, "line")])


def _said(form: BaseForm) -> str:
    clause = (
        _("with a clause to accept") if _value(form, "confidentiality") else _("nothing to accept by name")
    )
    return f"{clause}, {dates.zone_name(_value(form, 'zone'))}"
