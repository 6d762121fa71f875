"""Erasing a community: from the archive, after a waiting time, whole."""

from datetime import datetime

from django.db.models import Q

from guildhouse.cases.actions import end_with_room
from guildhouse.communities.actions.frame import lock
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community
from guildhouse.history.actions import act, record, touch
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.keeping import policy
from guildhouse.keeping.models import Erasure, Tombstone
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, require
from guildhouse.notices.models import Letter
from guildhouse.rooms.models import Room, Seat, Series


@act
def erase_community(community: Community, *, actor: Actor) -> None:
    """Erase an archived community now, with its rooms, its history and the letters about it."""
    community = lock(community)
    require(policy.may_erase_community(actor, community, parts=community.children.count()))
    _remove(community, actor, clock.now())


@act
def remove_community(public_id: str, *, actor: Actor, at: datetime) -> bool:
    """Erase a community again that was erased before a restore; answers whether it was there."""
    community = Community.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    if community is None:
        return False
    require(policy.may_keep(actor))
    community.children.update(parent=None)
    _remove(community, actor, at)
    return True


def erase_communities_due(most: int = 1) -> int:
    """Erase communities whose waiting time is over; answers how many. One taken out of the archive by then stays."""
    done = 0
    due = Erasure.objects.due(clock.now()).exclude(community=None)
    for pk, community in due.order_by("due_at", "pk").values_list("pk", "community")[:most]:
        try:
            erase_community(Community(pk=community), actor=SYSTEM)
            done += 1
        except Refused:
            _let_stay(pk)
    return done


@act
def _let_stay(pk: int) -> None:
    Erasure.objects.waiting().filter(pk=pk).update(ended_at=clock.now())


def _remove(community: Community, actor: Actor, at: datetime) -> None:
    pk = community.pk
    facts = Fact.objects.filter(community_id=pk)
    Letter.objects.filter(Q(community_id=pk) | Q(fact_id__in=facts.values("pk"))).delete()
    end_with_room(Room.objects.filter(community=pk).values_list("pk", flat=True))
    Seat.objects.filter(room__community=pk).delete()
    Room.objects.filter(community=pk).delete()
    Series.objects.filter(community=pk).delete()
    facts.delete()
    # Its version stays and is raised: pages kept of it are old from now on, in every process.
    touch(pk)
    record(Facts.ERASED, actor=actor, subject=community, at=at)
    Tombstone.objects.get_or_create(
        kind=Tombstone.Kind.COMMUNITY, public_id=community.public_id, defaults={"erased_at": at}
    )
    community.delete()
