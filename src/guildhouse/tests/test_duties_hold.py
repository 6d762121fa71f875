"""What must never be true of duties is seen by whoever checks the house."""

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Duty
from guildhouse.keeping.invariants import violations
from guildhouse.kit import clock
from guildhouse.testing.cast import Cast


def test_a_duty_of_somebody_who_does_not_belong_is_seen(cast: Cast):
    begins_on = queries.seasons(cast.weavers, clock.now()).this.begins_on
    one = actions.take_duty(cast.weavers, kind="friend", begins_on=begins_on, actor=cast.actor("bo"))
    before = set(violations())
    Duty.objects.filter(pk=one.pk).update(person=cast.cy)
    wrong = f"Person {cast.cy.pk} is friend in community {cast.weavers.pk} without belonging to it."
    assert set(violations()) - before == {wrong}
