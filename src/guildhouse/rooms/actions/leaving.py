"""What rooms do when somebody leaves a community, or takes the place that was kept for them.

Both run inside the act that leaves or claims, which asked its own policy.
"""

from datetime import datetime

from django.db.models import Q

from guildhouse.history.actions import record, touch
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms.actions.frame import lock_series
from guildhouse.rooms.actions.seating import fill, lock, step
from guildhouse.rooms.actions.standing import end_standing
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Host, Room, Seat, Series, StandingSeat

State = Seat.State
NOT_OVER = (Room.State.DRAFT, *Room.AHEAD)
# Of two seats in one room, whose state the person keeps: the first of these.
STRONGEST = (*Seat.PRESENCE, State.CONFIRMED, State.OFFERED, State.REQUESTED, State.WAITLISTED, State.INVITED)


def give_up_everything(community: int, person: int, actor: Actor) -> None:
    """End all a person has to do with the rooms to come of a community: standing seats, seats, hosting."""
    at = clock.now()
    _end_standing(community, person, actor=actor, at=at)
    seated = Q(pk__in=Seat.objects.living().filter(person=person).values("room"))
    hosted = Q(pk__in=Host.objects.filter(person=person).values("room"))
    rooms = Room.objects.filter(seated | hosted, community=community, state__in=NOT_OVER)
    for room in rooms.order_by("pk"):
        room = lock(room)
        _give_up_seat(room, person, actor=actor, at=at)
        _end_hosting(room, person, actor=actor, at=at)


def give_up_seats(community: int, person: int, actor: Actor) -> None:
    """End the seats a person has in the rooms to come of a community, and pass them on; hosting stays."""
    at = clock.now()
    _end_standing(community, person, actor=actor, at=at)
    seated = Seat.objects.living().filter(person=person, room__community=community).values("room")
    for room in Room.objects.filter(pk__in=seated, state__in=NOT_OVER).order_by("pk"):
        _give_up_seat(lock(room), person, actor=actor, at=at)


def _end_standing(community: int, person: int, *, actor: Actor, at: datetime) -> None:
    standing = StandingSeat.objects.living().filter(person=person, series__community=community)
    for series in Series.objects.filter(pk__in=standing.values("series")).order_by("pk"):
        series = lock_series(series)
        end_standing(standing.filter(series=series).select_related("series").first(), actor=actor, at=at)


def _give_up_seat(room: Room, person: int, *, actor: Actor, at: datetime) -> None:
    seat = Seat.objects.living().filter(room=room, person=person).select_related("role", "person").first()
    if seat is not None:
        seat.room = room
        late = seat.is_holding and at >= room.cutoff_at
        step(seat, State.WITHDRAWN, actor=actor, at=at, how="left", is_late=late)
        fill(room, at=at)


def _end_hosting(room: Room, person: int, *, actor: Actor, at: datetime) -> None:
    gone, _rows = Host.objects.filter(room=room, person=person).delete()
    if gone:
        record(
            Facts.HOST_ENDED,
            actor=actor,
            subject=room,
            community=room.community_id,
            concerns=person,
            at=at,
            how="left",
        )


def move_everything(old: int, new: int, actor: Actor) -> None:
    """Hand the seats, the hosting and the standing seats kept for somebody to the person who claimed the place."""
    at = clock.now()
    kept = StandingSeat.objects.living().filter(person=old)
    for series in Series.objects.filter(pk__in=kept.values("series")).order_by("pk"):
        _move_standing(lock_series(series), old, new, actor=actor, at=at)
    seated = Q(pk__in=Seat.objects.filter(person=old).values("room"))
    hosted = Q(pk__in=Host.objects.filter(person=old).values("room"))
    for room in Room.objects.filter(seated | hosted).order_by("pk"):
        room = lock(room)
        touch(room.community_id)
        _move_seat(room, old, new, actor=actor, at=at)
        if Host.objects.filter(room=room, person=new).exists():
            Host.objects.filter(room=room, person=old).delete()
        Host.objects.filter(room=room, person=old).update(person=new)


def _move_standing(series: Series, old: int, new: int, *, actor: Actor, at: datetime) -> None:
    touch(series.community_id)
    here = StandingSeat.objects.living().filter(series=series).select_related("series")
    if here.filter(person=new).exists():
        end_standing(here.filter(person=old).first(), actor=actor, at=at)
    else:
        here.filter(person=old).update(person=new)


def _move_seat(room: Room, old: int, new: int, *, actor: Actor, at: datetime) -> None:
    seats = Seat.objects.filter(room=room, person__in=(old, new)).select_related("role", "person")
    by_person = {seat.person_id: seat for seat in seats}
    kept, own = by_person.get(old), by_person.get(new)
    if kept is None:
        return
    if own is None:
        Seat.objects.filter(pk=kept.pk).update(person=new)
        return
    kept.room = own.room = room
    if kept.state in STRONGEST and _rank(kept) < _rank(own):
        _take_over(kept, own, actor=actor, at=at)
    elif kept.is_living:
        step(kept, State.WITHDRAWN, actor=actor, at=at, how="claimed")
    fill(room, at=at)


def _rank(seat: Seat) -> int:
    states = [str(state) for state in STRONGEST]
    return states.index(seat.state) if seat.state in states else len(states)


def _take_over(kept: Seat, own: Seat, *, actor: Actor, at: datetime) -> None:
    """The person's own seat takes the state and the place of the one that was kept for them."""
    place = ("number", "line_key", "place_on_entering", "entered_line_at", "short_notice", "expires_at")
    values = {name: getattr(kept, name) for name in place}
    state = State(kept.state)
    for seat in (kept, own):
        if seat.is_living or seat.state in Seat.PRESENCE:
            step(seat, State.WITHDRAWN, actor=actor, at=at, how="claimed")
    own.role = kept.role
    step(own, state, actor=actor, at=at, how="claimed", **values)
