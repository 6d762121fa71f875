"""What an import assumed about a room, in words, and what its hosts can say to it."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhouse.kit import dates
from guildhouse.rooms.actions.assumed import PHASE, other_phases
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting import words

WHAT = {
    "format": gettext_lazy("How it runs"),
    "minutes": gettext_lazy("Its length"),
    "capacity": gettext_lazy("How many fit"),
    "phase": gettext_lazy("The weeks it falls on, counted from"),
    "week": gettext_lazy("The week of the month"),
    "start": gettext_lazy("The day it counts from"),
    "date": gettext_lazy("How a date is read"),
    "time": gettext_lazy("The time"),
    "zone": gettext_lazy("The time zone"),
    "mode": gettext_lazy("How we meet"),
    "access": gettext_lazy("Who may ask"),
    "title": gettext_lazy("Its name"),
}


class Assumed(NamedTuple):
    """One thing that was assumed: `shift` is the day its series would count from in its other weeks, if it has some."""

    field: str
    what: str
    value: str
    why: str
    shift_from: date | None = None


def of(room: Room) -> list[Assumed]:
    """What an import assumed about the room."""
    return [_one(room, mark) for mark in room.assumed]


def _one(room: Room, mark: dict[str, str]) -> Assumed:
    field, value = mark.get("field", ""), mark.get("value", "")
    series = room.series
    shifts = field == PHASE and series is not None and other_phases(series)[0] is not None
    return Assumed(
        field,
        str(WHAT.get(field, field)),
        _value(room, field, value),
        mark.get("why", ""),
        series.first_on if series is not None and shifts else None,
    )


def _value(room: Room, field: str, value: str) -> str:
    if field == "minutes":
        return dates.minutes(room.minutes)
    if field == "format":
        return words.format_name(room.format)
    if field == "access":
        return str(room.get_access_display())
    if field == "capacity":
        return _("no limit") if room.capacity is None else str(room.capacity)
    if field in (PHASE, "start", "date"):
        return _day(value)
    return value.replace("_", " ")


def _day(value: str) -> str:
    try:
        return dates.day_words(date.fromisoformat(value))
    except ValueError:
        return value
