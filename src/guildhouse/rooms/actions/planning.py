"""Planning a room, publishing it, and changing it while people hold seats in it."""

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
from guildhouse.kit.rules import Refused, no, require
from guildhouse.kit.walls import instant
from guildhouse.people.models import Person
from guildhouse.rooms import formats, policy, queries
from guildhouse.rooms.actions.seating import fill, lock, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Host, Room, RoomRole, Seat
from guildhouse.rooms.models.plan import SHARED_FIELDS

State = Room.State
# What changes where and when people have to be; everything else is an edit that asks nobody to do anything.
MOVING = ("mode", "place", "address", "link", "zone", "minutes")
LIMITS = ("capacity",)


def _person(actor: Actor) -> Person | None:
    return actor.person if isinstance(actor.person, Person) else None


def _viewer(actor: Actor, room: Room) -> policy.Viewer:
    return queries.viewer(_person(actor), room)


@act
def plan(
    community: Community,
    *,
    actor: Actor,
    wall_date: date,
    wall_time: time,
    zone: str,
    form_key: str | None = None,
    role_limits: Mapping[str, int | None] | None = None,
    **fields: Any,
) -> Room:
    """Plan a room as a draft that only its hosts see, with the roles and the limits of its format.

    `wall_date` and `wall_time` are the clock on the wall in `zone` (an IANA name); `fields` are columns of the
    room's plan; `role_limits` maps role keys to their most people. The same `form_key` gives the same room.
    """
    at = clock.now()
    person = _person(actor)
    require(communities_policy.may_open_rooms(standing_in(person, community), community))
    if form_key and (made := Room.objects.filter(form_key=form_key, created_by=person).first()):
        return made
    starts_at = instant(wall_date, wall_time, zone)
    if starts_at <= at:
        raise Refused(no("past", _("This time has passed. Give the room a time that is still to come.")))
    room = new_room(
        community,
        at=at,
        created_by=person,
        form_key=form_key,
        wall_date=wall_date,
        wall_time=wall_time,
        zone=zone,
        role_limits=role_limits or {},
        **fields,
    )
    record(Facts.PLANNED, actor=actor, subject=room, community=community.pk, at=at, purpose=room.purpose)
    return room


def new_room(
    community: Community, *, at: datetime, role_limits: Mapping[str, int | None], **fields: Any
) -> Room:
    """The rows of a draft: room, roles by its format, host. Part of an act that asked its policy."""
    starts_at = instant(fields["wall_date"], fields["wall_time"], fields["zone"])
    room = Room(community=community, created_at=at, starts_at=starts_at, **fields)
    room.ends_at = starts_at + timedelta(minutes=room.minutes)
    room.save(force_insert=True)
    if room.created_by is not None:
        Host.objects.create(room=room, person=room.created_by, at=at)
    RoomRole.objects.bulk_create(roles_of(room, role_limits))
    return room


def roles_of(room: Room, limits: Mapping[str, int | None]) -> list[RoomRole]:
    """The roles one can ask a seat in: those of the format, and observers where the room welcomes them."""
    seats = formats.get(room.format).seats
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
    if room.welcomes_observers and not any(role.key == "observer" for role in seats):
        roles.append(RoomRole(room=room, key="observer", capacity=limits.get("observer"), position=99))
    return roles


@act
def publish(room: Room, *, actor: Actor) -> Room:
    """Show a draft to everybody who may see it, and let people ask for seats."""
    room, at = lock(room), clock.now()
    require(policy.may_publish(_viewer(actor, room), room, room.community, at=at))
    return show(room, actor=actor, at=at)


def show(room: Room, *, actor: Actor, at: datetime, how: str = "") -> Room:
    """Make a draft public. Part of an act that asked its policy."""
    if room.state == State.DRAFT:
        room.state, room.published_at = State.PUBLISHED, at
        room.save(update_fields=["state", "published_at"])
        record(
            Facts.PUBLISHED,
            actor=actor,
            subject=room,
            community=room.community_id,
            at=at,
            purpose=room.purpose,
            **({"how": how} if how else {}),
        )
    return room


@act
def edit(room: Room, *, actor: Actor, **fields: Any) -> Room:
    """Change what a room states; its requests and seats stay. Moving it tells everybody who holds a seat.

    `fields` are columns of the plan, `wall_date` and `wall_time`; use `set_limits` for limits.
    """
    room, at = lock(room), clock.now()
    require(policy.may_change(_viewer(actor, room), room, at=at))
    return change(room, actor=actor, at=at, **fields)


def change(room: Room, *, actor: Actor, at: datetime, **fields: Any) -> Room:
    """Write changed columns of a locked room and tell what changed. Part of an act that asked its policy."""
    allowed = {*SHARED_FIELDS, "wall_date", "wall_time", "runs_anyway", "assumed"} - {"capacity"}
    before = {name: getattr(room, name) for name in fields if name in allowed}
    changed = [name for name, value in before.items() if value != fields[name]]
    if not changed:
        return room
    for name in changed:
        setattr(room, name, fields[name])
    moved = [name for name in changed if name in (*MOVING, "wall_date", "wall_time")]
    columns = list(changed)
    if moved:
        _set_time(room, at)
        columns += ["starts_at", "ends_at", "sequence", "checked"]
    room.save(update_fields=columns)
    record(
        Facts.MOVED if moved else Facts.EDITED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        changed=changed,
        before={name: str(before[name]) for name in moved if name not in ("address", "link")},
    )
    return room


def _set_time(room: Room, at: datetime) -> None:
    was = room.starts_at
    room.starts_at = instant(room.wall_date, room.wall_time, room.zone)
    room.ends_at = room.starts_at + timedelta(minutes=room.minutes)
    room.sequence += 1
    if room.starts_at != was:
        room.checked = 0
        if room.starts_at <= at:
            raise Refused(no("past", _("This time has passed. Give the room a time that is still to come.")))


