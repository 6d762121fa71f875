"""Planning a room, publishing it, and changing it while people hold seats in it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.actions.frame import standing_of
from guildhouse.communities.models import Community
from guildhouse.communities.models.membership import Level
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import YES, Refused, Verdict, no, require
from guildhouse.kit.walls import instant, is_zone
from guildhouse.rooms import inviting, policy, reforming
from guildhouse.rooms.actions.frame import lock_community, person_of, viewer_of
from guildhouse.rooms.actions.limits import roles_of
from guildhouse.rooms.actions.rerolling import take_roles_of_format
from guildhouse.rooms.actions.seating import because, fill, lock
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.known import exists_for
from guildhouse.rooms.models import Host, Merging, Room, RoomRole, Seat, TimePoll
from guildhouse.rooms.models.plan import SHARED_FIELDS

State = Room.State
# What changes where and when people have to be; everything else is an edit that asks nobody to do anything.
MOVING = ("mode", "place", "address", "link", "zone", "minutes")
AT_CUTOFF = 4  # the bit of Room.checked that says its size at the cut-off was looked at


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
    community, at = lock_community(community), clock.now()
    person = person_of(actor)
    require(communities_policy.may_open_rooms(standing_of(actor, community), community))
    if form_key and (made := Room.objects.filter(form_key=form_key, created_by=person).first()):
        return made
    require(is_sound({"zone": zone, **fields}, community))
    require(policy.may_be_on(wall_date, at.date()))
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


def is_sound(fields: Mapping[str, Any], community: Community) -> Verdict:
    """Whether what a plan names exists here: its zone, its format, the level of those who may come."""
    if "zone" in fields and not is_zone(fields["zone"]):
        return no("zone", _("This time zone is not known. Choose one of the list, such as Europe/Rome."))
    if "format" in fields and not exists_for(fields["format"], community.pk):
        return no("format", _("This format is not known. Choose one of the list."))
    if fields.get("access") == Room.Access.LEVEL and fields.get("access_level", "") not in Level.values:
        return no("access_level", _("Say from which level up members may ask for a seat."))
    return YES


def new_room(
    community: Community, *, at: datetime, role_limits: Mapping[str, int | None], **fields: Any
) -> Room:
    """The rows of a draft: room, roles by its format, host. Part of an act that asked its policy."""
    room = drafted(community, at=at, **fields)
    add_rooms([room], role_limits)
    return room


def drafted(community: Community, *, at: datetime, **fields: Any) -> Room:
    """A draft that is not kept yet."""
    starts_at = instant(fields["wall_date"], fields["wall_time"], fields["zone"])
    room = Room(community=community, created_at=at, starts_at=starts_at, **fields)
    room.ends_at = starts_at + timedelta(minutes=room.minutes)
    return room


def add_rooms(rooms: list[Room], role_limits: Mapping[str, int | None]) -> None:
    """Keep rooms with the roles of their formats and their hosts. Part of an act that asked its policy."""
    Room.objects.bulk_create(rooms)
    RoomRole.objects.bulk_create(role for room in rooms for role in roles_of(room, role_limits))
    planned = [room for room in rooms if room.created_by is not None]
    Host.objects.bulk_create(Host(room=room, person=room.created_by, at=room.created_at) for room in planned)


@act
def publish(room: Room, *, actor: Actor) -> Room:
    """Show a draft to everybody who may see it, and let people ask for seats."""
    room, at = lock(room), clock.now()
    require(policy.may_publish(viewer_of(actor, room), room, room.community, at=at))
    return show(room, actor=actor, at=at)


def show(room: Room, *, actor: Actor, at: datetime, how: str = "") -> Room:
    """Make a draft public. Part of an act that asked its policy."""
    if room.state == State.DRAFT:
        open_doors(room, at)
        room.save(update_fields=["state", "published_at", "changed_at", "checked"])
        record(
            Facts.PUBLISHED,
            actor=actor,
            subject=room,
            community=room.community_id,
            at=at,
            purpose=room.purpose,
            **because(how),
        )
    return room


def open_doors(room: Room, at: datetime) -> None:
    """Have a room stand as published from this moment; whoever calls this keeps it, and records it."""
    room.state, room.published_at, room.changed_at = State.PUBLISHED, at, at
    room.checked = _checked_on_arrival(room, at)


def _checked_on_arrival(room: Room, at: datetime) -> int:
    # A room that is shown or moved inside its own cut-off must not lapse the moment it gets there.
    return AT_CUTOFF if at >= room.cutoff_at else 0


@act
def edit(room: Room, *, actor: Actor, **fields: Any) -> Room:
    """Change what a room states; its requests and seats stay. Moving it tells everybody who holds a seat.

    `fields` are columns of the plan, `wall_date` and `wall_time`; use `set_limits` for limits.
    """
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    require(policy.may_change(viewer, room, at=at))
    require(is_sound({"access": room.access, "access_level": room.access_level, **fields}, room.community))
    if fields.get("format", room.format) != room.format:
        require(policy.may_convert(viewer, room, at=at))
    if any(
        getattr(room, name) != fields[name] for name in ("wall_date", "wall_time", "zone") if name in fields
    ):
        require(policy.may_retime(viewer, room, at=at))
    return change(room, actor=actor, at=at, **fields)


def change(room: Room, *, actor: Actor, at: datetime, **fields: Any) -> Room:
    """Write changed columns of a locked room and tell what changed. Part of an act that asked its policy."""
    allowed = {*SHARED_FIELDS, "wall_date", "wall_time", "runs_anyway", "assumed"} - {"capacity"}
    before = {name: getattr(room, name) for name in fields if name in allowed}
    changed = [name for name, value in before.items() if value != fields[name]]
    if not changed:
        return room
    if "line" in changed and room.waiting:
        raise Refused(
            no(
                "line",
                _(
                    "People are in line and were told in which order they come. It stays until the line is empty."
                ),
            )
        )
    if "wall_date" in changed:
        require(policy.may_be_on(fields["wall_date"], at.date()))
    wrote_itself = "" if "about" in changed else inviting.language_of(room)
    for name in changed:
        setattr(room, name, fields[name])
    if wrote_itself and room.about != (again := inviting.of_room(room, wrote_itself)):
        room.about = again
        changed.append("about")
    moved = [name for name in changed if name in (*MOVING, "wall_date", "wall_time")]
    room.changed_at = at
    columns = [*changed, "changed_at"]
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
    if "format" in changed:
        reforming.give_way(room, actor, at)
    if {"format", "welcomes_observers"} & set(changed):
        take_roles_of_format(room, before.get("format", room.format), actor=actor, at=at)
    _keep_promises(room, at)
    return room


def _keep_promises(room: Room, at: datetime) -> None:
    """After a change: no offer and no merging outlasts the cut-off, and what may be given away now is given away."""
    offers = Seat.objects.filter(room=room, state=Seat.State.OFFERED, expires_at__gt=room.cutoff_at)
    offers.update(expires_at=max(room.cutoff_at, at))
    merging = Merging.objects.filter(room=room, ended_at=None, ends_at__gt=room.cutoff_at)
    merging.update(ends_at=max(room.cutoff_at, at))
    fill(room, at=at)


def _set_time(room: Room, at: datetime) -> None:
    was = room.starts_at
    room.starts_at = instant(room.wall_date, room.wall_time, room.zone)
    room.ends_at = room.starts_at + timedelta(minutes=room.minutes)
    room.sequence += 1
    if room.starts_at != was:
        room.checked = _checked_on_arrival(room, at)
        if room.starts_at <= at:
            raise Refused(no("past", _("This time has passed. Give the room a time that is still to come.")))
        TimePoll.objects.filter(room=room, ended_at=None).update(ended_at=at)


@act
def move(room: Room, *, actor: Actor, wall_date: date, wall_time: time, zone: str = "") -> Room:
    """Postpone a room or bring it forward; everybody who holds a seat is told and keeps it."""
    return edit(room, actor=actor, wall_date=wall_date, wall_time=wall_time, zone=zone or room.zone)


@act
def close(room: Room, *, actor: Actor) -> Room:
    """Take no new requests; those who have a seat or wait in line keep what they have."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    if room.state == State.PUBLISHED:
        room.state = State.CLOSED
        room.save(update_fields=["state"])
        record(Facts.CLOSED, actor=actor, subject=room, community=room.community_id, at=at)
    return room


@act
def reopen(room: Room, *, actor: Actor) -> Room:
    """Take requests again; whatever is free goes to those in line first."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    if Merging.objects.filter(room=room, ended_at=None).exists():
        raise Refused(no("merging", _("One of these rooms is being merged already. Stop that first.")))
    if room.state == State.CLOSED:
        room.state = State.PUBLISHED
        room.save(update_fields=["state"])
        record(Facts.REOPENED, actor=actor, subject=room, community=room.community_id, at=at)
        fill(room, at=at)
    return room


@act
def run_anyway(room: Room, *, actor: Actor) -> Room:
    """Run a room below its minimum with those who come."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    if not room.runs_anyway:
        room.runs_anyway = True
        room.save(update_fields=["runs_anyway"])
        record(Facts.RUNS_ANYWAY, actor=actor, subject=room, community=room.community_id, at=at)
    return room
