"""Somebody who takes the place that was kept for them becomes one member, not two."""

import pytest

from guildhouse.communities.models import Membership, Office
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people import actions, claiming
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast):
    """A place kept in the weavers for somebody who has not come yet: core, and their facilitator."""
    person = Person.objects.create(name="Elma Ruiz", handle="elma")
    mine = {"community": cast.weavers, "person": person}
    Membership.objects.create(**mine, level="core", joined_at=clock.now())
    Office.objects.create(**mine, kind="facilitator", since=clock.now())
    return person


def take(kept, cast, person):
    invitation = actions.invite_to_claim(kept, email=person.email, actor=Actor(cast.ana))
    return actions.claim(invitation, actor=Actor(person))


def test_a_convener_may_send_the_invitation_to_claim(kept, cast):
    assert claiming.vouched_for(cast.ana, kept) is True
    assert claiming.vouched_for(cast.bo, kept) is False


def test_a_stranger_gets_the_membership_and_the_office(kept, cast):
    take(kept, cast, cast.cy)

    assert Membership.objects.living().get(community=cast.weavers, person=cast.cy).level == "core"
    assert Office.objects.held().get(community=cast.weavers, person=cast.cy).kind == "facilitator"


def test_a_member_stays_one_member_at_the_nearer_level(kept, cast):
    take(kept, cast, cast.bo)

    memberships = Membership.objects.living().filter(community=cast.weavers, person__in=[cast.bo, kept])
    assert list(memberships.values_list("person", "level")) == [(cast.bo.pk, "core")]
    assert (
        Office.objects.held().filter(community=cast.weavers, person=cast.bo, kind="facilitator").count() == 1
    )
