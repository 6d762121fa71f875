"""The roles of a room, and how many people fit."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import inviting, policy
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.actions.seating import because, fill, lock
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.known import format_of, role_name
from guildhouse.rooms.models import Room, RoomRole, Seat


def roles_of(room: Room, limits: Mapping[str, int | None]) -> list[RoomRole]:
    """The roles one can ask a seat in: those of the format, and observers where the room welcomes them."""
    seats = format_of(room.format).seats
    roles = [
        RoomRole(
            room=room,
            key=role.key,
            capacity=limits.get(role.key, role.max),
            minimum=role.min if len(seats) > 1 else 0,
            position=place,
        )
        for place, role in enumerate(seats)
    ]
    if room.welcomes_observers and not any(role.key == RoomRole.OBSERVER for role in seats):
        roles.append(
            RoomRole(room=room, key=RoomRole.OBSERVER, capacity=limits.get(RoomRole.OBSERVER), position=99)
        )
    return roles


def follow_format(room: Room) -> None:
    """Give a room the roles its format has now; a role somebody has or had a seat in stays beside them."""
    wanted = {role.key: role for role in roles_of(room, {})}
    used = Q(pk__in=Seat.objects.filter(room=room).values("role"))
    there = RoomRole.objects.filter(room=room)
    there.exclude(used).exclude(key__in=wanted).delete()
    there.exclude(key__in=wanted).update(minimum=0)
    known = set(there.values_list("key", flat=True))
    RoomRole.objects.bulk_create(role for key, role in wanted.items() if key not in known)


@act
def set_limits(
    room: Room, *, actor: Actor, capacity: int | None, role_limits: Mapping[str, int | None] | None = None
) -> Room:
    """Set how many people fit, in all and per role (None: no limit); room that appears goes to those in line."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    return limit(room, capacity, role_limits or {}, actor=actor, at=at)


def limit(
    room: Room,
    capacity: int | None,
    role_limits: Mapping[str, int | None],
    *,
    actor: Actor,
    at: datetime,
    how: str = "",
) -> Room:
    """Write the limits of a locked room and fill what appears. Part of an act that asked its policy."""
    before: dict[str, int | None] = {}
    if capacity != room.capacity:
        _refuse_below(capacity, room.held, _("this room"))
        before["room"], room.capacity = room.capacity, capacity
        room.save(update_fields=["capacity"])
    for role in RoomRole.objects.filter(room=room, key__in=role_limits).order_by("position", "pk"):
        most = role_limits[role.key]
        if most != role.capacity:
            _refuse_below(most, role.held, role_name(room.format, role.key))
            before[role.key], role.capacity = role.capacity, most
            role.save(update_fields=["capacity"])
    if before:
        if language := inviting.language_of(room):
            room.about = inviting.of_room(room, language)
            room.save(update_fields=["about"])
        record(
            Facts.EDITED,
            actor=actor,
            subject=room,
            community=room.community_id,
            at=at,
            changed=["limits"],
            before=before,
            **because(how),
        )
        fill(room, at=at)
    return room


def _refuse_below(limit: int | None, held: int, what: str) -> None:
    if limit is not None and limit < 1:
        raise Refused(no("limit", _("A limit is at least one person; leave it empty for no limit.")))
    if limit is not None and limit < held:
        raise Refused(
            no(
                "below_held",
                _(
                    "%(held)s seats of %(what)s are held already, so the limit cannot be %(limit)s. "
                    "Ask somebody to give up a seat first."
                )
                % {"held": held, "what": what, "limit": limit},
            )
        )
