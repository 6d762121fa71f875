"""What is one person's own on the screen of a room: role, circle, hands as they may read them, and the bell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from guildhouse.live.clockwork import ALL, Leg
from guildhouse.live.policy import conducts
from guildhouse.live.queries.board import Board, Raised
from guildhouse.live.queries.places import Other, Place
from guildhouse.rooms.policy import Viewer
from guildhouse.rooms.presenting.words import role_name


@dataclass(frozen=True, slots=True)
class Hand:
    """One raised hand, in its order. The words with it are for whoever leads, and for whoever raised it."""

    id: str
    name: str
    text: str
    is_mine: bool
    is_taken: bool


class Watcher(NamedTuple):
    """Somebody who looks, as far as that tells their screen from another's: two who are alike in it see the same."""

    leads: bool
    role: str
    """The key of the role in which they come."""
    place: Place | None
    coming: Place | None
    """Where they are from the next step on, where that begins another round."""
    is_hushed: bool
    raised: int
    """Who they are, where a hand of theirs is up; else 0, so that nothing here says it."""


def watcher(seen: Board, viewer: Viewer) -> Watcher:
    """Who looks at the room."""
    person = viewer.standing.person.pk if viewer.standing.person else 0
    leg = leg_of(seen)
    return Watcher(
        leads=conducts(viewer, seen.format),
        role=seen.roles.get(person, ""),
        place=_place(seen, leg, person),
        coming=_coming(seen, leg, person),
        is_hushed=person in seen.hushed,
        raised=person if person in seen.raisers else 0,
    )


def own(seen: Board, who: Watcher) -> dict[str, Any]:
    """What the room says to them alone."""
    key, leg, place, coming = seen.room.format, leg_of(seen), who.place, who.coming
    role = place.role if place and place.role else who.role
    return {
        "my_role": role_name(key, role) if role else "",
        "i_speak": leg is not None and _named(role, leg.speaks),
        "i_am_silent": leg is not None and _named(role, leg.silent),
        "part_is_open": leg is not None and _is_open(seen, leg, role),
        "my_circle": place.circle if place else 0,
        "my_others": tuple(_other(key, one) for one in place.others) if place else (),
        "my_link": place.link if place and seen.run and seen.run.ended_at is None else "",
        "next_role": role_name(key, coming.role) if coming and coming.role else "",
        "next_circle": coming.circle if coming else 0,
        "hands": tuple(_hand(hand, who) for hand in seen.hands),
        "my_bell": seen.run is not None and seen.run.bell and not who.is_hushed,
    }


def leg_of(seen: Board) -> Leg | None:
    """The leg under way."""
    return seen.plan.legs[seen.course.index] if seen.plan and seen.course else None


def _place(seen: Board, leg: Leg | None, person: int) -> Place | None:
    # A step outside of the rounds, that is still worked on in circles, is in those of the first.
    number = leg.round or (1 if leg.per == "group" else 0) if leg else 1
    return seen.places.get((number, person))


def _coming(seen: Board, leg: Leg | None, person: int) -> Place | None:
    """Where one goes when the round ends."""
    if leg is None or not seen.plan or not seen.course or seen.course.index >= seen.plan.last:
        return None
    coming = seen.plan.legs[seen.course.index + 1]
    return _place(seen, coming, person) if coming.round not in (0, leg.round) else None


def _is_open(seen: Board, leg: Leg, role: str) -> bool:
    named = {*leg.speaks, *leg.silent}
    drawn = {one.key for one in seen.format.roles if one.drawn_from == role}
    return bool(role) and role not in named and ALL not in named and bool(named & drawn)


def _other(format_key: str, other: Other) -> str:
    return f"{other.name} ({role_name(format_key, other.role)})" if other.role else other.name


def _named(role: str, keys: Sequence[str]) -> bool:
    return ALL in keys or (bool(role) and role in keys)


def _hand(hand: Raised, who: Watcher) -> Hand:
    mine = hand.person == who.raised
    return Hand(hand.public_id, hand.name, hand.text if mine or who.leads else "", mine, hand.is_taken)
