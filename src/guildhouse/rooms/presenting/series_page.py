"""The page of a series: its dates with my seat in each, who always comes, and what its planner can do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from guildhouse.communities.policy import Standing
from guildhouse.people.models import Person
from guildhouse.rooms import policy
from guildhouse.rooms.models import Room, Seat, Series, StandingSeat
from guildhouse.rooms.presenting import words
from guildhouse.rooms.presenting.listing import SEAT_SAYS, seat_words

MOST = 80


@dataclass(frozen=True, slots=True)
class Date:
    """One date of a series, as its list shows it."""

    href: str
    on: date | None
    start: datetime
    end: datetime
    zone: str
    seats: list[words.SeatsRow]
    state_kind: str
    state_words: str
    moved: bool
    is_open: bool


def dates_of(series: Series, person: Person | None, at: datetime) -> list[Date]:
    """The dates to come, in one query."""
    rooms = Room.objects.visible_to(person).filter(series=series, ends_at__gt=at)
    if person is not None:
        mine = FilteredRelation("seats", condition=Q(seats__person=person))
        rooms = rooms.annotate(my=mine, my_state=F("my__state"))
    return [_date(series, room) for room in rooms.order_by("starts_at", "pk")[:MOST]]


def _date(series: Series, room: Room) -> Date:
    state = getattr(room, "my_state", None)
    kind, said = "", ""
    if room.state in (Room.State.CANCELLED, Room.State.LAPSED, Room.State.DRAFT):
        kind, said = "off", str(room.get_state_display())
    elif state in Seat.LIVING:
        kind, said = SEAT_SAYS[Seat.State(state)], seat_words(Seat(state=state))
    return Date(
        href=reverse("room", args=[series.community.slug, room.public_id]),
        on=room.occurrence_on,
        start=room.starts_at,
        end=room.ends_at,
        zone=room.zone,
        seats=[("", room.held, room.capacity, room.waiting)] if room.state in Room.AHEAD else [],
        state_kind=kind,
        state_words=said,
        moved=room.occurrence_on is not None and room.wall_date != room.occurrence_on,
        is_open=room.state in Room.SEATABLE,
    )


def my_standing(series: Series, person: Person | None) -> StandingSeat | None:
    """How I come to every date, or None."""
    if person is None:
        return None
    return StandingSeat.objects.living().filter(series=series, person=person).first()


def always(series: Series, standing: Standing, mine: StandingSeat | None) -> list[StandingSeat]:
    """Who comes to every date, for those who do and those who plan it."""
    if mine is None and not may_plan(series, standing):
        return []
    rows = StandingSeat.objects.living().filter(series=series).select_related("person")
    return list(rows.order_by("kind", "since", "pk"))


def may_plan(series: Series, standing: Standing) -> bool:
    """Whether the person may edit and end this series."""
    return bool(policy.may_run_series(standing, series))
