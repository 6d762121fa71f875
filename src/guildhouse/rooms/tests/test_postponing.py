"""Another time: everybody says which suit, a host chooses, and calendars follow."""

from datetime import date, time, timedelta

import pytest

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, TimeAnswer, TimePoll
from guildhouse.rooms.retention import CLASSES
from guildhouse.rooms.tests.rooming import DAY, EVENING, NOON, ask, fact_count, members, open_room, state_of
from guildhouse.testing.cast import Cast

TIMES = [(DAY + timedelta(days=days), EVENING) for days in (7, 8, 9)]


def polled(cast: Cast) -> tuple[Room, list[Person], list[str]]:
    """A room with two people who are asked about three evenings, and the ids of those."""
    room = open_room(cast.weavers, cast.ana, capacity=4)
    people = members(cast.weavers, 2)
    for person in people:
        ask(room, person)
    poll = propose(cast, room, TIMES)
    return room, people, list(poll.times.order_by("starts_at").values_list("public_id", flat=True))


def propose(cast: Cast, room: Room, times: list[tuple[date, time]]) -> TimePoll:
    with clock.at(NOON):
        return actions.propose_times(room, times, actor=Actor(cast.ana))


def test_everybody_says_which_suit_and_a_host_chooses(cast: Cast) -> None:
    room, people, ids = polled(cast)
    with clock.at(NOON):
        actions.say_which_suit(room, ids[:2], actor=Actor(people[0]))
        actions.say_which_suit(room, [], actor=Actor(people[1]))
        assert list(TimeAnswer.objects.order_by("pk").values_list("suits", flat=True)) == [ids[:2], []]
        moved = actions.choose_time(room, ids[1], actor=Actor(cast.ana))
    assert (moved.wall_date, moved.wall_time, moved.sequence) == (TIMES[1][0], EVENING, 1)
    assert [state_of(room, one) for one in people] == ["confirmed"] * 2
    assert Fact.objects.filter(kind="rooms.moved").count() == 1
    assert TimePoll.objects.get().ended_at == NOON


def test_each_step_repeated_changes_nothing_more(cast: Cast) -> None:
    room, people, ids = polled(cast)
    with clock.at(NOON):
        actions.say_which_suit(room, ids[:1], actor=Actor(people[0]))
        count = fact_count()
        actions.say_which_suit(room, ids[:1], actor=Actor(people[0]))
        actions.propose_times(room, TIMES, actor=Actor(cast.ana))
        assert fact_count() == count
        actions.choose_time(room, ids[0], actor=Actor(cast.ana))
        count = fact_count()
        actions.choose_time(room, ids[0], actor=Actor(cast.ana))
        actions.stop_asking_times(room, actor=Actor(cast.ana))
    assert fact_count() == count


def test_asking_about_other_times_begins_anew_and_moving_by_hand_ends_it(cast: Cast) -> None:
    room, _people, ids = polled(cast)
    propose(cast, room, TIMES[:1])
    assert TimePoll.objects.filter(ended_at=None).count() == 1
    with pytest.raises(Refused, match="not asked about any more"), clock.at(NOON):
        actions.choose_time(room, ids[0], actor=Actor(cast.ana))
    with clock.at(NOON):
        actions.move(room, actor=Actor(cast.ana), wall_date=DAY + timedelta(days=1), wall_time=EVENING)
    assert not TimePoll.objects.filter(ended_at=None).exists()


def test_what_was_not_proposed_is_not_chosen_and_whoever_has_no_seat_is_not_asked(cast: Cast) -> None:
    room, people, ids = polled(cast)
    with clock.at(NOON):
        assert actions.say_which_suit(room, ["another", ids[0]], actor=Actor(people[0])).suits == ids[:1]
        with pytest.raises(Refused, match="was not proposed"):
            actions.choose_time(room, "another", actor=Actor(cast.ana))
        with pytest.raises(Refused, match="Nobody asks"):
            actions.say_which_suit(room, ids, actor=Actor(cast.bo))
        with pytest.raises(Refused, match="Only the hosts"):
            actions.choose_time(room, ids[0], actor=Actor(people[0]))


@pytest.mark.parametrize(
    ("times", "words"),
    [([], "one to five"), ([(DAY + timedelta(days=d), EVENING) for d in range(6)], "one to five")],
)
def test_one_to_five_times_are_proposed(times: list[tuple[date, time]], words: str, cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match=words):
        propose(cast, room, times)
    with pytest.raises(Refused, match="has passed"):
        propose(cast, room, [(NOON.date(), time(7))])


def test_when_nobody_is_asked_any_more_the_room_stays_where_it_is(cast: Cast) -> None:
    room, people, ids = polled(cast)
    with clock.at(NOON):
        actions.stop_asking_times(room, actor=Actor(cast.ana))
        with pytest.raises(Refused, match="Nobody asks"):
            actions.say_which_suit(room, ids, actor=Actor(people[0]))
    assert Room.objects.get(pk=room.pk).wall_date == DAY


def test_once_seats_are_forgotten_history_does_not_say_who_answered(cast: Cast) -> None:
    room, people, ids = polled(cast)
    with clock.at(NOON):
        actions.say_which_suit(room, ids[:1], actor=Actor(people[0]))
        other = open_room(cast.weavers, cast.ana, capacity=4)
        actions.propose_merge(room, other, actor=Actor(cast.ana))
        actions.answer_merge(room, actor=Actor(people[1]), yes=False)
    told = Fact.objects.filter(kind__in=("rooms.times_answered", "rooms.merge_answered"))
    assert told.exclude(concerns_id=None).count() == 2
    attendance = next(one for one in CLASSES if one.key == "attendance")
    assert attendance.forget is not None
    assert attendance.forget(room.ends_at, 100) == 0
    while attendance.forget(room.ends_at + timedelta(seconds=1), 100):
        pass
    assert (told.count(), told.exclude(concerns_id=None, actor_id=None).count()) == (2, 0)
