"""Those who come to every date of a series: fixed groups, and people who take all that remain."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.communities.queries import standing as standing_in
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no
from guildhouse.people.models import Person
from guildhouse.rooms.actions.asking import ask, chosen_role, withdraw
from guildhouse.rooms.actions.frame import lock_series, require_convening, somebody
from guildhouse.rooms.actions.seating import enter_line, is_free, lock, new_seat, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, Seat, Series, StandingSeat

State = Seat.State
ONE_MAY_REFUSE = ("other_role", "removed", "answered")


def seat_standing(room: Room, standing: StandingSeat, *, actor: Actor, at: datetime) -> None:
    """Give a standing seat its seat in a new date, or its place in line where none is left.

    Part of an act that holds the room's lock. Whoever comes to all remaining dates of a room with approval asks.
    """
    known = room.roles.filter(key=standing.role_key).exists()
    role, person = chosen_role(room, standing.role_key if known else ""), standing.person
    seat = new_seat(room, role, person, at)
    said = Seat.objects.filter(person=person, room__series=standing.series_id).order_by("-pk").first()
    seat.answer = said.answer if said else ""
    seat.accepted_name = said.accepted_name if said else ""
    if room.needs_approval and standing.kind == StandingSeat.Kind.REMAINING:
        step(seat, State.REQUESTED, actor=actor, at=at, how="standing")
    elif is_free(room, role):
        step(seat, State.CONFIRMED, actor=actor, at=at, how="standing")
    else:
        enter_line(seat, standing_in(person, room.community), actor=actor, at=at, how="standing")


@act
def come_to_all(
    series: Series, *, actor: Actor, role: str = "", accepts: str = "", answer: str = ""
) -> list[Seat]:
    """Ask for a seat in every remaining date of a series, and stand for the dates still to be made.

    Each date is a seat of its own: where one is full it is a place in line, and giving up one leaves the others.
    A date in which the person has another role, or to which a host said no, stays as it is.
    """
    series, at = lock_series(series), clock.now()
    person = somebody(actor)
    ahead = Room.objects.visible_to(person).filter(series=series, starts_at__gt=at)
    seats: list[Seat] = []
    refusal = Refused(no("no_dates", _("This series has no dates to come at the moment.")))
    for room in ahead.filter(state=Room.State.PUBLISHED).order_by("pk"):
        try:
            seats.append(ask(room, actor=actor, role=role, accepts=accepts, answer=answer, how="series"))
        except Refused as refused:
            if refused.code not in ONE_MAY_REFUSE:
                raise
            refusal = refused
    if not seats:
        raise refusal
    _stand(series, person, role or seats[0].role.key, StandingSeat.Kind.REMAINING, actor=actor, at=at)
    return seats


@act
def stop_coming_to_all(series: Series, *, actor: Actor) -> None:
    """Give up the standing seat and every seat still to come in the series."""
    series, at = lock_series(series), clock.now()
    person = somebody(actor)
    standing = StandingSeat.objects.living().select_related("series").filter(series=series, person=person)
    end_standing(standing.first(), actor=actor, at=at)
    mine = Seat.objects.living().filter(person=person)
    rooms = Room.objects.filter(series=series, starts_at__gt=at, pk__in=mine.values("room"))
    for room in rooms.order_by("pk"):
        withdraw(room, actor=actor, how="series")


def end_standing(standing: StandingSeat | None, *, actor: Actor, at: datetime) -> None:
    """End a standing seat, if there is one. Part of an act that asked whose it is."""
    if standing is None:
        return
    standing.ended_at = at
    standing.save(update_fields=["ended_at"])
    record(
        Facts.STANDING_ENDED,
        actor=actor,
        subject=standing.series,
        community=standing.series.community_id,
        concerns=standing.person_id,
        at=at,
    )


@act
def add_to_group(series: Series, person: Person, *, actor: Actor, role: str = "") -> None:
    """Make somebody a member of the series' fixed group: seated in every date to come, in line where one is full.

    A seat the person gives up later stays given up, however often they are added.
    """
    series, at = lock_series(series), clock.now()
    require_convening(actor, series)
    if not standing_in(person, series.community).is_member:
        raise Refused(
            no(
                "not_member",
                _("The fixed group is made of members. Invite this person to the community first."),
            )
        )
    standing = _stand(series, person, role, StandingSeat.Kind.FIXED, actor=actor, at=at)
    if standing is None:
        return
    for room in Room.objects.filter(series=series, state__in=Room.SEATABLE, starts_at__gt=at).order_by("pk"):
        _seat_in_group(lock(room), standing, actor=actor, at=at)


def _seat_in_group(room: Room, standing: StandingSeat, *, actor: Actor, at: datetime) -> None:
    seat = Seat.objects.filter(room=room, person=standing.person_id).select_related("role", "person").first()
    if seat is None:
        seat_standing(room, standing, actor=actor, at=at)
        return
    seat.room = room
    if seat.is_holding or seat.state == State.WAITLISTED:
        return
    if is_free(room, seat.role):
        step(seat, State.CONFIRMED, actor=actor, at=at, how="standing")
    else:
        enter_line(seat, standing_in(seat.person, room.community), actor=actor, at=at, how="standing")


def _stand(
    series: Series, person: Person, role: str, kind: StandingSeat.Kind, *, actor: Actor, at: datetime
) -> StandingSeat | None:
    """The new standing seat; None when the person has one of this kind, or the stronger one, already."""
    row, is_new = StandingSeat.objects.living().get_or_create(
        series=series, person=person, defaults={"role_key": role, "kind": kind, "since": at}
    )
    if not is_new:
        if row.kind == kind or row.kind == StandingSeat.Kind.FIXED:
            return None
        row.kind = kind
        row.save(update_fields=["kind"])
    record(
        Facts.STANDING_TAKEN,
        actor=actor,
        subject=series,
        community=series.community_id,
        concerns=person.pk,
        at=at,
    )
    return row
