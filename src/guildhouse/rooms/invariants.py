"""What must always be true of rooms and seats, asked of the rows as they are; nothing here writes."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guildhouse.communities.models import Block
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.walls import instant
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats import BUILT_IN
from guildhouse.rooms.models import (
    FormatEdition,
    Merging,
    OwnFormat,
    RoleAsk,
    Room,
    RoomRole,
    Seat,
    Series,
    TimePoll,
)

State = Seat.State
WAITING_FOR = (State.INVITED, State.REQUESTED, State.WAITLISTED, State.OFFERED)
OF_SEATS = tuple(Facts[f"SEAT_{state.name}"] for state in State)
# How long the worker may be late before that is a violation and not a moment.
GRACE = timedelta(minutes=10)


def violations() -> Iterator[str]:
    """One sentence, with ids, for each thing about rooms that should never be so; nothing when all is well."""
    yield from _counters()
    yield from _line()
    yield from _leftovers()
    yield from _not_passed_on()
    yield from _facts()
    yield from _times()
    yield from _blocked()
    yield from _formats()
    yield from _asked()


def _formats() -> Iterator[str]:
    own = FormatEdition.objects.filter(key=OuterRef("format"), format__community=OuterRef("community"))
    for model in (Room, Series):
        strange = model._default_manager.exclude(format__in=BUILT_IN).filter(~Exists(own))
        for pk, key in strange.order_by("pk").values_list("pk", "format"):
            yield f"{model.__name__} {pk} is in the format “{key}”, which neither house nor community has."
    latest = FormatEdition.objects.filter(format=OuterRef("pk")).order_by("-number").values("number")[:1]
    behind = OwnFormat.objects.annotate(latest=Subquery(latest)).exclude(number=F("latest"))
    for pk in behind.order_by("pk").values_list("pk", flat=True):
        yield f"The latest edition of format {pk} is not the one it says."


def _asked() -> Iterator[str]:
    """What is still asked of people in a room where nobody can answer any more."""
    asking = (
        (RoleAsk, "seat__room", "answered_at"),
        (Merging, "room", "ended_at"),
        (TimePoll, "room", "ended_at"),
    )
    for model, way, ended in asking:
        over = model._default_manager.exclude(**{f"{way}__state__in": (Room.State.DRAFT, *Room.SEATABLE)})
        for pk in over.filter(**{ended: None}).order_by("pk").values_list("pk", flat=True):
            yield f"{model.__name__} {pk} still asks, though its room has begun or does not take place."


def _count(seats: QuerySet[Seat], outer: str) -> Coalesce:
    counted = seats.order_by().values(outer).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _counters() -> Iterator[str]:
    counted = Seat.objects.filter(state__in=Seat.COUNTED)
    of_room = {"room": OuterRef("pk")}
    rooms = Room.objects.annotate(
        seats_held=_count(counted.filter(**of_room), "room"),
        seats_waiting=_count(Seat.objects.filter(state=State.WAITLISTED, **of_room), "room"),
    )
    for room in rooms.exclude(held=F("seats_held"), waiting=F("seats_waiting")).order_by("pk"):
        yield (
            f"Room {room.pk} says {room.held} held and {room.waiting} waiting, "
            f"but has {room.seats_held} and {room.seats_waiting}."
        )
    roles = RoomRole.objects.annotate(seats_held=_count(counted.filter(role=OuterRef("pk")), "role"))
    for role in roles.exclude(held=F("seats_held")).order_by("pk"):
        yield f"Role {role.pk} of room {role.room_id} says {role.held} held, but has {role.seats_held}."
    for room in rooms.filter(seats_held__gt=F("capacity")).order_by("pk"):
        yield f"Room {room.pk} holds {room.seats_held} seats for {room.capacity} people."
    for role in roles.filter(seats_held__gt=F("capacity")).order_by("pk"):
        yield f"Role {role.pk} of room {role.room_id} holds {role.seats_held} seats for {role.capacity} people."
    for seat in Seat.objects.exclude(role__room=F("room")).order_by("pk"):
        yield f"Seat {seat.pk} is in room {seat.room_id}, but its role {seat.role_id} is not."


def _line() -> Iterator[str]:
    waiting = Seat.objects.filter(state=State.WAITLISTED)
    for seat in waiting.filter(Q(number=None) | Q(number__gte=F("room__next_number"))).order_by("pk"):
        yield f"Seat {seat.pk} waits with the number {seat.number}, which room {seat.room_id} never drew."


def _leftovers() -> Iterator[str]:
    at = clock.now()
    over = Q(room__state__in=(Room.State.LIVE, Room.State.HELD, Room.State.CANCELLED, Room.State.LAPSED))
    for seat in Seat.objects.filter(over, state__in=WAITING_FOR).order_by("pk"):
        yield f"Seat {seat.pk} is still {seat.state}, though room {seat.room_id} no longer waits."
    ended = Q(room__state__in=(Room.State.CANCELLED, Room.State.LAPSED))
    for seat in Seat.objects.filter(ended, state=State.CONFIRMED).order_by("pk"):
        yield f"Seat {seat.pk} is confirmed, though room {seat.room_id} does not take place."
    late = Room.objects.filter(state__in=Room.SEATABLE, starts_at__lt=at - GRACE)
    for room in late.order_by("pk"):
        yield f"Room {room.pk} should have begun at {room.starts_at:%Y-%m-%d %H:%M} UTC; is a worker running?"
    for seat in Seat.objects.filter(state=State.OFFERED, expires_at__lt=at - GRACE).order_by("pk"):
        yield f"The offer of seat {seat.pk} ran out at {seat.expires_at:%Y-%m-%d %H:%M} UTC; is a worker running?"


def _not_passed_on() -> Iterator[str]:
    """A free seat and a line, though nobody's consent is needed to pass the seat on."""
    at = clock.now()
    free = Q(role__capacity=None) | Q(role__held__lt=F("role__capacity"))
    free &= Q(room__capacity=None) | Q(room__held__lt=F("room__capacity"))
    waiting = Seat.objects.filter(
        free, state=State.WAITLISTED, room__state__in=Room.SEATABLE, room__starts_at__gt=at
    )
    for seat in waiting.select_related("room").order_by("pk"):
        if at < seat.room.cutoff_at or seat.short_notice:
            yield f"Seat {seat.pk} waits in room {seat.room_id}, though a seat is free."


