"""Rooms that recur: their dates, what one date may do differently, and who comes to all of them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.models import Community
from guildhouse.communities.queries import standing as standing_in
from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, forbid, no, require
from guildhouse.kit.walls import instant, wall
from guildhouse.people.models import Person
from guildhouse.rooms import queries, recurrence
from guildhouse.rooms.actions.asking import ask, chosen_role, withdraw
from guildhouse.rooms.actions.planning import change, end_without_being_held, new_room, show
from guildhouse.rooms.actions.seating import is_free, lock, new_seat, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, Seat, Series, SkippedDate, StandingSeat
from guildhouse.rooms.models.plan import SHARED_FIELDS

HORIZON = timedelta(days=183)


def _person(actor: Actor) -> Person | None:
    return actor.person if isinstance(actor.person, Person) else None


def _lock(series: Series) -> Series:
    return Series.objects.select_for_update(of=("self",)).select_related("community").get(pk=series.pk)


@act
def plan_series(
    community: Community,
    *,
    actor: Actor,
    rrule: str,
    first_on: date,
    wall_time: time,
    zone: str,
    last_on: date | None = None,
    form_key: str | None = None,
    role_limits: Mapping[str, int | None] | None = None,
    **fields: Any,
) -> Series:
    """Plan rooms that recur by an RRULE at the same wall time, and publish those of the next six months.

    `fields` are columns of the plan every date shares. The same `form_key` gives the same series.
    """
    at, person = clock.now(), _person(actor)
    require(communities_policy.may_open_rooms(standing_in(person, community), community))
    if form_key and (made := Series.objects.filter(form_key=form_key, created_by=person).first()):
        return made
    require(recurrence.check(rrule))
    series = Series.objects.create(
        community=community,
        created_at=at,
        created_by=person,
        rrule=rrule,
        first_on=first_on,
        last_on=last_on,
        wall_time=wall_time,
        zone=zone,
        form_key=form_key,
        role_limits=dict(role_limits or {}),
        **fields,
    )
    record(
        Facts.SERIES_PLANNED,
        actor=actor,
        subject=series,
        community=community.pk,
        at=at,
        purpose=series.purpose,
    )
    materialise(series, actor=actor)
    return series


@act
def materialise(series: Series, *, actor: Actor = SYSTEM) -> int:
    """Make the rooms of a series up to six months ahead that are not there yet; return how many were made.

    Standing seats are given before each room is published. A date that was skipped, moved or cancelled stays so.
    """
    series, at = _lock(series), clock.now()
    today = wall(at, series.zone).date()
    until = today + HORIZON
    if series.ended_at is not None or series.materialised_until == until:
        return 0
    known = set(series.rooms.values_list("occurrence_on", flat=True))
    known |= set(series.skipped.values_list("on", flat=True))
    made = 0
    for on in recurrence.dates(series.rrule, series.first_on, today, min(until, series.last_on or until)):
        if on not in known and instant(on, series.wall_time, series.zone) > at:
            _make_date(series, on, actor=actor, at=at)
            made += 1
    series.materialised_until = until
    series.save(update_fields=["materialised_until"])
    return made


def _make_date(series: Series, on: date, *, actor: Actor, at: datetime) -> Room:
    room = new_room(
        series.community,
        at=at,
        role_limits=series.role_limits,
        created_by=series.created_by,
        series=series,
        occurrence_on=on,
        wall_date=on,
        wall_time=series.wall_time,
        assumed=series.assumed,
        **{name: getattr(series, name) for name in SHARED_FIELDS},
    )
    for standing in series.standing.living().select_related("person").order_by("since", "pk"):
        _seat_standing(room, standing, actor=actor, at=at)
    return show(room, actor=actor, at=at, how="series")


def _seat_standing(room: Room, standing: StandingSeat, *, actor: Actor, at: datetime) -> None:
    role = chosen_role(room, standing.role_key if room.roles.filter(key=standing.role_key).exists() else "")
    if is_free(room, role):
        step(
            new_seat(room, role, standing.person, at),
            Seat.State.CONFIRMED,
            actor=actor,
            at=at,
            how="standing",
        )


@act
def edit_series(series: Series, *, actor: Actor, **fields: Any) -> Series:
    """Change what every date to come states; a date that was changed by hand keeps its own.

    A new `rrule`, `first_on`, `last_on`, `wall_time` or `zone` moves nothing that people hold seats in: dates
    that no longer fit and are empty go, those with people stay for their hosts to decide.
    """
    series, at = _lock(series), clock.now()
    _require_convening(actor, series)
    if "rrule" in fields:
        require(recurrence.check(fields["rrule"]))
    before = {name: getattr(series, name) for name in fields}
    changed = [name for name in fields if before[name] != fields[name]]
    if not changed:
        return series
    for name in changed:
        setattr(series, name, fields[name])
    series.materialised_until = None
    series.save(update_fields=[*changed, "materialised_until"])
    record(
        Facts.SERIES_EDITED,
        actor=actor,
        subject=series,
        community=series.community_id,
        at=at,
        changed=changed,
    )
    _follow(series, before, changed, actor=actor, at=at)
    materialise(series, actor=actor)
    return series


def _follow(
    series: Series, before: dict[str, Any], changed: list[str], *, actor: Actor, at: datetime
) -> None:
    ahead = Room.objects.filter(series=series, state__in=Room.SEATABLE, starts_at__gt=at).order_by("pk")
    wanted = set(_dates_ahead(series, at))
    for room in [lock(room) for room in ahead]:
        if {"rrule", "first_on", "last_on"} & set(changed) and room.occurrence_on not in wanted:
            if not Seat.objects.living().filter(room=room).exists():
                room.roles.all().delete()
                room.delete()
            continue
        same = {name for name in changed if hasattr(room, name) and getattr(room, name) == before[name]}
        change(room, actor=actor, at=at, **{name: getattr(series, name) for name in same})


def _dates_ahead(series: Series, at: datetime) -> list[date]:
    today = wall(at, series.zone).date()
    until = today + HORIZON
    return list(recurrence.dates(series.rrule, series.first_on, today, min(until, series.last_on or until)))


def _require_convening(actor: Actor, series: Series) -> None:
    standing = standing_in(_person(actor), series.community)
    if standing.is_convener or (
        actor.person is not None and series.created_by_id == actor.id and standing.is_member
    ):
        return
    raise Refused(
        forbid("not_host", _("Only whoever planned this series and the community's conveners may do this."))
    )


@act
def end_series(series: Series, *, actor: Actor, why: str) -> Series:
    """End a series: no new dates, and the dates to come are cancelled with everybody told."""
    series, at = _lock(series), clock.now()
    _require_convening(actor, series)
    if series.ended_at is not None:
        return series
    if not why.strip():
        raise Refused(no("why", _("Say why; everybody who planned to come will read it.")))
    series.ended_at = at
    series.save(update_fields=["ended_at"])
    for room in Room.objects.filter(series=series, state__in=Room.SEATABLE, starts_at__gt=at).order_by("pk"):
        room = lock(room)
        end_without_being_held(room, Room.State.CANCELLED, actor=actor, at=at, why=why, how="series")
        record(
            Facts.CANCELLED,
            actor=actor,
            subject=room,
            community=room.community_id,
            at=at,
            why=why,
            how="series",
        )
    record(Facts.SERIES_ENDED, actor=actor, subject=series, community=series.community_id, at=at, why=why)
    return series


@act
def skip_date(series: Series, on: date, *, actor: Actor, why: str) -> Series:
    """Leave out one date; if its room is published already, it is cancelled and everybody told."""
    series, at = _lock(series), clock.now()
    _require_convening(actor, series)
    if on not in recurrence.dates(series.rrule, series.first_on, on, on):
        raise Refused(no("no_date", _("The series has no room on this day. Choose one of its dates.")))
    _date, is_new = SkippedDate.objects.get_or_create(series=series, on=on, defaults={"why": why})
    if not is_new:
        return series
    for room in Room.objects.filter(series=series, occurrence_on=on, state__in=Room.SEATABLE).order_by("pk"):
        room = lock(room)
        end_without_being_held(room, Room.State.CANCELLED, actor=actor, at=at, why=why)
        record(Facts.CANCELLED, actor=actor, subject=room, community=room.community_id, at=at, why=why)
    record(
        Facts.DATE_SKIPPED,
        actor=actor,
        subject=series,
        community=series.community_id,
        at=at,
        on=on.isoformat(),
        why=why,
    )
    return series


@act
def come_to_all(
    series: Series, *, actor: Actor, role: str = "", accepts: str = "", answer: str = ""
) -> list[Seat]:
    """Ask for a seat in every remaining date of a series, and stand for the dates still to be made.

    Each date is a seat of its own: where one is full it is a place in line, and giving up one leaves the others.
    """
    series, at = _lock(series), clock.now()
    person = _person(actor)
    ahead = list(
        Room.objects.visible_to(person)
        .filter(series=series, state=Room.State.PUBLISHED, starts_at__gt=at)
        .order_by("pk")
    )
    if not ahead:
        raise Refused(no("no_dates", _("This series has no dates to come at the moment.")))
    seats = [
        ask(room, actor=actor, role=role, accepts=accepts, answer=answer, how="series") for room in ahead
    ]
    _stand(series, person, seats[0].role.key, StandingSeat.Kind.REMAINING, actor=actor, at=at)
    return seats


def _stand(series: Series, person, role: str, kind: StandingSeat.Kind, *, actor: Actor, at: datetime) -> None:
    _row, is_new = StandingSeat.objects.living().get_or_create(
        series=series, person=person, defaults={"role_key": role, "kind": kind, "since": at}
    )
    if is_new:
        record(
            Facts.STANDING_TAKEN,
            actor=actor,
            subject=series,
            community=series.community_id,
            concerns=person.pk,
            at=at,
        )


@act
def stop_coming_to_all(series: Series, *, actor: Actor) -> None:
    """Give up the standing seat and every seat still to come in the series."""
    series, at = _lock(series), clock.now()
    person = _person(actor)
    standing = StandingSeat.objects.living().filter(series=series, person=person)
    if standing.update(ended_at=at):
        record(
            Facts.STANDING_ENDED,
            actor=actor,
            subject=series,
            community=series.community_id,
            concerns=actor.id,
            at=at,
        )
    mine = Seat.objects.living().filter(person=person)
    for room in Room.objects.filter(series=series, starts_at__gt=at, pk__in=mine.values("room")).order_by(
        "pk"
    ):
        withdraw(room, actor=actor, how="series")


@act
def add_to_group(series: Series, person: Person, *, actor: Actor, role: str = "") -> None:
    """Make somebody a member of the series' fixed group: seated in every date to come where a seat is free."""
    series, at = _lock(series), clock.now()
    _require_convening(actor, series)
    if not standing_in(person, series.community).is_member:
        raise Refused(
            no(
                "not_member",
                _("The fixed group is made of members. Invite this person to the community first."),
            )
        )
    _stand(series, person, role, StandingSeat.Kind.FIXED, actor=actor, at=at)
    for room in Room.objects.filter(series=series, state__in=Room.SEATABLE, starts_at__gt=at).order_by("pk"):
        room = lock(room)
        seat = queries.viewer(person, room).seat
        if seat is None or not seat.is_living:
            wanted = chosen_role(room, role)
            if is_free(room, wanted):
                seat = seat or new_seat(room, wanted, person, at)
                seat.room = room
                step(seat, Seat.State.CONFIRMED, actor=actor, at=at, how="standing")
