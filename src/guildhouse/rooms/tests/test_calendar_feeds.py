"""Rooms as calendars: who finds what in them, and how they follow what happens. Read by a second parser."""

from collections.abc import Iterator
from datetime import UTC, date, time, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.kept import shelf
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import CalendarFeed, Room
from guildhouse.rooms.tests.pages.helping import ADDRESS, LINK, look, path_of, send
from guildhouse.rooms.tests.rooming import NOON, ask, draft_room, members, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
PUBLIC = "/c/weavers/rooms.ics"


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    shelf.clear()
    yield
    shelf.clear()


def events(answer: Any) -> dict[str, Any]:
    """What a calendar program understands: the events of a feed by their summaries."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    vobject.icalendar.__tzidMap.clear()
    read = vobject.readOne(answer.content.decode())
    return {one.summary.value: one for one in read.contents.get("vevent", [])}


def feed_of(person: Person) -> str:
    """The address of somebody's own calendar, made now."""
    return f"/calendar/{actions.make_feed(actor=Actor(person))}.ics"


def as_visible(community: Community, visibility: str) -> None:
    """As if it had always been so."""
    Community.objects.filter(pk=community.pk).update(visibility=visibility)


def full_house(cast: Cast) -> Room:
    """A room with everything that may not be told, one seat, which Ana holds, and Bo in its line."""
    inside = {"link": LINK, "address": ADDRESS, "mode": "hybrid", "place": "The old mill"}
    room = open_room(cast.weavers, cast.ana, capacity=1, about="Bring *one* thread.", **inside)
    for person in (cast.ana, cast.bo):
        ask(room, person)
    return room


def test_everybody_finds_what_anybody_may_know_of(cast: Cast):
    room = full_house(cast)
    draft_room(cast.weavers, cast.ana, purpose="Not ready")
    open_room(cast.glass, cast.ana, purpose="Behind closed doors")
    for address in (PUBLIC, "/rooms.ics"):
        for who in (None, cast.ana, cast.cy):
            found = events(look(who, address))
            assert set(found) == {"Reading a loom"}, "signed in or not, it is the calendar of everybody"
    one = found["Reading a loom"]
    assert one.uid.value == f"{room.public_id}@guildhouse"
    assert one.dtstart.value.astimezone(UTC) == room.starts_at
    assert one.dtend.value.astimezone(UTC) == room.ends_at
    assert one.url.value.endswith(path_of(room))
    assert one.location.value == "The old mill"
    assert one.status.value == "CONFIRMED"
    assert one.categories.value == ["Weavers of the valley", "Working session"]
    assert "Bring *one* thread." in one.description.value


@pytest.mark.parametrize("visibility", ["listed", "hidden"])
def test_a_community_that_is_not_public_has_no_calendar_for_members_neither(cast: Cast, visibility: str):
    full_house(cast)
    look(None, PUBLIC)
    with clock.at(NOON):
        changed = {"joining": "open", "rooms_by": "members", "language": "en", "zone": "UTC"}
        communities.change_settings(cast.weavers, visibility=visibility, actor=cast.actor("ana"), **changed)
    for who in (None, cast.cy, cast.bo, cast.ana):
        assert look(who, PUBLIC).status_code == 404
        assert events(look(who, "/rooms.ics")) == {}
    assert look(None, "/c/nowhere/rooms.ics").status_code == 404


def test_one_s_own_calendar_says_what_is_not_sure_yet(cast: Cast):
    at = {"capacity": None}
    names = ("held", "asked", "invited", "lined", "offered", "hosted", "mine no more")
    rooms = {name: open_room(cast.weavers, cast.ana, purpose=name, **at) for name in names}
    ana = cast.actor("ana")
    ask(rooms["held"], cast.bo)
    Room.objects.filter(pk=rooms["asked"].pk).update(needs_approval=True)
    ask(rooms["asked"], cast.bo)
    with clock.at(NOON):
        actions.invite(rooms["invited"], cast.bo, actor=ana)
        actions.set_limits(rooms["lined"], capacity=1, actor=ana)
        actions.set_limits(rooms["offered"], capacity=1, actor=ana)
        actions.edit(rooms["offered"], freed=Room.Freed.OFFER, actor=ana)
        for name in ("lined", "offered"):
            ask(rooms[name], cast.ana)
            ask(rooms[name], cast.bo)
        actions.withdraw(rooms["offered"], actor=ana)
        actions.name_host(rooms["hosted"], cast.bo, actor=ana)
        ask(rooms["mine no more"], cast.bo)
        actions.withdraw(rooms["mine no more"], actor=cast.actor("bo"))
    found = events(look(None, feed_of(cast.bo)))
    assert {name: (one.status.value, one.transp.value) for name, one in found.items()} == {
        "held": ("CONFIRMED", "OPAQUE"),
        "hosted": ("CONFIRMED", "OPAQUE"),
        "Asked for: asked": ("TENTATIVE", "TRANSPARENT"),
        "Invited: invited": ("TENTATIVE", "TRANSPARENT"),
        "In line: lined": ("TENTATIVE", "TRANSPARENT"),
        "Offered to you: offered": ("TENTATIVE", "TRANSPARENT"),
    }


