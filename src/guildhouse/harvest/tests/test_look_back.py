from datetime import timedelta

import pytest

from guildhouse.harvest import actions, presenting, queries
from guildhouse.harvest.tests.harvesting import begun, dropped, during, over
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import DAY, NOON, ask, member, open_room
from guildhouse.rooms.tests.scenes import weekly
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def dates(cast: Cast) -> list[Room]:
    """The first dates of a weekly series in a format from which lessons may leave; Bo comes to the first two."""
    series = weekly(cast, capacity=8, format="after-action-review")
    rooms = list(Room.objects.filter(series=series).order_by("starts_at")[:3])
    for room in rooms[:2]:
        ask(room, cast.bo)
        ask(room, cast.ana)
    return [over_after(rooms[0], cast), *rooms[1:]]


def over_after(room: Room, cast: Cast) -> Room:
    room = begun(room)
    kept = dropped(room, cast.bo, "commitment", "Warp the small loom")
    dropped(room, cast.ana, "decision", "We meet on Wednesdays")
    dropped(room, cast.ana, "question", "How tight is tight?")
    dropped(room, cast.bo, "insight", "Slower is faster.")
    with clock.at(during(room)):
        actions.tell(kept.commitment, value="realised", text="It holds.", actor=Actor(cast.bo))
    return over(room)


def said(room: Room, person: Person | None) -> list[tuple[str, list[str]]]:
    found = presenting.before(queries.look_back(room, person), person)
    return [(group.title, [card.text for card in group.cards]) for group in found.groups] if found else []


def test_the_next_date_opens_with_what_the_last_one_left_to_look_back_on(cast: Cast, dates: list[Room]):
    assert said(dates[1], cast.bo) == [
        ("Commitments", ["Warp the small loom"]),
        ("Decisions", ["We meet on Wednesdays"]),
        ("Open questions", ["How tight is tight?"]),
    ]


def test_what_came_of_it_is_told_when_its_owner_shares_it(cast: Cast, dates: list[Room]):
    def answer() -> presenting.Answer:
        found = presenting.before(queries.look_back(dates[1], cast.ana), cast.ana)
        return found.groups[0].cards[0].answer

    assert (answer().words, answer().text) == ("", "")
    card = queries.look_back(dates[1], cast.bo).cards[0]
    actions.share_answer(card.commitment, shared=True, actor=Actor(cast.bo))
    assert (answer().words, answer().text, answer().value) == (
        "it made a difference",
        "It holds.",
        "realised",
    )


def test_a_date_that_left_nothing_is_passed_over(cast: Cast, dates: list[Room]):
    over(begun(dates[1]))
    assert said(dates[2], cast.bo) == said(dates[1], cast.bo)


def test_whoever_was_not_there_is_told_what_is_shared_and_nothing_else(cast: Cast, dates: list[Room]):
    flo = member(cast.weavers, "Flo")
    with clock.at(NOON + timedelta(days=4)):
        ask(dates[1], flo, at=NOON + timedelta(days=4))
    assert said(dates[1], flo) == []
    decision = queries.look_back(dates[1], cast.ana).cards[1]
    actions.share(decision, actor=Actor(cast.ana))
    assert said(dates[1], flo) == [("Decisions", ["We meet on Wednesdays"])]
    assert said(dates[1], None) == []


def test_a_room_of_its_own_opens_with_what_came_of_the_last_one_like_it(cast: Cast):
    first = over_after(alone(cast, 2), cast)
    other = alone(cast, 3, purpose="Spinning")
    again = alone(cast, 9)
    assert said(again, cast.bo) == said(begun(again), cast.bo) != []
    assert queries.look_back(again, cast.bo).room == first
    assert said(again, member(cast.weavers, "Flo")) == []
    assert said(other, cast.bo) == said(first, cast.bo) == []


def alone(cast: Cast, days: int, **stated: object) -> Room:
    on = DAY + timedelta(days=days)
    room = open_room(cast.weavers, cast.ana, wall_date=on, format="after-action-review", **stated)
    for person in (cast.ana, cast.bo):
        ask(room, person)
    return room


def test_nothing_that_comes_later_is_looked_back_on(cast: Cast, dates: list[Room]):
    assert said(dates[0], cast.bo) == []


def test_looking_back_is_one_question(cast: Cast, dates: list[Room], django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(said(dates[1], cast.bo)) == 3
