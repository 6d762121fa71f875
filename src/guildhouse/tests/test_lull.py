"""What happened is told when the rush is over, and soon enough when it does not end."""

import threading
from datetime import timedelta

import pytest

from guildhouse import worker
from guildhouse.history import deliveries
from guildhouse.history.actions import one_act, record
from guildhouse.history.actors import SYSTEM
from guildhouse.history.models import Delivery
from guildhouse.kit import clock
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db


def happens(moment) -> None:
    with clock.at(moment), one_act():
        record("people.joined", actor=SYSTEM, subject=Person.objects.create(name="Ivo"))


def rests(moment) -> bool:
    with clock.at(moment):
        lasts = deliveries.rush()
    return lasts is not None and lasts < worker.PATIENCE


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


class Interrupted(threading.Event):
    """Over as soon as somebody waits for it; keeps for how long they would have."""

    waits: float | None = None

    def wait(self, timeout=None):
        self.waits = timeout
        self.set()
        return True


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_works_during_a_rush_rests_between_two_portions():
    at = clock.now()
    happens(at - worker.PATIENCE - timedelta(seconds=5))
    happens(at)
    stop = Interrupted()
    worker.run(stop)
    assert stop.waits is not None
    assert 0 < stop.waits <= worker.LONGEST_REST
    assert stop.waits != worker.IDLE
    assert not Delivery.objects.due(clock.now()).exists()
