"""Races for seats through real connections: each ends well, and each would not without lock and constraint."""

from collections.abc import Callable

import pytest

from guildhouse.rooms.tests import scenes
from guildhouse.rooms.tests.racing import breaks, unlock, widen, without_constraints
from guildhouse.rooms.tests.scenes import Race
from guildhouse.testing.cast import Cast

Scene = Callable[[Cast, Race], list[str]]

SCENES = [
    scenes.last_seats,
    scenes.double_click,
    scenes.withdrawals,
    scenes.raised_limit,
    scenes.cancelling,
    scenes.two_hosts,
    scenes.offer_running_out,
    scenes.start,
    scenes.standing_and_asks,
    scenes.two_workers,
    scenes.merging,
]
CONSTRAINTS = (
    "room_not_oversold",
    "role_not_oversold",
    "one_seat_each",
    "numbers_in_line_are_drawn_once",
    "one_room_per_date_of_a_series",
)
FREEING = (scenes.withdrawals, scenes.raised_limit)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_race_for_seats_leaves_every_promise_kept(
    scene: Scene, race: Race, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    widen(monkeypatch)
    assert scene(cast, race) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_lock_and_constraint_the_same_race_breaks_a_promise(
    scene: Scene, race: Race, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    widen(monkeypatch)
    unlock(monkeypatch, apart=scene in FREEING)
    with without_constraints(*CONSTRAINTS):
        assert breaks(scene, cast, race)