def _facts() -> Iterator[str]:
    """The latest fact about a seat is the one of its state."""
    told = Fact.objects.filter(
        subject_type=Seat._meta.label_lower, subject_id=OuterRef("pk"), kind__in=OF_SEATS
    )
    latest = Subquery(told.order_by("-pk").values("kind")[:1])
    rows = Seat.objects.annotate(told=latest).order_by("pk").values_list("pk", "state", "told")
    for pk, state, kind in rows.iterator():
        if kind != Facts[f"SEAT_{State(state).name}"]:
            yield f"Seat {pk} is {state}, but the last that history says of it is {kind or 'nothing'}."


def _times() -> Iterator[str]:
    for room in Room.objects.filter(state__in=(Room.State.DRAFT, *Room.SEATABLE)).order_by("pk").iterator():
        starts_at = instant(room.wall_date, room.wall_time, room.zone)
        if room.starts_at != starts_at or room.ends_at != starts_at + timedelta(minutes=room.minutes):
            yield f"Room {room.pk} does not start and end as the clock in {room.zone} says."


def _blocked() -> Iterator[str]:
    blocked = Block.objects.in_force().filter(
        person=OuterRef("person"), community=OuterRef("room__community")
    )
    seats = Seat.objects.living().filter(Exists(blocked), room__state__in=(*Room.SEATABLE, Room.State.DRAFT))
    for seat in seats.order_by("pk"):
        yield f"Seat {seat.pk} is {seat.state}, though person {seat.person_id} is blocked from the community."
