"""Whom a host's choices about a room write to: everybody once, and each what is asked of them."""

from datetime import timedelta

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices.tasks import letters_of
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import NOON, ask, members, open_room
from guildhouse.testing.cast import Cast


def asked(cast: Cast) -> tuple[Room, list[Person]]:
    """Four where five are needed, one of them to present; and one who is only invited."""
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    people = members(cast.weavers, 5)
    for place, person in enumerate(people[:4]):
        ask(room, person, role="member" if place else "presenter")
    with clock.at(NOON):
        actions.invite(room, people[4], actor=Actor(cast.ana))
    return room, people


def told(*kinds: str) -> dict[str, list[str]]:
    """Whom facts of these kinds write to, by the first words of the letter."""
    found: dict[str, list[str]] = {}
    with clock.at(NOON):
        for fact in Fact.objects.filter(kind__in=[f"rooms.{kind}" for kind in kinds]).order_by("pk"):
            for letter in letters_of(fact):
                found.setdefault(str(letter.person), []).append(f"{letter.subject} {letter.text}")
    return found


def test_a_new_format_writes_one_letter_to_each_and_asks_only_whose_role_changes(cast: Cast) -> None:
    room, people = asked(cast)
    with clock.at(NOON):
        actions.convert(room, "talk", actor=Actor(cast.ana))
    letters = told("converted", "role_asked", "edited")
    assert {name: len(some) for name, some in letters.items()} == {str(person): 1 for person in people}
    assert "in it you would be: Speaker" in letters[str(people[0])][0]
    assert all("has another format" in letters[str(person)][0] for person in people[1:])


def test_whoever_is_only_invited_is_not_asked_to_come_to_another_room(cast: Cast) -> None:
    room, people = asked(cast)
    into = open_room(cast.weavers, cast.ana, purpose="A larger room", capacity=9)
    with clock.at(NOON):
        actions.propose_merge(room, into, actor=Actor(cast.ana))
    letters = told("merge_proposed")
    assert set(letters) == {str(person) for person in people[:4]}
    assert all("“A larger room” instead" in one for (one,) in letters.values())


def test_times_are_asked_of_everybody_and_hosts_hear_once_all_have_answered(cast: Cast) -> None:
    room, people = asked(cast)
    with clock.at(NOON):
        bo = actions.name_host(room, cast.bo, actor=Actor(cast.ana))
        day = room.wall_date + timedelta(days=7)
        actions.propose_times(room, [(day, room.wall_time)], actor=Actor(cast.ana))
        for person in people[:4]:
            actions.say_which_suit(room, [], actor=Actor(person))
    assert {str(person) for person in people} <= set(told("times_proposed"))
    assert told("times_answered") == {}, bo
    with clock.at(NOON):
        actions.say_which_suit(room, [], actor=Actor(people[4]))
    assert set(told("times_answered")) == {str(cast.ana), str(cast.bo)}


def test_whoever_gets_a_certificate_from_a_host_is_told_and_whoever_makes_their_own_is_not(
    cast: Cast,
) -> None:
    for maker, reads in ((cast.bo, set()), (cast.ana, {str(cast.bo)})):
        room = open_room(cast.weavers, cast.ana)
        seat = ask(room, cast.bo)
        with clock.at(room.ends_at):
            actions.pass_time()
            actions.note_attendance(room, {seat.pk: "attended"}, actor=Actor(cast.ana))
            actions.make_certificate(
                Room.objects.get(pk=room.pk), Seat.objects.get(pk=seat.pk), actor=Actor(maker)
            )
        assert set(told("certificate_made")) == reads


def test_an_excuse_of_once_is_not_told_of_a_seat_that_is_given_up_late(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    for moment, leave in ((NOON, actions.excuse), (room.starts_at - timedelta(hours=1), actions.withdraw)):
        ask(room, cast.bo)
        with clock.at(moment):
            leave(room, actor=Actor(cast.bo))
    letters = told("seat_withdrawn")[str(cast.ana)]
    assert ["They excused themselves" in one for one in letters] == [True, False]
    assert "after the cut-off" in letters[1]
