"""Forming the circles of a room, and letting go of them."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from guildhouse.circles import parts, policy, progress, queries
from guildhouse.circles.actions.writing import Planned, links_of, write
from guildhouse.circles.facts import Facts
from guildhouse.circles.models import Arrangement, Round, Wish
from guildhouse.circles.preparing import Asked, Prepared, prepare
from guildhouse.circles.search.arranging import arrange
from guildhouse.circles.search.chance import chance_of
from guildhouse.circles.search.exact import Asking
from guildhouse.circles.search.proving import proved
from guildhouse.circles.search.roles import give_parts
from guildhouse.circles.search.telling import APART, CLASH, EXPERIENCE, TOGETHER, unmet
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms.actions.frame import person_of, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_of

SECONDS = 1.5
PROOF_SECONDS = 3.0
SPOKEN = (APART, TOGETHER, EXPERIENCE)
TRIES = 3


def form(
    room: Room,
    *,
    rounds: int | None = None,
    actor: Actor,
    spreads_experience: bool = False,
    minds_language: bool = False,
    instead_of: int | None = None,
    seed: int | None = None,
    ticking: Callable[[], float] = monotonic,
) -> Arrangement:
    """Form circles for so many rounds (as many as the format has when none are named) among those who come.

    The search takes up to a second and a half and runs before anything is locked. Where circles stand already they
    are answered as they are, unless `instead_of` is their key: then those of rounds to come are formed anew.
    """
    shown = format_of(room.format)
    require(policy.may_form(viewer_of(actor, room), room, shown))
    wanted = min(max(1, rounds or parts.usual_rounds(shown)), Round.MOST)
    asked = Asked(wanted, spreads_experience, minds_language)
    drawn = secrets.randbelow(2**31) if seed is None else seed
    for _try in range(TRIES):
        standing = queries.arrangement_of(room)
        if standing is not None and standing.pk != instead_of:
            return standing
        begun = progress.begun(room)
        prepared = prepare(room, asked, at=clock.now(), begun=begun)
        require(policy.may_form_with(viewer_of(actor, room), room, shown, len(prepared.people)))
        planned = search(prepared, drawn, ticking)
        kept = _keep(planned, begun, drawn, instead_of, actor=actor)
        if kept is not None:
            return kept
    raise Refused(no("moving", _("Seats change just now. Wait a moment, then form the circles once more.")))


def search(prepared: Prepared, seed: int, ticking: Callable[[], float]) -> Planned:
    """Groups for every round, and parts in each circle; where spoken wishes are left over, the solver is asked."""
    task = prepared.task
    found = arrange(task, seed=seed, seconds=SECONDS, clock=ticking)
    clash: tuple[Asking, ...] = ()
    if any(one.kind in SPOKEN for one in unmet(task, found.plan)):
        proof = proved(task, seconds=PROOF_SECONDS, seed=seed)
        clash = proof.clash
        if proof.plan:
            proved_one = arrange(task, seed=seed, seconds=SECONDS, clock=ticking, begin=proof.plan)
            found = min(found, proved_one, key=lambda one: one.cost)
    many = len(parts.slots(prepared.format, task.sizes[0]))
    played, before = prepared.played, prepared.before
    cast = give_parts(found.plan, many, chance_of(seed), played=played, before=before, stays=task.fixed)
    return Planned(prepared, found.plan, cast, clash)


@act
def _keep(
    planned: Planned, begun: int, seed: int, instead_of: int | None, *, actor: Actor
) -> Arrangement | None:
    """Write what was found, if the room is still as it was searched for; None when it is not."""
    prepared, at = planned.prepared, clock.now()
    room = lock(prepared.room)
    viewer = viewer_of(actor, room)
    require(policy.may_form_with(viewer, room, prepared.format, len(prepared.people)))
    standing = queries.arrangement_of(room)
    if standing is not None and standing.pk != instead_of:
        return standing
    there = {person for person, _tongue in queries.coming(room, prepared.format)}
    if there != set(prepared.people) or (progress.begun(room), room.format) != (begun, prepared.room.format):
        return None
    made, links = _renewed(standing, planned, seed, actor, at), links_of(room)
    Round.objects.filter(room=room, number__gt=begun).delete()
    write(planned, first=begun + 1, links=links)
    record(
        Facts.FORMED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        rounds=len(planned.plan),
        circles=len(prepared.task.sizes),
        people=len(prepared.people),
    )
    return made


def _renewed(
    standing: Arrangement | None, planned: Planned, seed: int, actor: Actor, at: datetime
) -> Arrangement:
    """The row that says how the circles were formed, a new one each time so that nobody replaces another's unseen."""
    shown_at = standing.shown_at if standing else None
    if standing is not None:
        standing.delete()
    return Arrangement.objects.create(
        room=planned.prepared.room,
        formed_at=at,
        formed_by=person_of(actor),
        shown_at=shown_at,
        spreads_experience=planned.prepared.asked.spreads_experience,
        minds_language=planned.prepared.asked.minds_language,
        unmet=_told(planned),
        seed=seed,
    )


def _told(planned: Planned) -> list[dict[str, Any]]:
    """What was not given, and which wishes clash, by their ids: they are read anew by whoever may see them."""
    task, people = planned.prepared.task, planned.prepared.people
    told = [asdict(one) for one in unmet(task, planned.plan)]
    if planned.clash:
        named = [(one.kind, {people[each] for each in one.people}) for one in planned.clash]
        wishes = Wish.objects.for_room(planned.prepared.room).order_by("pk")
        ids = [wish.public_id for wish in wishes if (wish.kind, {wish.one_id, wish.other_id}) in named]
        told.append({"kind": CLASH, "wishes": ids, "experience": (EXPERIENCE, set()) in named})
    return told


@act
def let_go(room: Room, *, actor: Actor) -> None:
    """Throw the circles of a room away; without circles nothing changes."""
    room, at = lock(room), clock.now()
    require(policy.may_let_go(viewer_of(actor, room), room, progress.begun(room)))
    give_way(room, actor, at)


def give_way(room: Room, actor: Actor, at: datetime) -> None:
    """Throw circles away as part of an act that asked its policy, such as giving the room another format."""
    if not Arrangement.objects.filter(room=room).delete()[0]:
        return
    Round.objects.filter(room=room).delete()
    record(Facts.LET_GO, actor=actor, subject=room, community=room.community_id, at=at)


@act
def show(room: Room, *, actor: Actor, shown: bool = True) -> None:
    """Let those who come see their circles, or take them back from view; asked twice nothing changes."""
    room, at = lock(room), clock.now()
    require(policy.may_show(viewer_of(actor, room), room))
    standing = Arrangement.objects.filter(room=room).first()
    if standing is None:
        raise Refused(no("none", _("There are no circles yet. Form them first.")))
    if bool(standing.shown_at) == shown:
        return
    standing.shown_at = at if shown else None
    standing.save(update_fields=["shown_at"])
    record(
        Facts.SHOWN if shown else Facts.HIDDEN, actor=actor, subject=room, community=room.community_id, at=at
    )
