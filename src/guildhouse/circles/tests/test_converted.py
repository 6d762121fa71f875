"""A room whose circles stand gets another format: circles of the old one do not stay behind."""

import pytest

from guildhouse.circles import actions
from guildhouse.circles.invariants import violations
from guildhouse.circles.tests.circling import table, triads
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import NOON
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("to", ["troika", "working-session"])
def test_circles_made_by_one_format_go_with_it(cast: Cast, to: str):
    room, _here = triads(cast, 9)
    with clock.at(NOON):
        actions.form(room, actor=cast.actor("ana"), seed=1)
        rooms.convert(room, to, actor=cast.actor("ana"))
    assert (table(room), list(violations())) == ([], [])


def test_circles_searched_while_the_room_got_another_format_are_not_kept(cast: Cast):
    room, _here = triads(cast, 9)
    stale = Room.objects.select_related("community").get(pk=room.pk)
    with clock.at(NOON):
        rooms.convert(room, "troika", actor=cast.actor("ana"))
        with pytest.raises(Refused) as refusal:
            actions.form(stale, actor=cast.actor("ana"), seed=1)
    assert (refusal.value.code, table(room)) == ("moving", [])
