"""The code by which people say that they are there: whoever leads the room reads it, and nothing else holds it."""

import re

import pytest

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices.tasks import letters_of
from guildhouse.rooms import actions
from guildhouse.rooms.checkin import code_of
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import look, path_of, send
from guildhouse.rooms.tests.rooming import ask, before_start, open_room
from guildhouse.testing.cast import Cast

OF_THE_ROOM = ("", "live/", "run-sheet/", "room.ics", "host/")
OF_THE_HOUSE = ("/today/", "/rooms/", "/rooms.ics", "/c/weavers/rooms.ics", "/me/rooms/", "/me/calendar/")


def test_the_code_stands_on_the_screens_of_whoever_leads_and_nowhere_else(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    at, code = before_start(room, minutes=5), code_of(room)
    in_it = re.compile(rf"(?<!\w){code[:3]}[ -]?{code[3:]}(?!\w)")
    send(cast.bo, path_of(room, "check-in/"), at, code=f"{(int(code) + 1) % 10**6:06}")
    send(cast.bo, path_of(room, "check-in/"), at, code=code)
    with clock.at(at):
        feed = actions.make_feed(actor=Actor(cast.bo))
    seen = {f"/calendar/{feed}.ics": look(None, f"/calendar/{feed}.ics", at)}
    for moment in (at, room.starts_at, room.ends_at):
        with clock.at(moment):
            actions.pass_time()
        for person in (cast.bo, cast.cy, None):
            for path in (*(path_of(room, part) for part in OF_THE_ROOM), *OF_THE_HOUSE):
                seen[f"{person} {moment} {path}"] = look(person, path, moment)
        assert in_it.search(look(cast.ana, path_of(room, "host/"), moment).content.decode())
    assert [name for name, page in seen.items() if in_it.search(page.content.decode())] == []
    with clock.at(room.ends_at):
        letters = [letter for fact in Fact.objects.order_by("pk") for letter in letters_of(fact)]
    assert len(letters) > 1
    assert not any(in_it.search(f"{one.subject} {one.text} {one.html}") for one in letters)
    assert not in_it.search(str([*Fact.objects.values_list("data"), *Room.objects.values_list()]))
    assert not in_it.search(re.sub(r"\.\d{6}", "", caplog.text))
