"""An invitation for so many people lets in so many, however many come at once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier

import pytest

from guildhouse.communities import actions
from guildhouse.communities.models import Invitation, InvitationUse, Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.testing.cast import Cast, person
from guildhouse.testing.races import Outcome

COMING = 8
Race = Callable[..., list[Outcome]]


def invitation_for(cast: Cast, most_uses: int) -> Invitation:
    later = clock.now() + timedelta(days=1)
    return actions.invite(cast.glass, most_uses=most_uses, expires_at=later, actor=cast.actor("ana"))[0]


def coming(invitation: Invitation, act: Callable[[Invitation, Person], object]) -> list[Callable[[], object]]:
    people = [person(f"Guest{number}") for number in range(COMING)]
    return [lambda who=who: act(invitation, who) for who in people]  # type: ignore[misc]


def accept(invitation: Invitation, who: Person) -> object:
    return actions.accept_invitation(invitation, actor=Actor(who))


@pytest.mark.django_db(transaction=True)
def test_three_uses_let_three_in(race: Race, cast: Cast) -> None:
    invitation = invitation_for(cast, 3)
    outcomes = race(*coming(invitation, accept))
    invitation.refresh_from_db()
    assert invitation.uses == InvitationUse.objects.count() == 3
    assert Membership.objects.living().filter(community=cast.glass).count() == 4
    assert [type(one.error) for one in outcomes if one.error] == [Refused] * (COMING - 3)


@pytest.mark.django_db(transaction=True)
def test_one_person_with_many_fingers_uses_it_once(race: Race, cast: Cast) -> None:
    invitation = invitation_for(cast, 3)
    outcomes = race(*[lambda: accept(invitation, cast.cy) for _finger in range(COMING)])
    invitation.refresh_from_db()
    assert [one.error for one in outcomes if one.error] == []
    assert invitation.uses == 1


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_constraint_too_many_come_in(race: Race, cast: Cast) -> None:
    """The control: whoever looks outside the writing transaction, and counts nothing, lets everybody in."""
    invitation = invitation_for(cast, 3)
    looked = Barrier(COMING)

    def careless(invitation: Invitation, who: Person) -> None:
        seen = Invitation.objects.get(pk=invitation.pk)
        looked.wait(30)
        if seen.uses < seen.most_uses:
            InvitationUse.objects.create(invitation=invitation, person=who, at=clock.now())

    race(*coming(invitation, careless))
    assert InvitationUse.objects.count() > 3
