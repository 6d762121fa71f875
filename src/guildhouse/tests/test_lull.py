"""What happened is told when the rush is over, and soon enough when it does not end."""

from datetime import timedelta

import pytest

from guildhouse.history import deliveries
from guildhouse.history.actions import one_act, record
from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db


def happens(moment) -> None:
    with clock.at(moment), one_act():
        record("people.joined", actor=SYSTEM, subject=Person.objects.create(name="Ivo"))


def rests(moment) -> bool:
    with clock.at(moment):
        return deliveries.still_coming()


def test_a_worker_rests_while_facts_are_coming():
    at = clock.now()
    assert not rests(at)
    happens(at)
    assert rests(at + timedelta(seconds=0.2))
    assert not rests(at + timedelta(seconds=0.6))


def test_nobody_waits_for_the_end_of_a_rush_that_goes_on():
    at = clock.now()
    for third in range(61):
        happens(at + timedelta(seconds=third / 3))
    assert rests(at + timedelta(seconds=19.9))
    assert not rests(at + timedelta(seconds=20.1))