def test_the_exact_address_is_for_those_who_come_and_the_link_for_no_calendar(cast: Cast):
    room = full_house(cast)
    mine, in_line = look(None, feed_of(cast.ana)), look(None, feed_of(cast.bo))
    assert events(mine)["Reading a loom"].location.value == f"The old mill, {ADDRESS}"
    assert events(in_line)["In line: Reading a loom"].location.value == "The old mill"
    one = path_of(room, "room.ics")
    for who, knows in ((cast.ana, True), (cast.bo, False), (None, False)):
        (found,) = events(look(who, one)).values()
        assert (ADDRESS in found.location.value) is knows
    everywhere = [mine, in_line, look(cast.ana, one), look(None, PUBLIC), look(None, "/rooms.ics")]
    for answer in everywhere:
        assert LINK not in answer.content.decode().replace("\r\n ", "")
        assert "@example.org" not in answer.content.decode()


def test_one_event_lives_through_all_that_happens(cast: Cast):
    room, bo, address = open_room(cast.weavers, cast.ana), cast.actor("bo"), feed_of(cast.bo)
    numbers, ids = [], set()

    def read(summary: str = "Reading a loom", status: str = "CONFIRMED") -> Any:
        one = events(look(None, address))[summary]
        numbers.append(int(one.sequence.value))
        ids.add(one.uid.value)
        assert one.status.value == status
        return one

    ask(room, cast.bo)
    read()
    with clock.at(NOON + timedelta(hours=1)):
        actions.move(room, actor=cast.actor("ana"), wall_date=date(2027, 3, 12), wall_time=time(19))
    moved = read()
    assert moved.dtstart.value.isoformat() == "2027-03-12T19:00:00+01:00"
    assert moved.last_modified.value == NOON + timedelta(hours=1)
    with clock.at(NOON):
        actions.withdraw(room, actor=bo)
        assert events(look(None, address)) == {}
    ask(room, cast.bo)
    read()
    with clock.at(NOON):
        actions.cancel(room, actor=cast.actor("ana"), why="The loom broke.")
    assert "The loom broke." in read("Cancelled: Reading a loom", "CANCELLED").description.value
    assert numbers == sorted(set(numbers)), "every state has a number of its own, and it rises"
    assert ids == {f"{room.public_id}@guildhouse"}
    assert "Cancelled: Reading a loom" in events(look(None, PUBLIC))


def test_dates_of_a_series_stand_each_for_themselves_and_keep_the_clock_on_the_wall(cast: Cast):
    with clock.at(NOON):
        plan = {"first_on": date(2027, 3, 25), "last_on": date(2027, 11, 4), "wall_time": time(18)}
        actions.plan_series(
            cast.weavers,
            actor=cast.actor("ana"),
            rrule="FREQ=WEEKLY",
            zone="Europe/Rome",
            purpose="W",
            **plan,
        )
    later = NOON + timedelta(days=120)
    with clock.at(later):
        actions.materialise(cast.weavers.series.get())
    for at, change in ((NOON, date(2027, 3, 28)), (later, date(2027, 10, 31))):
        vobject.icalendar.__tzidMap.clear()
        found = vobject.readOne(look(None, PUBLIC, at=at).content.decode()).vevent_list
        days = {one.dtstart.value.date(): one for one in found}
        assert change - timedelta(days=3) in days
        assert change + timedelta(days=4) in days
        assert {one.dtstart.value.time() for one in found} == {time(18)}
        assert len({one.uid.value for one in found}) == len(found)
        assert not any("rrule" in one.contents for one in found)
        moments = {room.starts_at for room in Room.objects.filter(ends_at__gt=at)}
        assert {one.dtstart.value.astimezone(UTC) for one in found} == moments


