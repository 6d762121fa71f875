"""Every act passes named places at which a fault can be caused, and nothing half-done is left by one."""

import subprocess
from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from guildhouse.history.actions import act
from guildhouse.history.models import Delivery, Fact, Version
from guildhouse.keeping.invariants import violations
from guildhouse.kit import failpoints
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import ask, open_room
from guildhouse.testing.cast import Cast

BEFORE = ("rooms.ask.begun", "rooms.seat_confirmed.recorded", "rooms.ask.before-commit")


@act
def nothing_at_all() -> None:
    """An act nobody thought of when the failpoints were placed."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", BEFORE)
def test_an_act_that_fails_before_its_end_has_not_happened(cast: Cast, place: str) -> None:
    room = open_room(cast.weavers, cast.ana)
    facts = Fact.objects.count(), Delivery.objects.count(), list(Version.objects.values_list("number"))
    with failpoints.armed(f"{place}=db-error"), pytest.raises(OperationalError, match=place):
        ask(room, cast.bo)
    assert not Seat.objects.exists()
    assert Room.objects.get(pk=room.pk).held == 0
    assert facts == (
        Fact.objects.count(),
        Delivery.objects.count(),
        list(Version.objects.values_list("number")),
    )


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_after_its_end_has_happened_and_repeating_it_changes_nothing(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with failpoints.armed("rooms.ask.after-commit=raise"), pytest.raises(failpoints.Injected):
        ask(room, cast.bo)
    facts = Fact.objects.count()
    assert ask(room, cast.bo).state == Seat.State.CONFIRMED
    assert Fact.objects.count() == facts
    assert list(violations()) == []


@pytest.mark.django_db(transaction=True)
def test_every_act_has_its_failpoints_without_anyone_placing_them() -> None:
    for moment in ("begun", "before-commit", "after-commit"):
        with failpoints.armed(f"*.nothing_at_all.{moment}=raise"), pytest.raises(failpoints.Injected):
            nothing_at_all()


def test_without_the_setting_nothing_is_met() -> None:
    assert not failpoints.ON


@pytest.mark.parametrize("nonsense", ["rooms.ask.begun=explode", "=kill", "a=sleep:long", "a=kill%often"])
def test_a_fault_that_makes_no_sense_is_refused(nonsense: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="GUILDHOUSE_FAILPOINTS"):
        failpoints.read(nonsense)


def test_a_house_that_others_can_reach_refuses_failpoints(
    run_guildhouse: Callable[..., "subprocess.CompletedProcess[str]"],
) -> None:
    said = run_guildhouse("migrate", GUILDHOUSE_FAILPOINTS="a=kill", GUILDHOUSE_LISTEN="0.0.0.0")
    assert said.returncode == 2
    assert "GUILDHOUSE_FAILPOINTS is for tests" in said.stderr
