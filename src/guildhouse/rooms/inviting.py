"""The text of an invitation, written from what a room states; whoever wants to writes their own."""

from collections.abc import Iterator
from datetime import date, datetime, time

from babel.dates import format_date, format_time
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from guildhouse.kit import dates
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.formats.shape import ALL, PER_ROLE, Format
from guildhouse.rooms.formats.words import CONFIDENTIALITY_SAYS, PREREQUISITES_SAY
from guildhouse.rooms.models import Room, Series
from guildhouse.rooms.models.plan import Plan
from guildhouse.rooms.presenting import recurring


def of_room(room: Room, language: str) -> str:
    """The invitation to a room, in this language."""
    with override(language):
        return _written(room, _moment(room.wall_date, room.wall_time, room.zone))


def of_series(series: Series, language: str) -> str:
    """The invitation to every date of a series, in this language."""
    with override(language):
        often = recurring.words_of(series.rrule, series.first_on)
        said = {"often": often, "time": _clock(series.wall_time), "city": dates.zone_name(series.zone)}
        return _written(series, _("%(often)s at %(time)s (%(city)s time)") % said)


def language_of(room: Room) -> str:
    """The language in which the room's invitation still stands as it wrote itself; "" when somebody wrote it.

    For how many it is may have changed meanwhile: limits are set on their own.
    """
    about = _without_purpose(room)
    codes = [code for code, _name in settings.LANGUAGES] if about else []
    return next((code for code in codes if _same(about, of_room(room, code), code)), "")


def language_of_series(series: Series) -> str:
    """The same for a series."""
    about = _without_purpose(series)
    codes = [code for code, _name in settings.LANGUAGES] if about else []
    return next((code for code in codes if _same(about, of_series(series, code), code)), "")


def _without_purpose(plan: Plan) -> str:
    # Invitations used to begin with the purpose, which stands above them as the title.
    purpose = plan.purpose if plan.purpose.endswith((".", "!", "?", "…")) else f"{plan.purpose}."
    return plan.about.removeprefix(f"{purpose}\n\n")


def _same(one: str, other: str, language: str) -> bool:
    with override(language):
        mark = "- " + _("For how many") + ": "
    kept = [[line for line in text.split("\n") if not line.startswith(mark)] for text in (one, other)]
    return kept[0] == kept[1]


def _written(plan: Plan, when: str) -> str:
    fmt, language = format_of(plan.format), dates.language()
    said = {"format": fmt.name_in(language), "purpose": fmt.purpose_in(language)}
    lines = [_("We meet as **%(format)s**. %(purpose)s") % said]
    lines.append("\n".join(f"- {line}" for line in _facts(plan, when)))
    asked = "\n".join(f"- {line}" for line in _asked(fmt, language))
    lines.append(_("What is asked of you:") + "\n\n" + asked)
    return "\n\n".join(lines)


def _facts(plan: Plan, when: str) -> Iterator[str]:
    yield _("When: %(when)s") % {"when": when}
    yield _("How long: %(time)s") % {"time": dates.minutes(plan.minutes)}
    mode = str(plan.get_mode_display())
    is_somewhere = plan.place and plan.mode != Plan.Mode.ONLINE
    yield _("How we meet: %(how)s") % {"how": f"{mode}, {plan.place}" if is_somewhere else mode}
    yield _("For how many") + f": {_people(plan)}"


def _people(plan: Plan) -> str:
    said = {"least": plan.minimum, "most": plan.capacity}
    if plan.capacity is None:
        return _("%(least)s people or more") % said if plan.minimum else _("for as many as come")
    if plan.minimum == plan.capacity:
        return _("%(most)s people") % said
    return _("%(least)s to %(most)s people") % said if plan.minimum else _("at most %(most)s people") % said


def _asked(fmt: Format, language: str) -> Iterator[str]:
    yield from (str(PREREQUISITES_SAY[one]) for one in fmt.prerequisites)
    passed = [role.name_in(language) for role in fmt.roles if role.rotates]
    drawn = [role.name_in(language) for role in fmt.roles if role.drawn_from and not role.rotates]
    if passed and fmt.repeat.rule == PER_ROLE:
        yield _("Each of us plays each of these parts once: %(roles)s.") % {"roles": ", ".join(passed)}
    elif passed:
        yield _("These parts pass from one to the next: %(roles)s.") % {"roles": ", ".join(passed)}
    if drawn:
        yield _("Who plays these parts we agree in the room: %(roles)s.") % {"roles": ", ".join(drawn)}
    if any(step.silent and step.silent != (ALL,) for step in fmt.steps):
        yield _("At times some of us are silent, so that others can think aloud.")
    if fmt.opens_with_look_back:
        yield _("It opens with a look back: bring along what came of last time.")
    yield str(CONFIDENTIALITY_SAYS[fmt.confidentiality])


def _moment(on: date, at: time, zone: str) -> str:
    pattern = "EEEE d MMMM y" if dates.language() == "en" else "full"
    day = format_date(on, pattern, locale=_locale())
    said = {"day": day, "time": _clock(at), "city": dates.zone_name(zone)}
    return _("%(day)s, %(time)s (%(city)s time)") % said


def _clock(at: time) -> str:
    return str(format_time(datetime.combine(date.min, at), "short", locale=_locale()))


def _locale() -> str:
    # English as the rest of the house writes it: the day before the month, and 24 hours.
    return "en_GB" if dates.language() == "en" else dates.language()
