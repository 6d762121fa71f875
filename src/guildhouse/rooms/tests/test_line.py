"""Who comes next: the order of the line, promotion, offers, and what the cut-off changes."""

from datetime import time, timedelta

import pytest

from guildhouse.communities.queries import standing
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting import page, sight
from guildhouse.rooms.queries import place_in_line
from guildhouse.rooms.tests.rooming import (
    DAY,
    EVENING,
    NOON,
    ask,
    before_start,
    facts_of,
    member,
    members,
    open_room,
    state_of,
)
from guildhouse.testing.cast import Cast


def line_of(room: Room) -> list[str]:
    return [seat.person.name for seat in Seat.objects.in_line().filter(room=room).select_related("person")]


def line_seen_by(room: Room, person: Person) -> page.Line:
    """What somebody reads about their place in line."""
    shown = sight.room_before(person, room.community.slug, room.public_id)
    return page.line_of(sight.before(shown, standing(person, room.community), clock.now()))


def full_room(cast: Cast, **stated: object) -> Room:
    """A room for one, which Ana holds."""
    room = open_room(cast.weavers, cast.ana, capacity=1, **stated)
    ask(room, cast.ana)
    return room


def test_newcomers_come_first_where_the_host_chose_so(cast: Cast) -> None:
    room = full_room(cast, line="newcomers")
    for name, level in (("Old", "core"), ("New", "newcomer"), ("Mid", "active")):
        ask(room, member(cast.weavers, name, level))
    assert line_of(room) == ["New", "Old", "Mid"]


def test_those_who_waited_longest_for_a_seat_come_first_where_the_host_chose_so(cast: Cast) -> None:
    lately, never, long_ago = (member(cast.weavers, name) for name in ("Lately", "Never", "Long"))
    for days, person in ((1, long_ago), (2, lately)):
        ask(open_room(cast.weavers, cast.ana, wall_date=NOON.date() + timedelta(days=days)), person)
    room = full_room(cast, line="least_recent")
    for person in (lately, long_ago, never):
        ask(room, person)
    assert line_of(room) == ["Never", "Long", "Lately"]


def test_by_lot_each_place_is_drawn(cast: Cast) -> None:
    room = full_room(cast, line="lottery")
    for person in members(cast.weavers, 12):
        ask(room, person)
    keys = list(Seat.objects.in_line().filter(room=room).values_list("line_key", flat=True))
    assert keys == sorted(keys)
    assert len(set(keys)) == 12


def test_the_order_stays_while_people_wait(cast: Cast) -> None:
    room = full_room(cast)
    ask(room, cast.bo)
    with pytest.raises(Refused, match="told in which order"), clock.at(NOON):
        actions.edit(room, actor=Actor(cast.ana), line="lottery")


def test_inside_the_cutoff_only_short_notice_is_promoted_then_the_line_claims_then_anyone(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=3)
    holders = members(cast.weavers, 3)
    patient, hurried, late = (member(cast.weavers, name) for name in ("Patient", "Hurried", "Late"))
    for person in holders:
        ask(room, person)
    ask(room, patient)
    ask(room, hurried, short_notice=True)
    inside = before_start(room, hours=1)
    with clock.at(inside):
        actions.withdraw(room, actor=Actor(holders[0]))
        assert (state_of(room, hurried), state_of(room, patient)) == ("confirmed", "waitlisted")
        actions.withdraw(room, actor=Actor(holders[1]))
        actions.withdraw(room, actor=Actor(holders[2]))
    assert ask(room, late, at=inside).state == "waitlisted"
    assert ask(room, patient, at=inside).state == "confirmed"
    assert ask(room, late, at=inside).state == "confirmed"


def test_whoever_left_the_line_is_no_longer_of_the_earlier_line(cast: Cast) -> None:
    room = full_room(cast)
    gone, patient = members(cast.weavers, 2)
    ask(room, gone), ask(room, patient)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(gone))
    with clock.at(before_start(room, hours=1)):
        actions.withdraw(room, actor=Actor(cast.ana))
        assert ask(room, gone, at=clock.now()).state == "waitlisted"


def test_somebody_new_with_short_notice_takes_what_nobody_of_the_line_was_promoted_to(cast: Cast) -> None:
    room = full_room(cast)
    patient, hurried = members(cast.weavers, 2)
    ask(room, patient)
    with clock.at(before_start(room, hours=1)):
        actions.withdraw(room, actor=Actor(cast.ana))
        assert ask(room, hurried, at=clock.now(), short_notice=True).state == "confirmed"


