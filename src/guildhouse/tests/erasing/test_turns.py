"""Whoever was erased is nobody's turn, and nobody is told whom they met."""

from guildhouse.history.actors import COMMAND
from guildhouse.keeping import actions
from guildhouse.kit import clock
from guildhouse.rooms import memory
from guildhouse.rooms.tests.pages.helping import look, path_of, words
from guildhouse.rooms.tests.rooming import NOON, members, open_room
from guildhouse.rooms.tests.test_memory import THEN, held
from guildhouse.testing.cast import Cast


def test_whoever_was_erased_is_offered_to_no_host_and_listed_to_nobody_they_met(cast: Cast) -> None:
    gone, stays = members(cast.weavers, 2)
    held(cast.weavers, cast.ana, gone, stays)
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    assert "last on" in words(look(cast.ana, path_of(room, "host/"), THEN))
    assert str(gone) in words(look(stays, "/me/rooms/", THEN))
    with clock.at(THEN):
        actions.erase(gone, actor=COMMAND)
    hosts = words(look(cast.ana, path_of(room, "host/"), THEN))
    assert (str(gone) in hosts, "last on" in hosts, "Former" in hosts) == (False, False, False)
    assert "together with" not in words(look(stays, "/me/rooms/", THEN))
    assert memory.last_presented(cast.weavers.pk, [stays.pk], NOON) == {}
