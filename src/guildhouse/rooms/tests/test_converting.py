"""A room gets a format that works with those who come: everybody keeps their seat, few are asked."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.formats import all_formats
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import RoleAsk, Room, RoomRole, Seat
from guildhouse.rooms.rolemap import plain
from guildhouse.rooms.tests.rooming import NOON, ask, before_start, fact_count, members, open_room, state_of
from guildhouse.testing.cast import Cast


def convert(cast: Cast, room: Room, to: str) -> Room:
    with clock.at(NOON):
        return actions.convert(room, to, actor=Actor(cast.ana))


def roles_of(room: Room, *people: Person) -> list[str]:
    seats = {seat.person_id: seat.role.key for seat in Seat.objects.filter(room=room).select_related("role")}
    return [seats[person.pk] for person in people]


def asked(room: Room) -> list[tuple[str, str, str]]:
    asks = RoleAsk.objects.filter(seat__room=room, answered_at=None).order_by("pk")
    return list(asks.values_list("seat__person__name", "was_key", "role_key"))


def intervision(cast: Cast) -> tuple[Room, list[Person]]:
    """A presenter, three of the group; one of five is missing."""
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    people = members(cast.weavers, 4)
    ask(room, people[0], role="presenter")
    for person in people[1:]:
        ask(room, person, role="member")
    return room, people


def test_everybody_keeps_their_seat_and_only_whose_role_changes_is_asked(cast: Cast) -> None:
    room, people = intervision(cast)
    room = convert(cast, room, "wise-crowds")
    assert (room.format, room.capacity, room.minimum, room.held) == ("wise-crowds", 6, 4, 4)
    assert [state_of(room, one) for one in people] == ["confirmed"] * 4
    assert roles_of(room, *people) == ["participant"] * 4
    assert asked(room) == [(people[0].name, "presenter", "participant")]
    assert list(RoomRole.objects.filter(room=room).values_list("key", "held", "capacity")) == [
        ("participant", 4, 6)
    ]
    with clock.at(NOON):
        assert list(violations()) == []


def test_a_role_that_is_the_same_by_another_name_is_kept(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    people = members(cast.weavers, 4)
    ask(room, people[0], role="presenter")
    for person in people[1:]:
        ask(room, person, role="member")
    convert(cast, room, "talk")
    assert roles_of(room, *people) == ["speaker", "audience", "audience", "audience"]
    assert asked(room) == [(people[0].name, "presenter", "speaker")]


def test_converting_twice_changes_nothing_more(cast: Cast) -> None:
    room, _people = intervision(cast)
    convert(cast, room, "wise-crowds")
    count = fact_count()
    convert(cast, room, "wise-crowds")
    assert fact_count() == count


def test_a_format_that_does_not_work_with_them_is_refused_with_what_is_missing(cast: Cast) -> None:
    room, _people = intervision(cast)
    with pytest.raises(Refused, match="circles of three"):
        convert(cast, room, "triads")
    with pytest.raises(Refused, match="not known"):
        convert(cast, room, "no-such-format")
    assert Room.objects.get(pk=room.pk).format == "five-step-intervision"


def test_only_hosts_convert_and_only_before_the_room_begins(cast: Cast) -> None:
    room, people = intervision(cast)
    with pytest.raises(Refused, match="Only the hosts"), clock.at(NOON):
        actions.convert(room, "wise-crowds", actor=Actor(people[0]))
    with pytest.raises(Refused, match="has begun"), clock.at(room.starts_at):
        actions.convert(room, "wise-crowds", actor=Actor(cast.ana))


def test_those_in_line_keep_their_order_and_get_what_the_new_format_has_room_for(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="wise-crowds", capacity=6)
    people = members(cast.weavers, 8)
    for person in people:
        ask(room, person)
    convert(cast, room, "working-session")
    assert Room.objects.get(pk=room.pk).capacity == 12
    assert [state_of(room, one) for one in people] == ["confirmed"] * 8
    promoted = Fact.objects.filter(kind="rooms.seat_confirmed", data__how="promoted").order_by("pk")
    assert list(promoted.values_list("concerns_id", flat=True)) == [one.pk for one in people[6:]]


def test_a_room_lets_in_no_more_than_its_host_chose_though_the_new_format_takes_them(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="wise-crowds", capacity=5)
    people = members(cast.weavers, 6)
    for person in people:
        ask(room, person)
    convert(cast, room, "working-session")
    assert Room.objects.get(pk=room.pk).capacity == 5
    assert [state_of(room, one) for one in people] == ["confirmed"] * 5 + ["waitlisted"]


def test_a_role_grows_when_more_sit_in_it_than_its_format_foresees(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="practice-lab", capacity=12)
    people = members(cast.weavers, 8)
    for person in people:
        ask(room, person)
    convert(cast, room, "five-step-intervision")
    assert set(roles_of(room, *people)) == {"member"}
    assert RoomRole.objects.get(room=room, key="member").capacity == 8
    assert asked(room) == []


def test_whoever_says_no_to_the_new_role_keeps_the_seat_as_most_have_it(cast: Cast) -> None:
    room, people = intervision(cast)
    convert(cast, room, "talk")
    with clock.at(NOON):
        actions.answer_role_ask(room, actor=Actor(people[0]), yes=False)
        count = fact_count()
        assert actions.answer_role_ask(room, actor=Actor(people[0]), yes=False).accepted is False
        assert fact_count() == count
    assert roles_of(room, people[0]) == ["audience"]
    assert (state_of(room, people[0]), asked(room)) == ("confirmed", [])
    assert dict(RoomRole.objects.filter(room=room).values_list("key", "held")) == {
        "speaker": 0,
        "audience": 4,
    }


def test_whoever_says_yes_stays_as_they_are(cast: Cast) -> None:
    room, people = intervision(cast)
    convert(cast, room, "talk")
    with clock.at(NOON):
        assert actions.answer_role_ask(room, actor=Actor(people[0]), yes=True).accepted
        with pytest.raises(Refused, match="Nobody asks you"):
            actions.answer_role_ask(room, actor=Actor(people[1]), yes=True)
    assert roles_of(room, people[0]) == ["speaker"]


def test_a_host_asks_somebody_to_take_a_role_which_is_theirs_once_they_say_yes(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    bo, cy = members(cast.weavers, 2)
    ask(room, bo, role="member"), ask(room, cy, role="member")
    with clock.at(NOON):
        for person in (bo, bo, cy):
            actions.ask_to_take(room, person, "presenter", actor=Actor(cast.ana))
        assert RoleAsk.objects.count() == 2
        assert roles_of(room, bo) == ["member"]
        actions.answer_role_ask(room, actor=Actor(bo), yes=True)
        with pytest.raises(Refused, match="Somebody else has taken"):
            actions.answer_role_ask(room, actor=Actor(cy), yes=True)
    assert roles_of(room, bo, cy) == ["presenter", "member"]


def test_whoever_has_no_seat_is_invited_in_the_role_they_are_asked_to_take(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    with clock.at(NOON):
        actions.ask_to_take(room, cast.bo, "presenter", actor=Actor(cast.ana))
        with pytest.raises(Refused, match="no such role"):
            actions.ask_to_take(room, cast.bo, "juggler", actor=Actor(cast.ana))
        with pytest.raises(Refused, match="Only the hosts"):
            actions.ask_to_take(room, cast.ana, "presenter", actor=Actor(cast.bo))
    assert (state_of(room, cast.bo), roles_of(room, cast.bo)) == ("invited", ["presenter"])
    assert RoleAsk.objects.count() == 0


def test_nobody_answers_once_the_room_has_begun(cast: Cast) -> None:
    room, people = intervision(cast)
    convert(cast, room, "talk")
    with pytest.raises(Refused, match="already begun"), clock.at(before_start(room, seconds=-1)):
        actions.answer_role_ask(room, actor=Actor(people[0]), yes=False)


def test_whoever_says_no_gets_the_usual_role_though_it_is_full(cast: Cast) -> None:
    room, people = intervision(cast)
    room = convert(cast, room, "talk")
    RoomRole.objects.filter(room=room, key="audience").update(capacity=3)
    with clock.at(NOON):
        actions.answer_role_ask(room, actor=Actor(people[0]), yes=False)
        assert list(violations()) == []
    assert roles_of(room, people[0]) == ["audience"]
    assert RoomRole.objects.get(room=room, key="audience").capacity == 4


def test_whoever_has_not_answered_when_the_room_begins_is_what_is_most_like_what_they_chose(
    cast: Cast,
) -> None:
    room, people = intervision(cast)
    room = convert(cast, room, "talk")
    with clock.at(room.starts_at):
        actions.pass_time()
        assert list(violations()) == []
    assert (roles_of(room, people[0]), state_of(room, people[0])) == (["speaker"], "confirmed")
    assert RoleAsk.objects.values_list("accepted", "answered_at").get() == (None, room.starts_at)
    with clock.at(room.starts_at), pytest.raises(Refused, match="Nobody asks you"):
        actions.answer_role_ask(room, actor=Actor(people[0]), yes=True)


KEYS = [fmt.key for fmt in all_formats()]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_becomes_what_every_seat_stays_and_only_changed_roles_are_asked(
    data: st.DataObject, cast: Cast
) -> None:
    before = data.draw(st.sampled_from(KEYS), label="format")
    room = open_room(
        cast.weavers, cast.ana, format=before, capacity=None, welcomes_observers=data.draw(st.booleans())
    )
    keys = [role.key for role in RoomRole.objects.filter(room=room).order_by("pk")]
    for person in members(cast.weavers, data.draw(st.integers(3, 9), label="people")):
        ask(room, person, role=data.draw(st.sampled_from(keys), label="role"))
    room.refresh_from_db()
    fitting = [fmt.key for fmt in all_formats() if fmt.feasible(room.held)]
    assume(fitting)
    after = data.draw(st.sampled_from(fitting), label="becomes")
    seats = Seat.objects.filter(room=room).order_by("pk")
    had = dict(seats.values_list("pk", "role__key"))
    held = set(seats.filter(state="confirmed").values_list("pk", flat=True))
    convert(cast, room, after)
    usual, is_usual = plain(format_of(before)), plain(format_of(after))
    changed = {
        pk
        for pk, key in seats.values_list("pk", "role__key")
        if pk in held and before != after and key != had[pk] and (had[pk], key) != (usual, is_usual)
    }
    assert held <= set(seats.filter(state="confirmed").values_list("pk", flat=True))
    assert set(RoleAsk.objects.filter(seat__room=room).values_list("seat", flat=True)) == changed
    with clock.at(NOON):
        assert [one for one in violations() if f"room {room.pk}" in one.lower()] == []