@act
def move(room: Room, *, actor: Actor, wall_date: date, wall_time: time, zone: str = "") -> Room:
    """Postpone a room or bring it forward; everybody who holds a seat is told and keeps it."""
    return edit(room, actor=actor, wall_date=wall_date, wall_time=wall_time, zone=zone or room.zone)


@act
def set_limits(
    room: Room, *, actor: Actor, capacity: int | None, role_limits: Mapping[str, int | None] | None = None
) -> Room:
    """Set how many people fit, in all and per role (None: no limit); room that appears goes to those in line."""
    room, at = lock(room), clock.now()
    require(policy.may_change(_viewer(actor, room), room, at=at))
    _refuse_below(capacity, room.held, _("this room"))
    before = {"room": room.capacity}
    changed = capacity != room.capacity
    room.capacity = capacity
    room.save(update_fields=["capacity"])
    language = room.community.language
    for role in RoomRole.objects.filter(room=room, key__in=role_limits or {}).order_by("position", "pk"):
        limit = (role_limits or {})[role.key]
        _refuse_below(limit, role.held, role_name(room, role.key, language))
        before[role.key] = role.capacity
        changed = changed or limit != role.capacity
        role.capacity = limit
        role.save(update_fields=["capacity"])
    if changed:
        record(
            Facts.EDITED,
            actor=actor,
            subject=room,
            community=room.community_id,
            at=at,
            changed=["limits"],
            before=before,
        )
        fill(room, at=at)
    return room


def role_name(room: Room, key: str, language: str) -> str:
    """A role's name in a language: as its format says, else its key."""
    for role in formats.get(room.format).roles:
        if role.key == key:
            return role.name_in(language)
    return _("observer") if key == "observer" else key


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


@act
def close(room: Room, *, actor: Actor) -> Room:
    """Take no new requests; those who have a seat or wait in line keep what they have."""
    room, at = lock(room), clock.now()
    require(policy.may_change(_viewer(actor, room), room, at=at))
    if room.state == State.PUBLISHED:
        room.state = State.CLOSED
        room.save(update_fields=["state"])
        record(Facts.CLOSED, actor=actor, subject=room, community=room.community_id, at=at)
    return room


@act
def reopen(room: Room, *, actor: Actor) -> Room:
    """Take requests again; whatever is free goes to those in line first."""
    room, at = lock(room), clock.now()
    require(policy.may_change(_viewer(actor, room), room, at=at))
    if room.state == State.CLOSED:
        room.state = State.PUBLISHED
        room.save(update_fields=["state"])
        record(Facts.REOPENED, actor=actor, subject=room, community=room.community_id, at=at)
        fill(room, at=at)
    return room


@act
def cancel(room: Room, *, actor: Actor, why: str) -> Room:
    """Cancel a room, with the reason everybody who had to do with it is told."""
    room, at = lock(room), clock.now()
    if room.state == State.CANCELLED:
        return room
    require(policy.may_change(_viewer(actor, room), room, at=at))
    if not why.strip():
        raise Refused(no("why", _("Say why; everybody who planned to come will read it.")))
    end_without_being_held(room, State.CANCELLED, actor=actor, at=at, why=why)
    record(Facts.CANCELLED, actor=actor, subject=room, community=room.community_id, at=at, why=why)
    return room


def end_without_being_held(
    room: Room, state: Room.State, *, actor: Actor, at: datetime, why: str, how: str = ""
) -> None:
    """Cancelled or lapsed: every living seat lapses. Part of an act that holds the room's lock."""
    room.state, room.why_ended = state, why
    room.sequence += 1
    room.save(update_fields=["state", "why_ended", "sequence"])
    roles = {role.pk: role for role in RoomRole.objects.filter(room=room)}
    for seat in Seat.objects.living().filter(room=room).order_by("pk"):
        seat.room, seat.role = room, roles[seat.role_id]
        step(seat, Seat.State.LAPSED, actor=actor if actor.person else SYSTEM, at=at, how=how or str(state))


@act
def run_anyway(room: Room, *, actor: Actor) -> Room:
    """Run a room below its minimum with those who come."""
    room, at = lock(room), clock.now()
    require(policy.may_change(_viewer(actor, room), room, at=at))
    if not room.runs_anyway:
        room.runs_anyway = True
        room.save(update_fields=["runs_anyway"])
        record(Facts.RUNS_ANYWAY, actor=actor, subject=room, community=room.community_id, at=at)
    return room


@act
def delete_draft(room: Room, *, actor: Actor) -> None:
    """Delete a draft nobody has seen; a published room is cancelled instead."""
    room, at = lock(room), clock.now()
    require(policy.may_host(_viewer(actor, room)))
    if room.state != State.DRAFT:
        raise Refused(no("published", _("People have seen this room. Cancel it, so that they are told.")))
    Seat.objects.filter(room=room).delete()
    RoomRole.objects.filter(room=room).delete()
    record(
        Facts.CANCELLED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        how="draft",
        purpose=room.purpose,
    )
    room.delete()


@act
def confirm_assumption(room: Room, *, actor: Actor, field: str) -> Room:
    """Say that what an import assumed about this room is right."""
    room, at = lock(room), clock.now()
    require(policy.may_change(_viewer(actor, room), room, at=at))
    left = [one for one in room.assumed if one.get("field") != field]
    if left != room.assumed:
        room.assumed = left
        room.save(update_fields=["assumed"])
        record(
            Facts.ASSUMPTION_CONFIRMED,
            actor=actor,
            subject=room,
            community=room.community_id,
            at=at,
            field=field,
        )
    return room
