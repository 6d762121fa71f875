"""An erasure is asked for and waits; until it is due it can be taken back."""

from datetime import datetime, timedelta
from typing import Any

from guildhouse.communities import facts as communities
from guildhouse.communities.actions.frame import lock
from guildhouse.communities.models import Community
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.keeping import policy, queries
from guildhouse.keeping.models import Erasure
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people import facts as people
from guildhouse.people.models import Person


@act
def ask_erasure(person: Person, *, actor: Actor, reason: str = "") -> Erasure:
    """Have somebody erased when the waiting time is over; they are told, and until then it can be taken back.

    Asked again it stays as it was asked first.
    """
    at = clock.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    reader = actor.person if isinstance(actor.person, Person) else person
    alone, admins = queries.convenes_alone(person, seen_by=reader), queries.admins()
    require(policy.may_ask_erasure(actor, person, convenes_alone=alone, admins=admins))
    if waiting := Erasure.objects.waiting().filter(person=person).first():
        return waiting
    erasure = _noted(Erasure(person=person, by_id=actor.id, reason=reason), at, policy.PERSON_WAITS)
    said = _said(erasure)
    record(people.Facts.ERASURE_ASKED, actor=actor, subject=erasure, concerns=person.pk, at=at, **said)
    return erasure


@act
def take_back_erasure(person: Person, *, actor: Actor) -> None:
    """Let somebody stay who was to be erased; again changes nothing."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    waiting = Erasure.objects.waiting().filter(person=person).first()
    require(policy.may_take_back(actor, person, asked_by=waiting.by_id if waiting else None))
    if waiting is not None:
        _end(waiting)
        record(people.Facts.ERASURE_TAKEN_BACK, actor=actor, subject=waiting, concerns=person.pk)


@act
def ask_community_erasure(community: Community, *, actor: Actor, reason: str) -> Erasure:
    """Have an archived community erased when the waiting time is over; its members are told.

    Asked again it stays as it was asked first.
    """
    at = clock.now()
    community = lock(community)
    require(policy.may_erase_community(actor, community, parts=community.children.count()))
    if waiting := Erasure.objects.waiting().filter(community=community).first():
        return waiting
    erasure = _noted(Erasure(community=community, by_id=actor.id, reason=reason), at, policy.COMMUNITY_WAITS)
    said = _said(erasure)
    record(
        communities.Facts.ERASURE_ASKED, actor=actor, subject=erasure, community=community.pk, at=at, **said
    )
    return erasure


@act
def take_back_community_erasure(community: Community, *, actor: Actor) -> None:
    """Let a community stay that was to be erased; again changes nothing."""
    community = lock(community)
    require(policy.may_keep(actor))
    waiting = Erasure.objects.waiting().filter(community=community).first()
    if waiting is not None:
        _end(waiting)
        record(communities.Facts.ERASURE_TAKEN_BACK, actor=actor, subject=waiting, community=community.pk)


def _noted(erasure: Erasure, at: datetime, waits: timedelta) -> Erasure:
    erasure.asked_at, erasure.due_at = at, at + waits
    erasure.save(force_insert=True)
    return erasure


def _said(erasure: Erasure) -> dict[str, Any]:
    return {"reason": erasure.reason, "due": erasure.due_at.isoformat()}


def _end(waiting: Erasure) -> None:
    waiting.ended_at = clock.now()
    waiting.save(update_fields=["ended_at"])
