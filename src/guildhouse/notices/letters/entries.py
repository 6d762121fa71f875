"""The entry for the reader's calendar that goes with a letter; it always says how things stand as it is written."""

from datetime import timedelta

from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices.letters.shape import Telling
from guildhouse.notices.letters.subjects import seat_of
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.models.seat import SeatQuerySet
from guildhouse.rooms.presenting import invitations

CONFIRMED = Seat.State.CONFIRMED
ONE_ACT = timedelta(minutes=1)  # what one act did to many dates lies no further apart


def coming(telling: Telling) -> dict[str, str]:
    """The appointment, to whoever has a seat as the letter is written."""
    seat = seat_of(telling.fact)
    return _request(telling, seat) if seat.state == CONFIRMED else {}


def coming_still(telling: Telling, room: Room | None) -> dict[str, str]:
    """The appointment as it stands now, to whoever of a whole room has a seat."""
    seats = Seat.objects.filter(room=room, person=telling.to, state=CONFIRMED)
    seat = seats.select_related("room__community").first()
    return _request(telling, seat) if seat is not None else {}


def not_coming(telling: Telling) -> dict[str, str]:
    """That the appointment is off, to whoever had a seat and has none as the letter is written."""
    seat = seat_of(telling.fact)
    if telling.fact.data.get("before") != CONFIRMED or seat.state == CONFIRMED:
        return {}
    return _with("CANCEL", invitations.cancellation(seat, telling.to, clock.now()))


def dates_taken(telling: Telling) -> dict[str, str]:
    """Every date to come of a series somebody has a seat in."""
    seats = Seat.objects.filter(person=telling.to, room__series=telling.fact.subject_id, state=CONFIRMED)
    ahead = seats.filter(room__state__in=Room.SEATABLE, room__starts_at__gt=clock.now())
    found = ahead.select_related("room__community").order_by("room__starts_at", "pk")
    return _with("PUBLISH", invitations.dates(found, clock.now()))


def dates_lost(telling: Telling) -> dict[str, str]:
    """The dates of a series somebody lost their seat in by the act that the letter is about."""
    return _gone(lost_by(telling.fact, telling.to.pk).filter(room__series=telling.fact.subject_id))


def dates_left(telling: Telling) -> dict[str, str]:
    """The dates somebody lost their seat in because they no longer belong to a community."""
    return _gone(lost_by(telling.fact, telling.to.pk).filter(room__community=telling.fact.community_id))


def lost_by(fact: Fact, person: int) -> SeatQuerySet:
    """The seats a person held for good until what this fact tells."""
    lost = Fact.objects.filter(
        kind__in=(Facts.SEAT_LAPSED, Facts.SEAT_WITHDRAWN),
        concerns_id=person,
        happened_at__range=(fact.happened_at, fact.happened_at + ONE_ACT),
        data__before=CONFIRMED,
    )
    return Seat.objects.filter(pk__in=lost.values("subject_id")).exclude(state=CONFIRMED)


def _gone(seats: SeatQuerySet) -> dict[str, str]:
    found = seats.select_related("room__community").order_by("room__starts_at", "pk")
    return _with("PUBLISH", invitations.dates(found, clock.now()))


def _request(telling: Telling, seat: Seat) -> dict[str, str]:
    return _with("REQUEST", invitations.invitation(seat, telling.to, clock.now()))


def _with(method: str, entry: str) -> dict[str, str]:
    return {"calendar": entry, "calendar_method": method} if entry else {}
