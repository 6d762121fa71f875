"""Races for seats, each told once: what happens at the same moment, and what is wrong afterwards."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Count

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Room, RoomRole, Seat, Series
from guildhouse.rooms.tests.rooming import NOON, ask, before_start, members, open_room
from guildhouse.testing.cast import Cast
from guildhouse.testing.races import Outcome

Race = Callable[..., list[Outcome]]


def at(moment: Any, action: Callable[..., Any], *arguments: Any, **said: Any) -> Callable[[], Any]:
    """The action as something to be done at a moment of the clock."""

    def happening() -> Any:
        with clock.at(moment):
            return action(*arguments, **said)

    return happening


def wrongs(moment: Any = NOON) -> list[str]:
    """What the house itself finds wrong, and seats that two facts in a row brought to the same state."""
    with clock.at(moment):
        found = list(violations())
    for seat in Seat.objects.order_by("pk"):
        told = Fact.objects.filter(
            subject_type="rooms.seat", subject_id=seat.pk, kind__startswith="rooms.seat_"
        )
        facts = list(told.order_by("pk").values_list("kind", "data__before"))
        states = ["", *(kind.removeprefix("rooms.seat_") for kind, _before in facts)]
        if [before for _kind, before in facts] != states[:-1]:
            found.append(f"Seat {seat.pk} came to {states} from {[before for _kind, before in facts]}.")
    twice = Seat.objects.values("room", "person").annotate(seats=Count("pk")).filter(seats__gt=1)
    return [*found, *(f"Person {row['person']} has {row['seats']} seats." for row in twice)]


def broken(outcomes: list[Outcome]) -> list[str]:
    """Errors that are no refusals: whoever acts gets a seat, a place or a sentence, and nothing else."""
    return [f"Error: {one.error!r}" for one in outcomes if one.error and not isinstance(one.error, Refused)]


def last_seats(cast: Cast, race: Race) -> list[str]:
    """Twelve people ask at once for the last three seats, one of them twice."""
    room = open_room(cast.weavers, cast.ana, capacity=3)
    people = members(cast.weavers, 12)
    outcomes = race(*(partial(ask, room, person) for person in [*people, people[0]]))
    found = [*broken(outcomes), *wrongs()]
    states = list(Seat.objects.filter(room=room).values_list("state", flat=True))
    if (states.count("confirmed"), states.count("waitlisted")) != (3, 9):
        found.append(f"Three seats went to {states.count('confirmed')} people.")
    numbers = sorted(Seat.objects.filter(room=room, state="waitlisted").values_list("number", flat=True))
    return found if numbers == list(range(1, 10)) else [*found, f"The numbers in line are {numbers}."]


def double_click(cast: Cast, race: Race) -> list[str]:
    """One person asks five times at once."""
    room = open_room(cast.weavers, cast.ana, capacity=3)
    outcomes = race(*[partial(ask, room, cast.bo)] * 5)
    found = [*broken(outcomes), *wrongs()]
    answers = {one.value.state for one in outcomes if one.value}
    return found if answers == {"confirmed"} else [*found, f"The answers were {answers}."]


def withdrawals(cast: Cast, race: Race) -> list[str]:
    """Two give up their seats at once, while four wait."""
    room = open_room(cast.weavers, cast.ana, capacity=2)
    people = members(cast.weavers, 6)
    for person in people:
        ask(room, person)
    outcomes = race(*(at(NOON, actions.withdraw, room, actor=Actor(person)) for person in people[:2]))
    found = [*broken(outcomes), *wrongs()]
    coming = list(
        Seat.objects.filter(room=room, state="confirmed").order_by("pk").values_list("person", flat=True)
    )
    if coming != [people[2].pk, people[3].pk]:
        found.append(f"The seats went to {coming}.")
    return found


def raised_limit(cast: Cast, race: Race) -> list[str]:
    """The host makes room for one more while somebody gives up a seat and somebody else asks."""
    room = open_room(cast.weavers, cast.ana, capacity=2)
    people = members(cast.weavers, 6)
    for person in people[:5]:
        ask(room, person)
    outcomes = race(
        at(NOON, actions.set_limits, room, actor=Actor(cast.ana), capacity=3),
        at(NOON, actions.withdraw, room, actor=Actor(people[0])),
        partial(ask, room, people[5]),
    )
    found = [*broken(outcomes), *wrongs()]
    states = list(Seat.objects.filter(room=room).values_list("state", flat=True))
    if (states.count("confirmed"), states.count("waitlisted")) != (3, 2):
        found.append(f"Three seats went to {states}.")
    return found


def cancelling(cast: Cast, race: Race) -> list[str]:
    """The host cancels while four people ask."""
    room = open_room(cast.weavers, cast.ana, capacity=8)
    people = members(cast.weavers, 4)
    outcomes = race(
        at(NOON, actions.cancel, room, actor=Actor(cast.ana), why="The host is ill."),
        *(partial(ask, room, person) for person in people),
    )
    return [*broken(outcomes), *wrongs()]


def two_hosts(cast: Cast, race: Race) -> list[str]:
    """Two hosts say yes to the same three requests at once; two seats are there."""
    room = open_room(cast.weavers, cast.ana, capacity=2, needs_approval=True)
    with clock.at(NOON):
        actions.name_host(room, cast.bo, actor=Actor(cast.ana))
    seats = [ask(room, person) for person in members(cast.weavers, 3)]
    outcomes = race(
        *(at(NOON, actions.approve, room, seats, actor=Actor(host)) for host in (cast.ana, cast.bo))
    )
    found = [*broken(outcomes), *wrongs()]
    states = sorted(Seat.objects.filter(room=room).values_list("state", flat=True))
    return (
        found if states == ["confirmed", "confirmed", "waitlisted"] else [*found, f"The seats are {states}."]
    )


def offer_running_out(cast: Cast, race: Race) -> list[str]:
    """Somebody takes an offer in the very second it runs out."""
    room = open_room(cast.weavers, cast.ana, capacity=1, freed="offer")
    people = members(cast.weavers, 3)
    for person in people:
        ask(room, person)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(people[0]))
    offer = Seat.objects.get(room=room, state="offered")
    end = offer.expires_at
    assert end is not None
    outcomes = race(
        at(end - timedelta(seconds=1), actions.accept_offer, room, actor=Actor(people[1])),
        at(end, actions.pass_time),
    )
    return [*broken(outcomes), *wrongs(end)]


def start(cast: Cast, race: Race) -> list[str]:
    """The room begins while people ask and a request waits."""
    room = open_room(cast.weavers, cast.ana, capacity=2, needs_approval=True)
    people = members(cast.weavers, 4)
    seat = ask(room, people[0])
    last = before_start(room, seconds=1)
    outcomes = race(
        at(room.starts_at, actions.pass_time),
        *(partial(ask, room, person, last) for person in people[1:]),
        at(last, actions.approve, room, [seat], actor=Actor(cast.ana)),
    )
    return [*broken(outcomes), *wrongs(room.starts_at)]


def merging(cast: Cast, race: Race) -> list[str]:
    """Three people come along from a smaller room while three others ask for the same three seats."""
    small = open_room(cast.weavers, cast.ana, capacity=6)
    large = open_room(cast.weavers, cast.ana, capacity=3)
    people = members(cast.weavers, 6)
    for person in people[:3]:
        ask(small, person)
    with clock.at(NOON):
        actions.propose_merge(small, large, actor=Actor(cast.ana))
    outcomes = race(
        *(at(NOON, actions.answer_merge, small, actor=Actor(person), yes=True) for person in people[:3]),
        *(partial(ask, large, person) for person in people[3:]),
    )
    found = [*broken(outcomes), *wrongs()]
    for person in people[:3]:
        held = Seat.objects.filter(person=person, state="confirmed", room__in=(small, large)).count()
        if held != 1:
            found.append(f"Person {person.pk} has {held} seats in the two rooms.")
    return found


def standing_and_asks(cast: Cast, race: Race) -> list[str]:
    """Somebody joins a fixed group while others ask for the only seat of its dates."""
    series = weekly(cast, capacity=1)
    people = members(cast.weavers, 3)
    rooms = list(Room.objects.filter(series=series).order_by("starts_at")[:2])
    outcomes = race(
        at(NOON, actions.add_to_group, series, people[0], actor=Actor(cast.ana)),
        *(partial(ask, room, person) for person in people[1:] for room in rooms),
    )
    return [*broken(outcomes), *wrongs()]


def two_workers(cast: Cast, race: Race) -> list[str]:
    """Two workers make the same new dates of a series at once."""
    series = weekly(cast, capacity=1)
    RoomRole.objects.filter(room__series=series).delete()
    Room.objects.filter(series=series).delete()
    Series.objects.update(materialised_until=None)
    outcomes = race(*[at(NOON, actions.materialise, series)] * 2)
    dates = list(Room.objects.filter(series=series).values_list("occurrence_on", flat=True))
    twice = [] if len(dates) == len(set(dates)) == 26 else [f"The series has the dates {dates}."]
    return [*broken(outcomes), *wrongs(), *twice]


def weekly(cast: Cast, **stated: Any) -> Any:
    """A room every Wednesday at six for six weeks."""
    plan = {
        "purpose": "Weaving together",
        "rrule": "FREQ=WEEKLY",
        "first_on": NOON.date() + timedelta(days=2),
    }
    with clock.at(NOON):
        return actions.plan_series(
            cast.weavers,
            actor=Actor(cast.ana),
            wall_time=NOON.time().replace(hour=18),
            zone="Europe/Rome",
            **{**plan, **stated},
        )
