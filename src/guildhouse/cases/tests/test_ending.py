"""How a case goes: by its presenter, by the clock, with whoever is erased; and what a crash in between leaves."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils.translation import override

from guildhouse.cases import actions, keys, queries, tasks
from guildhouse.cases.invariants import violations
from guildhouse.cases.models import Case, Reading
from guildhouse.cases.retention import CLASSES
from guildhouse.cases.tests.casing import SAID, bring, eve_of, opened, read, room_with
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock, failpoints
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import NOON, fact_count
from guildhouse.testing.cast import Cast


def withdraw(case: Case, person: Person) -> Case:
    with clock.at(NOON):
        return actions.withdraw(case, actor=Actor(person))


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def all_wrong(at=NOON) -> list[str]:
    with clock.at(at):
        return list(violations())


def test_withdrawn_it_is_gone_for_everybody_and_its_key_is_destroyed(cast: Cast, keys_folder: Path) -> None:
    room, eve = room_with(cast, eve := eve_of(cast)), eve
    case = opened(room, cast.bo)
    sealed, key = bytes(again(case).sealed), (keys_folder / f"{case.key}.key").read_bytes()
    withdraw(case, cast.bo)
    for person in (eve, cast.bo):
        with pytest.raises(Refused):
            read(case, person)
    case.ended_at = None
    assert queries.words_of(case) is None
    assert [path.name for path in keys_folder.iterdir()] == [f"{case.key}.gone"]
    assert key not in b"".join(path.read_bytes() for path in keys_folder.iterdir())
    assert (bytes(again(case).sealed), len(sealed) > 0) == (b"", True)
    assert all_wrong() == []


def test_withdrawn_twice_it_is_withdrawn_once(cast: Cast) -> None:
    case = opened(room_with(cast), cast.bo)
    withdraw(case, cast.bo)
    before = fact_count()
    withdraw(case, cast.bo)
    assert fact_count() == before


def test_only_its_presenter_withdraws_it(cast: Cast) -> None:
    case = opened(room_with(cast), cast.bo)
    for person in (cast.ana, cast.cy):
        with pytest.raises(Refused, match="Only whoever brought"):
            withdraw(case, person)


def test_it_is_withdrawn_whatever_became_of_room_and_seat(cast: Cast) -> None:
    room = room_with(cast)
    case = opened(room, cast.bo)
    with clock.at(NOON):
        rooms.withdraw(room, actor=Actor(cast.bo))
        rooms.cancel(room, actor=Actor(cast.ana), why="Snow.")
    assert withdraw(case, cast.bo).ending == "withdrawn"


def test_it_expires_by_the_clock_opened_or_not(cast: Cast) -> None:
    room = room_with(cast)
    cases = opened(room, cast.bo), bring(room, cast.ana)
    with clock.at(room.ends_at + timedelta(days=30, seconds=-1)):
        assert tasks.let_go() == 0
    tasks.rounds.not_before = None
    with clock.at(room.ends_at + timedelta(days=30)):
        assert tasks.let_go() == 2
    assert {again(case).ending for case in cases} == {"expired"}
    assert [keys.is_destroyed(case.key) for case in cases] == [True, True]
    assert Fact.objects.filter(kind="cases.expired").count() == 2


def test_it_moves_with_its_room(cast: Cast) -> None:
    room = room_with(cast)
    case, was = opened(room, cast.bo), room.ends_at
    with clock.at(NOON):
        rooms.move(
            room,
            actor=Actor(cast.ana),
            wall_date=room.wall_date + timedelta(days=10),
            wall_time=room.wall_time,
        )
    with clock.at(was + timedelta(days=31)):
        assert actions.expire_due() == 0
    with clock.at(was + timedelta(days=40)):
        assert actions.expire_due() == 1
    assert again(case).ended_at


def test_that_there_was_one_goes_ninety_days_later(cast: Cast) -> None:
    room, eve = room_with(cast, eve := eve_of(cast)), eve
    case = opened(room, cast.bo)
    read(case, eve)
    withdraw(case, cast.bo)
    forget = next(one for one in CLASSES if one.key == "case_records").forget
    assert forget is not None
    assert (forget(NOON, 50), Reading.objects.count()) == (0, 1)
    assert (forget(NOON + timedelta(seconds=1), 50), Reading.objects.count()) == (1, 0)


PLACES = (
    "cases.key.written-over",
    "cases.key.marked",
    "cases.key.destroyed",
    "cases.withdrawn.recorded",
    "cases.withdraw.before-commit",
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", PLACES)
def test_a_crash_on_the_way_leaves_nothing_to_read_and_is_mended(cast: Cast, place: str) -> None:
    room, eve = room_with(cast, eve := eve_of(cast)), eve
    case = opened(room, cast.bo)
    with pytest.raises(failpoints.Injected), failpoints.armed(f"{place}=raise"):
        withdraw(case, cast.bo)
    assert again(case).ended_at is None
    with override("en"), pytest.raises(Refused, match="cannot be read any more"):
        read(case, eve)
    assert [one for one in all_wrong() if "its key was destroyed" in one]
    with clock.at(NOON):
        assert tasks.let_go() >= 1
    assert (again(case).ending, all_wrong()) == ("withdrawn", [])


def test_what_an_older_backup_brings_back_ends_as_it_did(cast: Cast) -> None:
    room = room_with(cast)
    cases = opened(room, cast.bo), opened(room, cast.ana, days=60)
    for case in cases:
        keys.destroy(case.key)
    with clock.at(room.ends_at + timedelta(days=30)):
        assert (actions.withdraw_again(), actions.withdraw_again()) == (2, 0)
    assert [again(case).ending for case in cases] == ["expired", "withdrawn"]


def test_a_folder_that_cannot_be_written_holds_no_withdrawal_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(room_with(cast), cast.bo)

    def full(_name: str) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "destroy", full)
        withdraw(case, cast.bo)
    assert (again(case).ending, bytes(again(case).sealed)) == ("withdrawn", b"")
    assert [one for one in all_wrong() if "its key is there still" in one]
    with clock.at(NOON):
        tasks.let_go()
    assert all_wrong() == []


def test_a_key_no_case_leads_to_goes_after_a_week_of_the_disk_whatever_the_clock_says(cast: Cast) -> None:
    kept, old, young = opened(room_with(cast), cast.bo).key, keys.make(), keys.make()
    path = keys.folder() / f"{old}.key"
    was = path.stat().st_mtime
    for name in (old, kept):
        os.utime(keys.folder() / f"{name}.key", (was - 8 * 24 * 3600,) * 2)
    with clock.at(NOON + timedelta(days=3650)):
        assert actions.let_go_of_keys() == 1
    assert keys.left() == {kept, young}


def test_a_key_that_lies_elsewhere_is_no_destroyed_key(cast: Cast, keys_folder: Path) -> None:
    case = opened(room_with(cast), cast.bo)
    away = keys_folder.rename(keys_folder.with_name("elsewhere"))
    assert (queries.words_of(again(case)), queries.how_many_without_key(), all_wrong()) == (None, 1, [])
    with clock.at(NOON):
        assert tasks.let_go() == 0
    keys_folder.exists() and keys_folder.rmdir()
    away.rename(keys_folder)
    assert queries.words_of(again(case)) == SAID


RACES: tuple[Callable[[Case, Room, Person, Person], list[Callable[[], object]]], ...] = (
    lambda case, room, bo, eve: [partial(withdraw, case, bo), partial(withdraw, case, bo)],
    lambda case, room, bo, eve: [
        partial(withdraw, case, bo),
        partial(read, case, eve),
        partial(read, case, eve),
    ],
    lambda case, room, bo, eve: [
        partial(withdraw, case, bo),
        partial(bring, room, bo),
        partial(bring, room, bo),
    ],
    lambda case, room, bo, eve: [partial(withdraw, case, bo), actions.expire_due, actions.withdraw_again],
)


@pytest.mark.parametrize("scene", RACES)
def test_what_happens_at_the_same_moment_leaves_every_promise_kept(cast: Cast, race, scene) -> None:
    room, eve = room_with(cast, eve := eve_of(cast)), eve
    case = opened(room, cast.bo)
    outcomes = race(*scene(case, room, cast.bo, eve))
    assert [one.error for one in outcomes if one.error and not isinstance(one.error, Refused)] == []
    assert (again(case).ending, keys.is_destroyed(case.key)) == ("withdrawn", True)
    assert Fact.objects.filter(kind="cases.withdrawn").count() == 1
    assert Case.objects.living().filter(person=cast.bo).count() <= 1
    assert all_wrong() == []
