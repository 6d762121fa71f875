"""The words of a live screen: the same names that a page is filled with here and, as time goes on, in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.cases import presenting as cases
from guildhouse.harvest import presenting as harvest
from guildhouse.harvest.models import Card
from guildhouse.harvest.policy import may_drop
from guildhouse.harvest.queries import look_back
from guildhouse.kit import dates
from guildhouse.live.policy import may_stream
from guildhouse.live.presenting import people
from guildhouse.live.queries import Screen
from guildhouse.rooms import checkin
from guildhouse.rooms.policy import sees_link
from guildhouse.rooms.presenting.page import lacks_link
from guildhouse.rooms.presenting.sight import Sight

# Seconds after which a page without scripts loads itself anew.
LEAST, MOST = 5, 15


@dataclass(frozen=True, slots=True)
class Stretch:
    """One step on the strip and in the list: which, how long, and where the room is."""

    name: str
    minutes: int
    planned: int
    where: str


def values(screen: Screen) -> dict[str, Any]:
    """What the sentences of the page are filled with; static/js/live/screen.js makes the same from the stream."""
    runs = screen.state in ("running", "paused")
    here = screen.steps[screen.number - 1] if screen.steps else None
    return {
        "waiting": screen.state == "waiting",
        "runs": runs,
        "running": screen.state == "running",
        "paused": screen.state == "paused",
        "over": screen.state == "over",
        "late": screen.over > 0 and runs,
        "in_time": screen.state == "running" and not screen.over,
        "number": screen.number,
        "of": screen.of,
        "name": screen.name,
        "prompt": screen.prompt if runs else "",
        "produces": screen.produces if runs else "",
        "speaks": ", ".join(screen.speaks) if runs else "",
        "silent": ", ".join(screen.silent) if runs else "",
        "round": screen.round if screen.rounds > 1 else 0,
        "rounds": screen.rounds,
        "turn": screen.turn if screen.turns > 1 else 0,
        "turns": screen.turns,
        "minutes": here.minutes if here else 0,
        "until": dates.hours(screen.ends_at) if screen.ends_at else "",
        "left": left_words(screen),
        "next_name": screen.next_name if runs else "",
        "is_last": runs and screen.number == screen.of,
        "my_role": screen.my_role,
        "i_am_silent": runs and screen.i_am_silent,
        "i_speak": runs and screen.i_speak and not screen.i_am_silent,
        "i_agree": runs and screen.part_is_open,
        "i_listen": runs
        and bool(screen.my_role)
        and not (screen.i_speak or screen.i_am_silent or screen.part_is_open),
        "my_circle": screen.my_circle,
        "my_others": ", ".join(screen.my_others),
        "my_link": screen.my_link,
        "next_role": screen.next_role if runs and screen.next_circle else "",
        "next_circle": screen.next_circle,
    }


def left_words(screen: Screen) -> str:
    """The clock as it stands at this moment."""
    seconds = screen.over or screen.left
    hours, minutes = divmod(seconds // 60, 60)
    words = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
    return f"+{words}" if screen.over else words


def stretches(screen: Screen) -> Sequence[Stretch]:
    """The steps, as a strip and as a list."""
    return [Stretch(_named(step), step.minutes, step.planned, step.where) for step in screen.steps]


def _named(step: Any) -> str:
    return f"{step.name} ({step.turn}/{step.turns})" if step.turns > 1 else str(step.name)


def content(sight: Sight, screen: Screen) -> dict[str, Any]:
    """Everything the templates of the page ask for."""
    room, here = sight.room, (sight.room.community.slug, sight.room.public_id)
    parts = people.parts_to_give(room, screen) if screen.conducts else []
    mine = next((hand for hand in screen.hands if hand.is_mine), None)
    ends = screen.ends_at
    return {
        "sight": sight,
        "room": room,
        "community": room.community,
        "here": here,
        "screen": screen,
        "values": values(screen),
        "stretches": stretches(screen),
        "begins": begins_words(sight),
        "sums": sums_words(screen),
        "ends": _stamp(ends) if ends else None,
        "now": _stamp(screen.at),
        "zone": str(dates.reader_zone() or room.zone),
        "link": room.link if sees_link(sight.viewer, room, at=sight.at) else "",
        "lacks_link": lacks_link(room),
        "address": room.address,
        "stream": stream_address(sight),
        "hands": screen.hands,
        "coming": people.those_who_come(room) if screen.conducts else [],
        "parts": parts,
        "part_missing": people.missing_words(screen, parts),
        "mine": mine,
        "cases": list(cases.on_room(sight)),
        "kinds": Card.Kind.choices if may_drop(sight.viewer, room, at=sight.at) else [],
        "place": screen.hands.index(mine) + 1 if mine else 0,
        "before": last_time(sight) if screen.state == "waiting" or screen.number == 1 else None,
        "code": checkin.code_words(sight.room, sight.at) if screen.conducts else "",
    }


def last_time(sight: Sight) -> harvest.Before | None:
    """What came of the time before this one: a room opens with it."""
    person = sight.viewer.standing.person
    return harvest.before(look_back(sight.room, person), person)


def stream_address(sight: Sight) -> str:
    """Where the page hears what happens, as long as the room can still run."""
    if not may_stream(sight.viewer, sight.room, at=sight.at):
        return ""
    return reverse("room-live-stream", args=[sight.room.community.slug, sight.room.public_id])


def every(screen: Screen) -> int:
    """After how many seconds a page without scripts asks anew: soon, and just after the step's end."""
    if screen.state == "over":
        return 0
    return max(LEAST, min(MOST, screen.left + 1)) if screen.state == "running" and screen.left else MOST


def begins_words(sight: Sight) -> str:
    """When the room begins, or that it should have."""
    room, at = sight.room, sight.at
    if room.state == room.State.HELD or at >= room.ends_at:
        return _("This room is over.")
    if at < room.starts_at:
        wait = max(1, -(-(room.starts_at - at).seconds // 60))
        return _("It begins at %(time)s, in %(wait)s. Whoever leads it begins the first step.") % {
            "time": dates.hours(room.starts_at),
            "wait": dates.minutes(wait),
        }
    return _("Planned for %(time)s. Whoever leads it begins the first step.") % {
        "time": dates.hours(room.starts_at)
    }


def sums_words(screen: Screen) -> str:
    """The minutes of the whole: planned, and as it looks now."""
    if screen.state not in ("running", "paused"):
        return ""
    planned = sum(step.planned for step in screen.steps)
    looks = sum(step.minutes for step in screen.steps)
    told = {"planned": dates.minutes(planned), "looks": dates.minutes(looks)}
    said = _("Planned: %(planned)s. As it looks now: %(looks)s.") % told
    if screen.finishes_at is None:
        return said
    ends = _("The last step ends at %(time)s.") % {"time": dates.hours(screen.finishes_at)}
    return f"{said} {ends}"


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
