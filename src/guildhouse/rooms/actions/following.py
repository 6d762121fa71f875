"""What an edit of a series does to its dates to come."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guildhouse.history.actors import Actor
from guildhouse.kit.walls import instant
from guildhouse.rooms.actions.ending import cancel_locked
from guildhouse.rooms.actions.limits import limit
from guildhouse.rooms.actions.planning import change
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room, RoomRole, Seat, Series
from guildhouse.rooms.models.plan import SHARED_FIELDS

Values = Mapping[str, Any]


def follow(
    series: Series,
    before: Values,
    changed: list[str],
    wanted: set[date] | None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Carry an edit of a series into its dates to come; part of an act that holds the series' lock.

    `before` is what the series stated, `wanted` the days it has now, or None when those did not change.
    """
    ahead = Room.objects.filter(series=series, state__in=Room.SEATABLE, starts_at__gt=at).order_by("pk")
    for room in [lock(room) for room in ahead]:
        if wanted is not None and room.occurrence_on not in wanted:
            if not _is_by_hand(room, before):
                _drop(room, actor=actor, at=at)
            continue
        _change(room, series, before, changed, actor=actor, at=at)


def _is_by_hand(room: Room, before: Values) -> bool:
    stated = (*SHARED_FIELDS, "wall_time")
    return room.wall_date != room.occurrence_on or any(getattr(room, name) != before[name] for name in stated)


def _drop(room: Room, *, actor: Actor, at: datetime) -> None:
    seats = Seat.objects.filter(room=room)
    if seats.living().exists():
        return
    if seats.exists():
        cancel_locked(room, actor=actor, at=at, why=_("The series now has other days."), how="series")
        return
    RoomRole.objects.filter(room=room).delete()
    room.delete()


def _change(
    room: Room, series: Series, before: Values, changed: list[str], *, actor: Actor, at: datetime
) -> None:
    stated = {*SHARED_FIELDS, "wall_time", "assumed"}
    same = {name for name in changed if name in stated and getattr(room, name) == before[name]}
    if room.waiting:
        same.discard("line")
    if room.wall_date != room.occurrence_on or _would_be_past(room, series, at):
        same -= {"wall_time", "zone"}
    change(room, actor=actor, at=at, **{name: getattr(series, name) for name in same - {"capacity"}})
    roles = RoomRole.objects.filter(room=room).order_by("position", "pk")
    limits = {
        role.key: series.role_limits[role.key]
        for role in roles
        if "role_limits" in changed and role.key in series.role_limits and _followed(role, before)
    }
    limit(
        room,
        series.capacity if "capacity" in same else room.capacity,
        limits,
        actor=actor,
        at=at,
        how="series",
    )


def _followed(role: RoomRole, before: Values) -> bool:
    stated: Mapping[str, int | None] = before["role_limits"]
    return role.key not in stated or role.capacity == stated[role.key]


def _would_be_past(room: Room, series: Series, at: datetime) -> bool:
    return instant(room.wall_date, series.wall_time, series.zone) <= at
