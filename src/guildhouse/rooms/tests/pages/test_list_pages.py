from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.communities.models import Community
from guildhouse.kit import clock
from guildhouse.kit.kept import shelf
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import look, ready, words
from guildhouse.rooms.tests.rooming import DAY, NOON, ask, draft_room, member, open_room
from guildhouse.testing.cast import Cast

HERE = "/c/weavers/rooms/"


def test_a_room_stands_under_its_day_with_its_seats(cast: Cast) -> None:
    open_room(cast.weavers, cast.ana, format="lean-coffee", capacity=8)
    seen = words(look(cast.bo, "/rooms/"))
    for said in (
        "Wednesday 10 March",
        "18:00–19:00",
        "Reading a loom",
        "Lean coffee",
        "8 of 8 free",
        "Open to you.",
    ):
        assert said in seen


def test_my_own_state_stands_beside_the_room(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    ask(room, cast.bo)
    assert "you have a seat" in words(look(cast.bo, HERE))
    assert "Full: you would stand in line." in words(look(member(cast.weavers, "Eva"), HERE))


def test_the_list_says_why_somebody_cannot_ask(cast: Cast) -> None:
    open_room(cast.weavers, cast.ana)
    assert "Join the community to come to its rooms" in words(look(cast.cy, HERE))
    assert "asked to stay away" in words(look(cast.dee, HERE))


def test_times_are_the_readers_with_the_rooms_beside_them(cast: Cast) -> None:
    open_room(cast.weavers, cast.ana)
    cast.bo.zone = "America/New_York"
    cast.bo.save(update_fields=["zone"])
    seen = words(look(cast.bo, HERE))
    assert "12:00–13:00 18:00–19:00 Rome time" in seen


def test_only_hosts_see_a_draft(cast: Cast) -> None:
    draft_room(cast.weavers, cast.ana, purpose="Not yet for all")
    assert "Not yet for all" in words(look(cast.ana, "/rooms/"))
    for who in (cast.bo, cast.cy, None):
        assert "Not yet for all" not in words(look(who, "/rooms/"))


def test_rooms_of_a_hidden_community_are_there_for_members_alone(cast: Cast) -> None:
    open_room(cast.glass, cast.ana, purpose="Blowing in secret")
    assert "Blowing in secret" in words(look(cast.ana, "/rooms/"))
    for who in (cast.bo, None):
        assert "Blowing in secret" not in words(look(who, "/rooms/"))
        assert look(who, "/c/glass/rooms/").status_code == 404


def test_a_listed_community_keeps_its_rooms_for_members(cast: Cast) -> None:
    cast.weavers.visibility = Community.Visibility.LISTED
    cast.weavers.save(update_fields=["visibility"])
    open_room(cast.weavers, cast.ana)
    assert look(cast.bo, HERE).status_code == 200
    assert look(cast.cy, HERE).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?format=triads", {"Triads"}),
        ("?mode=in_person", {"Walk"}),
        ("?free=on", {"Triads", "Walk"}),
        ("?community=weavers", {"Triads", "Walk", "Full"}),
        ("?community=nowhere", {"Triads", "Walk", "Full"}),
        ("?past=yes", set()),
    ],
)
def test_the_list_is_narrowed(cast: Cast, query: str, found: set[str]) -> None:
    open_room(cast.weavers, cast.ana, purpose="Triads", format="triads", capacity=3)
    open_room(cast.weavers, cast.ana, purpose="Walk", mode="in_person", place="Bridge")
    ask(open_room(cast.weavers, cast.ana, purpose="Full", capacity=1), cast.bo)
    page = words(look(cast.bo, f"/rooms/{query}"))
    assert {
        name for name in ("Triads", "Walk", "Full") if f" {name} " in page.split("Show these")[-1]
    } == found


def test_past_rooms_are_listed_latest_first(cast: Cast) -> None:
    open_room(cast.weavers, cast.ana, purpose="The earlier")
    open_room(cast.weavers, cast.ana, purpose="The later", wall_date=DAY + timedelta(days=1))
    later = NOON + timedelta(days=30)
    assert "The later" not in words(look(cast.bo, HERE, later))
    seen = words(look(cast.bo, f"{HERE}?past=yes", later))
    assert seen.index("The later") < seen.index("The earlier")


def test_an_empty_list_says_what_it_will_hold(cast: Cast) -> None:
    assert "No room is planned here yet" in words(look(cast.bo, HERE))
    assert "Open the first one" in words(look(cast.ana, HERE))
    assert "No room is like this" in words(look(cast.bo, f"{HERE}?mode=hybrid"))


def test_the_list_of_the_house_leads_to_every_community_in_which_one_may_open_a_room(cast: Cast) -> None:
    page = look(cast.ana, "/rooms/").content.decode()
    assert 'href="/c/weavers/rooms/new/"' in page
    assert 'href="/c/glass/rooms/new/"' in page
    assert "Open a room How rooms are run" in words(look(cast.bo, "/rooms/"))
    assert "/rooms/new/" not in look(cast.cy, "/rooms/").content.decode()
    Community.objects.filter(pk=cast.weavers.pk).update(rooms_by=Community.RoomsBy.CONVENERS)
    assert "/rooms/new/" not in look(cast.bo, "/rooms/").content.decode()


@pytest.mark.parametrize("how_many", [1, 50])
@pytest.mark.parametrize(("address", "queries"), [("/rooms/", 6), (HERE, 6)])
def test_a_long_list_costs_as_many_questions_as_a_short_one(
    cast: Cast, address: str, queries: int, how_many: int, django_assert_num_queries: CaptureQueriesContext
) -> None:
    for number in range(how_many):
        on = DAY + timedelta(days=number // 5)
        room = open_room(cast.weavers, cast.ana, purpose=f"Room {number}", wall_date=on, format="balint")
        ask(room, cast.bo)
    client = ready(cast.bo)
    with clock.at(NOON), django_assert_num_queries(queries):
        answer = client.get(address)
    assert answer.content.decode().count('class="room"') == how_many


def test_the_fifty_first_room_stands_on_the_second_page(cast: Cast) -> None:
    rooms = [draft_room(cast.weavers, cast.ana, purpose=f"Room {number:02}") for number in range(51)]
    Room.objects.filter(pk__in=[room.pk for room in rooms]).update(state=Room.State.PUBLISHED)
    first, second = look(cast.bo, HERE), look(cast.bo, f"{HERE}?page=2")
    assert first.content.decode().count('class="room"') == 50
    assert second.content.decode().count('class="room"') == 1
    assert "Room 50" in words(second)


def test_the_signed_out_read_kept_bytes_until_something_changes(
    cast: Cast, django_assert_num_queries: CaptureQueriesContext
) -> None:
    open_room(cast.weavers, cast.ana)
    shelf.clear()
    client = Client()
    with clock.at(NOON):
        first = client.get(HERE)
        with django_assert_num_queries(1):
            assert client.get(HERE).content == first.content
        assert client.get(HERE, headers={"If-None-Match": first["ETag"]}).status_code == 304
    open_room(cast.weavers, cast.ana, purpose="A second loom", wall_date=date(2027, 3, 11), wall_time=time(9))
    assert "A second loom" in words(look(None, HERE))
