"""Circles are mended: whoever moves or comes late is told by letter, and in a room under way on the screen."""

import pytest

from guildhouse.circles import actions as circles
from guildhouse.circles import tasks
from guildhouse.circles.facts import Facts
from guildhouse.circles.tests.circling import table, triads
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.live import actions as live
from guildhouse.live.tests.running import at, minute, screen
from guildhouse.notices.tasks import letters_of
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.tests.rooming import NOON, ask, members
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def formed(cast: Cast, *, shown: bool = True):
    room, here = triads(cast, 12)
    with clock.at(NOON):
        circles.form(room, rounds=2, actor=cast.actor("ana"), seed=1)
        circles.show(room, actor=cast.actor("ana"), shown=shown)
    return room, here


def leave(room, *people):
    with clock.at(NOON):
        for person in people:
            rooms.withdraw(room, actor=Actor(person))


def mend(room, cast: Cast):
    with clock.at(NOON):
        return circles.repair(room, actor=cast.actor("ana"))


def told() -> dict[str, list[str]]:
    """The subjects of the letters that mending makes, by name."""
    found: dict[str, list[str]] = {}
    for fact in Fact.objects.filter(kind=Facts.CHANGED).order_by("pk"):
        for letter in letters_of(fact):
            found.setdefault(letter.person.name, []).append(letter.subject)
            assert "/circles/" in letter.text
    return found


def apart(room, here):
    """Two people who sit in different circles in each round."""
    return next(
        (one, other)
        for one in here
        for other in here
        if not any({one.pk, other.pk} <= circle for circles_ in table(room) for circle in circles_)
    )


def test_whoever_had_to_move_gets_one_letter_and_nobody_else_does(cast: Cast):
    room, here = formed(cast)
    leave(room, *apart(room, here))
    moved = mend(room, cast).people
    assert moved
    names = {person.name for person in here if person.pk in moved}
    assert told() == {name: ["You sit in another circle in “Reading a loom”"] for name in names}


def test_whoever_came_late_is_told_of_their_circles_and_of_no_move(cast: Cast):
    room, here = formed(cast)
    leave(room, here[0])
    [late] = members(cast.weavers, 1)
    ask(room, late)
    mend(room, cast)
    assert told() == {late.name: ["Your circles in “Reading a loom”"]}


def test_before_circles_are_shown_nobody_gets_a_letter_about_them(cast: Cast):
    room, here = formed(cast, shown=False)
    leave(room, *apart(room, here))
    assert mend(room, cast).people
    assert told() == {}


def test_in_a_room_under_way_the_screens_say_so_without_a_letter(cast: Cast):
    room, here = formed(cast)
    with clock.at(room.starts_at):
        rooms.pass_time()
    at(room, 0, live.begin, cast.ana)
    beside = screen(room, here[1], 1).my_others[0]
    gone = next(person for person in here if person.name == beside.partition(" (")[0])
    with clock.at(minute(room, 2)):
        rooms.withdraw(room, actor=Actor(gone))
        assert tasks.tick() == 1
    after = screen(room, here[1], 3).my_others
    assert after
    assert beside not in after
    assert told() == {}
