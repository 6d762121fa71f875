"""What a new room most likely states, before anybody has typed a word."""

from datetime import date, time, timedelta
from typing import Any

from guildhouse.communities.models import Community
from guildhouse.kit.ids import public_id
from guildhouse.rooms import formats, inviting, recurrence
from guildhouse.rooms.models import Room
from guildhouse.rooms.models.plan import INSIDE_FIELDS, SHARED_FIELDS

# What one takes over from the room before, in whatever format that was.
HABITS = ("mode", "place", "zone", "access", "access_level", "welcomes_visitors", "welcomes_observers")
SIX = time(18)
LONGEST_RHYTHM = 9 * 7  # days between two rooms that somebody would still call a rhythm
FOUR_WEEKS, FIVE_WEEKS = 28, 35


def first_guess(
    community: Community,
    shown: formats.Format,
    today: date,
    before: Room | None = None,
    *,
    mine: bool = False,
) -> dict[str, Any]:
    """A new room in this format: of the format what it takes, of the room before how and where one meets.

    `before` is the latest room of whoever plans, or else of the community; the joining link and the exact
    address come along only when it is `mine`.
    """
    guess: dict[str, Any] = {
        "format": shown.key,
        "form_key": public_id(),
        "wall_date": today + timedelta(days=7),
        "wall_time": SIX,
        "minutes": shown.total_minutes,
        "capacity": shown.people.max,
        "minimum": shown.people.min,
        "zone": community.zone,
        "offer_hours": 24,
        "cutoff_minutes": 120,
    }
    if before is None:
        return guess
    names = (*HABITS, *(INSIDE_FIELDS if mine else ()))
    days = (before.wall_date - today).days % 7 + 7
    return (
        guess
        | {name: getattr(before, name) for name in names}
        | {
            "wall_date": today + timedelta(days=days),
            "wall_time": before.wall_time,
        }
    )


def like(
    room: Room, today: date, *, hosted: bool, earlier: date | None = None, latest: date | None = None
) -> dict[str, Any]:
    """The room after this one: all it states, on the same weekday and hour of the rhythm it stands in.

    The joining link and the exact address come along only for whoever hosts that room. `earlier` is the day of the
    room before it that was like it, `latest` the last date its series has; limits of roles come from its own.
    """
    said = {name: getattr(room, name) for name in SHARED_FIELDS if hosted or name not in INSIDE_FIELDS}
    limits = {f"role_{key}": most for key, most in room.roles.values_list("key", "capacity")}
    return (
        said
        | limits
        | {
            "about": "" if wrote_itself(room) else room.about,
            "form_key": public_id(),
            "wall_date": next_day(room, today, earlier=earlier, latest=latest),
            "wall_time": room.wall_time,
        }
    )


def wrote_itself(room: Room) -> bool:
    """Whether the invitation of a room is still the one that wrote itself, for it or for its series."""
    series = room.series
    if series is not None and series.about == room.about and inviting.language_of_series(series):
        return True
    return bool(inviting.language_of(room))


def next_day(room: Room, today: date, *, earlier: date | None = None, latest: date | None = None) -> date:
    """The next day in a room's rhythm: of its series, else of its distance from the room before it, else weekly."""
    since = max(today, room.wall_date, latest or room.wall_date) + timedelta(days=1)
    if room.series is not None:
        ahead = recurrence.dates(room.series.rrule, room.series.first_on, since, since + timedelta(days=800))
        if (found := next(ahead, None)) is not None:
            return found
    rule = _rule(room.wall_date, earlier)
    return next(recurrence.dates(rule, room.wall_date, since, since + timedelta(days=800)))


def _rule(on: date, earlier: date | None) -> str:
    gap = (on - earlier).days if earlier is not None else 0
    if gap % 7 or not 0 < gap <= LONGEST_RHYTHM:
        return "FREQ=WEEKLY"
    place = (on.day - 1) // 7 + 1
    if earlier is not None and gap in (FOUR_WEEKS, FIVE_WEEKS) and (earlier.day - 1) // 7 + 1 == place < 5:
        return f"FREQ=MONTHLY;BYDAY={place}{('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[on.weekday()]}"
    return f"FREQ=WEEKLY;INTERVAL={gap // 7}"
