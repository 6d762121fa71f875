"""The piece of a room's page that says what came of it, and what came of the time before."""

from collections.abc import Iterator
from dataclasses import dataclass

from guildhouse.harvest import policy, presenting, queries
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.parts import Part, Place
from guildhouse.rooms.presenting.sight import Sight

SHOWN_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class After:
    """What a room that began has left so far."""

    groups: list[presenting.Group]
    more: int
    thanks: list[presenting.Thanks]
    before: presenting.Before | None
    may_drop: bool
    may_reflect: bool
    is_over: bool


def on_room(sight: Sight) -> Iterator[Part]:
    """Before a room begins: the way to what the last date left, without a query. Afterwards: what this one left."""
    person = sight.viewer.standing.person
    if person is None or not policy.may_look(sight.viewer):
        return
    if sight.room.state in Room.SEATABLE:
        if sight.room.series_id is not None:
            yield Part("aside", "harvest/_last_time.html")
        return
    if sight.room.state in (Room.State.LIVE, Room.State.HELD):
        place: Place = "first" if sight.room.state == Room.State.HELD else "main"
        yield Part(place, "harvest/_after.html", after(sight))


def after(sight: Sight) -> After:
    """What came of a room, and of the time before; three queries."""
    room, person = sight.room, sight.viewer.standing.person
    slug = room.community.slug
    cards = queries.cards_of(room, person)
    return After(
        groups=presenting.grouped(cards, slug, person, most=SHOWN_OF_A_KIND),
        more=len(cards),
        thanks=[
            row
            for row in (
                presenting.thanks(given, slug, person) for given in queries.recognitions_of(room, person)
            )
            if row.is_shown
        ],
        before=presenting.before(queries.look_back(room, person), person),
        may_drop=bool(policy.may_drop(sight.viewer, room, at=sight.at)),
        may_reflect=bool(policy.may_reflect(sight.viewer, room, at=sight.at)),
        is_over=room.state == Room.State.HELD,
    )