def test_an_offer_stands_still_in_quiet_hours_and_never_outlasts_the_cutoff(cast: Cast) -> None:
    room = full_room(cast, freed="offer", offer_hours=4)
    quiet = member(cast.weavers, "Quiet")
    Person.objects.filter(pk=quiet.pk).update(quiet_from=time(22), quiet_until=time(8), zone="Europe/Rome")
    ask(room, quiet)
    at_eight_in_the_evening = NOON.replace(hour=19)
    with clock.at(at_eight_in_the_evening):
        actions.withdraw(room, actor=Actor(cast.ana))
    assert Seat.objects.get(room=room, person=quiet).expires_at == NOON.replace(day=2, hour=9)
    with clock.at(before_start(room, hours=3)):
        actions.pass_time()
        actions.invite(room, cast.bo, actor=Actor(cast.ana))
        ask(room, cast.bo, at=clock.now())
        assert ask(room, quiet, at=clock.now()).state == "waitlisted"
        actions.withdraw(room, actor=Actor(cast.bo))
    assert Seat.objects.get(room=room, person=quiet).expires_at == room.cutoff_at


def test_an_offer_that_runs_out_goes_to_the_next(cast: Cast) -> None:
    room = full_room(cast, freed="offer")
    first, second = members(cast.weavers, 2)
    ask(room, first), ask(room, second)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(cast.ana))
    with clock.at(NOON + timedelta(hours=24)):
        assert actions.pass_time() == 1
        assert actions.pass_time() == 0
    assert [state_of(room, one) for one in (first, second)] == ["expired", "offered"]


def test_a_room_moved_away_from_its_cutoff_passes_its_free_seat_on(cast: Cast) -> None:
    room = full_room(cast)
    ask(room, cast.bo)
    with clock.at(before_start(room, hours=1)):
        actions.withdraw(room, actor=Actor(cast.ana))
        assert state_of(room, cast.bo) == "waitlisted"
        actions.move(room, actor=Actor(cast.ana), wall_date=DAY + timedelta(days=7), wall_time=EVENING)
    assert state_of(room, cast.bo) == "confirmed"


def test_a_room_moved_nearer_shortens_its_offers(cast: Cast) -> None:
    room = full_room(cast, freed="offer", offer_hours=100)
    ask(room, cast.bo)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(cast.ana))
        moved = actions.move(room, actor=Actor(cast.ana), wall_date=NOON.date(), wall_time=EVENING)
    assert Seat.objects.get(room=room, person=cast.bo).expires_at == moved.cutoff_at


def test_a_host_may_put_somebody_first_in_line_and_says_why_to_those_who_wait(cast: Cast) -> None:
    room = full_room(cast)
    first, second = members(cast.weavers, 2)
    ask(room, first)
    seat = ask(room, second)
    with clock.at(NOON):
        with pytest.raises(Refused, match="Say why"):
            actions.promote(room, seat, actor=Actor(cast.ana))
        ahead = actions.promote(room, seat, actor=Actor(cast.ana), reason="Brings the case.")
        assert (ahead.state, place_in_line(ahead)) == ("waitlisted", 1)
        assert (
            actions.promote(room, seat, actor=Actor(cast.ana), reason="Brings the case.").state
            == "waitlisted"
        )
        actions.withdraw(room, actor=Actor(cast.ana))
    assert facts_of(seat) == ["seat_waitlisted", "moved_ahead", "seat_confirmed"]
    assert Seat.objects.get(pk=seat.pk).ahead_why == "Brings the case."


def test_inside_the_cutoff_a_host_promotes_only_with_the_person_s_word(cast: Cast) -> None:
    room = full_room(cast)
    seat = ask(room, cast.bo)
    with clock.at(before_start(room, hours=1)):
        actions.withdraw(room, actor=Actor(cast.ana))
        with pytest.raises(Refused, match="short notice is fine"):
            actions.promote(room, seat, actor=Actor(cast.ana))


def test_each_role_has_its_own_line_within_the_room_s_limit(cast: Cast) -> None:
    room = open_room(
        cast.weavers,
        cast.ana,
        capacity=3,
        welcomes_observers=True,
        role_limits={"observer": 1, "participant": 2},
    )
    first, second, third, fourth = members(cast.weavers, 4)
    ask(room, first, role="observer")
    assert ask(room, second, role="observer").state == "waitlisted"
    assert ask(room, third).state == "confirmed"
    assert ask(room, fourth).state == "confirmed"
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(third))
        assert state_of(room, second) == "waitlisted"
        actions.withdraw(room, actor=Actor(first))
    assert state_of(room, second) == "confirmed"


def test_whoever_is_put_first_is_first_and_those_who_wait_read_why_at_once(cast: Cast) -> None:
    room = full_room(cast)
    first, second, third = members(cast.weavers, 3)
    for person in (first, second, third):
        ask(room, person)
    with clock.at(NOON):
        for person, why in ((second, "Brings the case."), (third, "Leaves tomorrow.")):
            seat = Seat.objects.get(room=room, person=person)
            actions.promote(room, seat, actor=Actor(cast.ana), reason=why)
        lines = [line_seen_by(room, person) for person in (third, second, first)]
    assert [line.now for line in lines] == [1, 2, 3]
    assert [[why for _at, why in line.passed] for line in lines] == [
        [],
        ["Leaves tomorrow."],
        ["Brings the case.", "Leaves tomorrow."],
    ]