def test_a_new_address_ends_the_old_one_at_once_and_none_is_kept_in_the_open(cast: Cast):
    ask(open_room(cast.weavers, cast.ana), cast.bo)
    old = feed_of(cast.bo)
    assert len(events(look(None, old))) == 1
    made = send(cast.bo, "/me/calendar/")
    token = made.content.decode().partition("/calendar/")[2].partition(".ics")[0]
    assert len(token) * 6 >= 128
    assert token not in str(CalendarFeed.objects.values())
    assert look(None, old).status_code == 404
    assert len(events(look(None, f"/calendar/{token}.ics"))) == 1
    assert token not in look(cast.bo, "/me/calendar/").content.decode()
    send(cast.bo, "/me/calendar/end/")
    assert look(None, f"/calendar/{token}.ics").status_code == 404
    assert look(None, "/calendar/x.ics").status_code == 404


@pytest.mark.parametrize("gone", [{"is_active": False}, {"erased_at": NOON}])
def test_whoever_is_locked_out_or_erased_has_no_calendar(cast: Cast, gone: dict[str, Any]):
    address = feed_of(cast.bo)
    assert look(None, address).status_code == 200
    Person.objects.filter(pk=cast.bo.pk).update(**gone)
    assert look(None, address).status_code == 404


def test_who_is_removed_finds_nothing_of_the_community_from_then_on(cast: Cast):
    as_visible(cast.weavers, "hidden")
    ask(open_room(cast.weavers, cast.ana), cast.bo)
    address = feed_of(cast.bo)
    assert len(events(look(None, address))) == 1
    with clock.at(NOON):
        membership = cast.weavers.memberships.get(person=cast.bo)
        communities.remove(membership, reason="Shouted.", actor=cast.actor("ana"))
    assert events(look(None, address)) == {}


def test_a_program_that_has_it_already_is_told_so(cast: Cast):
    ask(open_room(cast.weavers, cast.ana), cast.bo)
    for address, said in (
        (PUBLIC, "public, max-age=0, must-revalidate"),
        (feed_of(cast.bo), "private, no-cache"),
    ):
        first = look(None, address)
        assert first.headers["Cache-Control"] == said
        for asked in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
            with clock.at(NOON + timedelta(minutes=20)):
                assert Client().get(address, headers=asked).status_code == 304
        with clock.at(NOON + timedelta(minutes=30)):
            actions.edit(Room.objects.get(), purpose="Another loom", actor=cast.actor("ana"))
            for asked in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
                assert Client().get(address, headers=asked).status_code == 200
            actions.edit(Room.objects.get(), purpose="Reading a loom", actor=cast.actor("ana"))


@pytest.mark.parametrize("how_many", [1, 50])
def test_many_rooms_cost_no_more_questions(cast: Cast, how_many: int, django_assert_num_queries: Any):
    for number in range(how_many):
        room = open_room(cast.weavers, cast.ana, purpose=f"Room {number}")
        ask(room, cast.bo)
    mine = feed_of(cast.bo)
    look(None, "/c/nowhere/rooms.ics")
    for address, made, kept in ((PUBLIC, 3, 1), ("/rooms.ics", 2, 1), (mine, 8, 2)):
        with django_assert_num_queries(made):
            assert len(events(look(None, address))) == how_many
        with django_assert_num_queries(kept):
            look(None, address)


def test_a_room_from_before_there_were_calendars_stands_in_them_too(cast: Cast):
    ask(open_room(cast.weavers, cast.ana), cast.bo)
    Room.objects.update(changed_at=None)
    for address in (PUBLIC, feed_of(cast.bo)):
        assert events(look(None, address))["Reading a loom"].last_modified.value == NOON


def test_others_do_not_stand_in_my_calendar(cast: Cast):
    room = open_room(cast.weavers, cast.ana, capacity=None)
    for person in (*members(cast.weavers, 3), cast.bo):
        ask(room, person)
    told = look(None, feed_of(cast.bo)).content.decode()
    assert "ATTENDEE" not in told
    for person in Person.objects.all():
        assert (person.email or "-") not in told
