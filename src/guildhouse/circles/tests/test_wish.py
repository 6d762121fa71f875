"""Apart, together: asked in confidence, heeded, and seen by hosts and whoever asked alone."""

import pytest

from guildhouse.circles import actions, queries
from guildhouse.circles.models import Wish
from guildhouse.circles.tests.circling import table, triads
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.tests.rooming import NOON, ask, fact_count
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
APART, TOGETHER = Wish.Kind.APART, Wish.Kind.TOGETHER


@pytest.fixture(autouse=True)
def _noon():
    with clock.at(NOON):
        yield


def seen(room, person):
    return list(queries.wishes_seen(room, viewer_of(Actor(person), room)))


def together(room, one, other):
    return [any({one.pk, other.pk} <= circle for circle in circles) for circles in table(room)]


def test_those_who_are_to_be_apart_are_and_those_to_be_together_are_once(cast: Cast):
    room, here = triads(cast, 12)
    ana = cast.actor("ana")
    actions.wish(room, actor=ana, one=here[1], other=here[0], kind=APART)
    actions.wish(room, actor=ana, one=here[2], other=here[3], kind=TOGETHER)
    actions.form(room, rounds=4, actor=ana)
    assert not any(together(room, here[0], here[1]))
    assert any(together(room, here[2], here[3]))


def test_somebody_asks_for_themselves_and_asking_again_is_the_same_wish(cast: Cast):
    room, here = triads(cast, 6)
    first = actions.wish(room, actor=Actor(here[0]), one=here[0], other=here[1], kind=APART)
    facts = fact_count()
    assert actions.wish(room, actor=Actor(here[0]), one=here[1], other=here[0], kind=APART) == first
    assert fact_count() == facts


def test_nobody_asks_for_others_but_hosts(cast: Cast):
    room, here = triads(cast, 6)
    with pytest.raises(Refused) as refusal:
        actions.wish(room, actor=Actor(here[0]), one=here[1], other=here[2], kind=APART)
    assert refusal.value.code == "not_yours"


def test_without_a_seat_one_asks_nothing_and_nothing_is_asked_about_one(cast: Cast):
    room, here = triads(cast, 6)
    for actor, one in ((Actor(cast.bo), cast.bo), (cast.actor("ana"), here[0])):
        with pytest.raises(Refused) as refusal:
            actions.wish(room, actor=actor, one=one, other=cast.bo if one != cast.bo else here[0], kind=APART)
        assert refusal.value.code == "not_coming"


def test_whom_a_wish_is_about_does_not_learn_of_it(cast: Cast):
    room, here = triads(cast, 6)
    actions.wish(room, actor=Actor(here[0]), one=here[0], other=here[1], kind=APART)
    assert len(seen(room, here[0])) == 1
    assert seen(room, here[1]) == []


def test_taken_back_by_whoever_asked_or_a_host_and_nobody_else(cast: Cast):
    room, here = triads(cast, 6)
    wish = actions.wish(room, actor=Actor(here[0]), one=here[0], other=here[1], kind=APART)
    with pytest.raises(Refused):
        actions.unwish(room, wish, actor=Actor(here[1]))
    actions.unwish(room, wish, actor=Actor(here[0]))
    facts = fact_count()
    actions.unwish(room, wish, actor=Actor(here[0]))
    assert (Wish.objects.count(), fact_count()) == (0, facts)


def test_a_convener_asks_for_every_room_and_a_named_host_does_not(cast: Cast):
    room, here = triads(cast, 6)
    other, _people = triads(cast, 0)
    for person in here[:3]:
        ask(other, person)
    actions.wish(room, actor=cast.actor("ana"), one=here[0], other=here[1], kind=APART, everywhere=True)
    actions.wish(room, actor=cast.actor("ana"), one=here[2], other=here[3], kind=APART)
    assert [wish.one_id for wish in seen(other, cast.ana)] == [here[0].pk]
    with pytest.raises(Refused) as refusal:
        actions.wish(room, actor=Actor(here[0]), one=here[0], other=here[1], kind=TOGETHER, everywhere=True)
    assert refusal.value.code == "not_convener"


def test_a_host_learns_nothing_of_what_others_asked_about_them(cast: Cast):
    room, here = triads(cast, 6)
    rooms.name_host(room, here[1], actor=cast.actor("ana"))
    about_a_host = actions.wish(room, actor=Actor(here[0]), one=here[0], other=here[1], kind=APART)
    others = [actions.wish(room, actor=Actor(here[0]), one=here[0], other=here[2], kind=APART)]
    assert seen(room, cast.ana) == [about_a_host, *others]
    assert seen(room, here[1]) == others
    with pytest.raises(Refused):
        actions.unwish(room, about_a_host, actor=Actor(here[1]))


def test_what_holds_in_every_room_is_told_where_both_come_and_no_host_of_one_takes_it_back(cast: Cast):
    room, here = triads(cast, 6)
    wish = actions.wish(
        room, actor=cast.actor("ana"), one=here[0], other=here[1], kind=APART, everywhere=True
    )
    other, hosts = triads(cast, 3)
    rooms.name_host(other, hosts[0], actor=cast.actor("ana"))
    ask(other, here[0])
    assert seen(other, hosts[0]) == []
    ask(other, here[1])
    assert seen(other, hosts[0]) == [wish]
    with pytest.raises(Refused) as refusal:
        actions.unwish(other, wish, actor=Actor(hosts[0]))
    assert refusal.value.code == "everywhere"
    actions.unwish(other, wish, actor=cast.actor("ana"))
    assert not Wish.objects.exists()
