"""The numbers that are kept as people come and go are those one would count."""

import pytest

from guildhouse.communities import actions, queries, tasks
from guildhouse.communities.models import Bridge, Community, Membership, Ring
from guildhouse.communities.queries.bridges import bridges, counted
from guildhouse.kit import clock


def on_rings(community: Community) -> dict[str, int]:
    return {level: people for level, people in queries.on_levels(community).items() if people}


def test_who_comes_moves_and_leaves_is_counted_on_their_ring(cast):
    assert on_rings(cast.weavers) == {"core": 1, "active": 1}
    actions.join(cast.weavers, actor=cast.actor("cy"))
    assert on_rings(cast.weavers) == {"core": 1, "active": 1, "newcomer": 1}
    member = Membership.objects.living().get(community=cast.weavers, person=cast.cy)
    actions.recognise(member, level="active", evidence="Held a room.", actor=cast.actor("ana"))
    assert on_rings(cast.weavers) == {"core": 1, "active": 2}
    actions.leave(cast.weavers, actor=cast.actor("cy"))
    assert on_rings(cast.weavers) == {"core": 1, "active": 1}


def test_a_membership_that_ended_before_it_was_written_is_not_counted(cast):
    at = clock.now()
    Membership.objects.create(community=cast.weavers, person=cast.cy, joined_at=at, ended_at=at)
    assert on_rings(cast.weavers) == {"core": 1, "active": 1}


def test_bridges_are_written_down_as_they_are_counted(cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("guildhouse.communities.queries.bridges.COUNTED_AT_ONCE", 0)
    both = [cast.weavers.pk, cast.glass.pk]
    Membership.objects.create(community=cast.glass, person=cast.bo, joined_at=clock.now())
    assert bridges(both, memberships=4) == []
    assert tasks.recount() == 1
    assert bridges(both, memberships=4) == counted(both) == [(*sorted(both), 2)]
    assert tasks.recount() == 0
    Membership.objects.get(community=cast.glass, person=cast.bo).end("left", clock.now())
    Membership.objects.get(community=cast.glass, person=cast.ana).end("left", clock.now())
    assert tasks.recount() == 1
    assert not Bridge.objects.exists()
    assert Ring.objects.get(community=cast.glass, level="core").people == 0
