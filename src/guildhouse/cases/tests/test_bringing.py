"""Writing a case and opening it: by whom, when, and what is kept of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from guildhouse.cases import actions, queries
from guildhouse.cases.models import Case
from guildhouse.cases.sealing import Words
from guildhouse.cases.tests.casing import MARKS, SAID, bring, eve_of, held, opened, read, room_with
from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import NOON, ask, draft_room, fact_count
from guildhouse.testing.cast import Cast


def test_whoever_is_confirmed_and_whoever_hosts_bring_a_case(cast: Cast) -> None:
    room = room_with(cast)
    for person in (cast.bo, cast.ana):
        case = bring(room, person)
        assert queries.words_of(case) == SAID
    assert Case.objects.living().count() == 2


def test_nobody_else_does(cast: Cast) -> None:
    room, eve = room_with(cast), eve_of(cast)
    for person in (eve, cast.cy, cast.dee):
        with pytest.raises(Refused, match="Ask for a seat first"):
            bring(room, person)
    assert not Case.objects.exists()


def test_a_machine_brings_none(cast: Cast) -> None:
    room = room_with(cast)
    Person.objects.filter(pk=cast.bo.pk).update(kind=Person.Kind.AGENT)
    with pytest.raises(Refused, match="not machines"):
        bring(room, Person.objects.get(pk=cast.bo.pk))


def test_the_same_words_again_change_nothing_and_other_words_do(cast: Cast) -> None:
    room = room_with(cast)
    first, before = bring(room, cast.bo), fact_count()
    assert bring(room, cast.bo).pk == first.pk
    assert fact_count() == before
    other = Words("Another one", "Why?", "", "Bo")
    assert queries.words_of(bring(room, cast.bo, words=other)) == other
    assert Fact.objects.latest("pk").kind == "cases.changed"


def test_not_a_word_stands_in_the_row_or_in_a_fact(cast: Cast) -> None:
    case = opened(room_with(cast), cast.bo)
    row = repr(Case.objects.filter(pk=case.pk).values().get())
    told = repr(list(Fact.objects.filter(kind__startswith="cases.").values()))
    assert [mark for mark in MARKS.values() if mark in row + told] == []
    assert "canary" not in repr(SAID)


def test_two_cases_have_two_keys_which_only_this_account_reads(cast: Cast, keys_folder: Path) -> None:
    room = room_with(cast, eve_of(cast))
    keys = {bring(room, person).key for person in (cast.bo, cast.ana)}
    assert len(keys) == 2
    assert keys_folder.stat().st_mode & 0o777 == 0o700
    files = [keys_folder / f"{name}.key" for name in keys]
    assert [(path.stat().st_mode & 0o777, path.stat().st_size) for path in files] == [(0o600, 32)] * 2


def test_what_is_sealed_opens_as_no_other_case(cast: Cast) -> None:
    room = room_with(cast)
    one, other = bring(room, cast.bo), bring(room, cast.ana)
    one.sealed, one.key = other.sealed, other.key
    assert queries.words_of(one) is None


def test_it_is_brought_up_to_the_end_of_the_room_and_to_none_that_does_not_take_place(cast: Cast) -> None:
    room = room_with(cast)
    with pytest.raises(Refused, match="This room is over"):
        bring(held(room), cast.bo, at=room.ends_at)
    with pytest.raises(Refused, match="not published"):
        bring(draft_room(cast.weavers, cast.ana), cast.ana)
    called_off = room_with(cast)
    with clock.at(NOON):
        rooms.cancel(called_off, actor=Actor(cast.ana), why="Snow.")
    with pytest.raises(Refused, match="does not take place"):
        bring(Room.objects.get(pk=called_off.pk), cast.ana)


def test_a_case_is_opened_with_a_situation_a_question_and_a_name(cast: Cast) -> None:
    room = room_with(cast)
    for missing in ("situation", "question", "name"):
        bring(room, cast.bo, words=Words(**{**MARKS, missing: " "}))
        with pytest.raises(Refused, match="put your name"), clock.at(NOON):
            actions.open_to_room(room, actor=Actor(cast.bo))
    case, before = opened(room, cast.bo), fact_count()
    with clock.at(NOON + timedelta(hours=1)):
        assert actions.open_to_room(room, actor=Actor(cast.bo)).opened_at == case.opened_at
    assert fact_count() == before


def test_an_open_case_stays_whole(cast: Cast) -> None:
    room = room_with(cast)
    opened(room, cast.bo)
    with pytest.raises(Refused, match="put your name"):
        bring(room, cast.bo, words=Words(situation="Less"))


def test_it_stays_as_long_as_its_presenter_says_within_the_charter(cast: Cast) -> None:
    room, eve = room_with(cast, eve := eve_of(cast)), eve
    Community.objects.filter(pk=cast.weavers.pk).update(case_days=20)
    case = opened(room, cast.bo)
    assert case.days == 20
    for days in (0, 21):
        with pytest.raises(Refused, match="from 1 to 20 days"), clock.at(NOON):
            actions.stay(room, actor=Actor(cast.bo), days=days)
    with clock.at(NOON):
        assert actions.stay(room, actor=Actor(cast.bo), days=3).days == 3
    assert read(case, eve, at=room.ends_at + timedelta(days=3, seconds=-1)) == SAID
    with pytest.raises(Refused, match="has expired"):
        read(case, eve, at=room.ends_at + timedelta(days=3))


def test_it_is_opened_within_the_bounds_of_the_charter_as_they_are_by_then(cast: Cast) -> None:
    room = room_with(cast)
    bring(room, cast.bo)
    Community.objects.filter(pk=cast.weavers.pk).update(case_days=20)
    for said in ({}, {"days": 30}):
        with pytest.raises(Refused, match="from 1 to 20 days"), clock.at(NOON):
            actions.open_to_room(room, actor=Actor(cast.bo), **said)
    assert opened(room, cast.bo, days=20).opened_at == NOON


def test_a_day_that_is_over_is_no_day_to_stay_until(cast: Cast) -> None:
    room = room_with(cast)
    opened(room, cast.bo)
    with clock.at(room.ends_at + timedelta(days=10)):
        with pytest.raises(Refused, match="Withdraw it instead"):
            actions.stay(held(room), actor=Actor(cast.bo), days=9)
        assert actions.stay(room, actor=Actor(cast.bo), days=11).days == 11


def test_thirty_days_are_usual(cast: Cast) -> None:
    assert bring(room_with(cast), cast.bo).days == 30


def test_nobody_opens_or_prolongs_the_case_of_another(cast: Cast) -> None:
    room, eve = room_with(cast, eve := eve_of(cast)), eve
    bring(room, cast.bo)
    for person in (eve, cast.ana):
        with pytest.raises(Refused, match="You have no case"), clock.at(NOON):
            actions.open_to_room(room, actor=Actor(person))
        with pytest.raises(Refused, match="You have no case"), clock.at(NOON):
            actions.stay(room, actor=Actor(person), days=2)


def test_whoever_gave_their_seat_up_only_takes_their_case_back(cast: Cast) -> None:
    room = room_with(cast)
    case = opened(room, cast.bo)
    with clock.at(NOON):
        rooms.withdraw(room, actor=Actor(cast.bo))
        with pytest.raises(Refused, match="Ask for a seat first"):
            actions.stay(room, actor=Actor(cast.bo), days=2)
        actions.withdraw(case, actor=Actor(cast.bo))
    ask(room, cast.bo)
    assert bring(room, cast.bo).pk != case.pk
