import pytest

from guildhouse.communities.models import Community
from guildhouse.rooms import formats
from guildhouse.rooms.tests.pages.helping import look, path_of, words
from guildhouse.rooms.tests.rooming import ask, open_room
from guildhouse.testing.cast import Cast


def test_every_format_is_listed_for_everybody(cast: Cast) -> None:
    seen = words(look(None, "/formats/"))
    assert [one.name_in("en") for one in formats.all_formats() if one.name_in("en") not in seen] == []


@pytest.mark.parametrize("key", formats.BUILT_IN)
def test_each_format_shows_its_steps_and_its_run_sheet(cast: Cast, key: str) -> None:
    page, sheet = look(None, f"/formats/{key}/"), look(None, f"/formats/{key}/run-sheet/")
    assert (page.status_code, sheet.status_code) == (200, 200)
    for step in formats.get(key).steps:
        assert step.name_in("en") in words(page)
        assert step.name_in("en") in words(sheet)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("troika", "Circles 3 to 4 people"),
        ("troika", "Steps 1–4: once for each who plays this role: Client"),
        ("triads", "until each has played each role that passes round"),
        ("world-cafe", "Step 2: 3 times"),
        ("balint", "The same people come every time. Somebody trained in it leads."),
        ("incident-method", "It opens with a look back"),
    ],
)
def test_a_format_says_all_that_its_file_does(cast: Cast, key: str, said: str) -> None:
    assert said in words(look(None, f"/formats/{key}/"))


def test_from_a_format_those_who_may_open_a_room_in_it_or_copy_it(cast: Cast) -> None:
    opens, copies = "/c/weavers/rooms/new/?format=troika", "/c/weavers/formats/new/?from=troika"
    cast.weavers.rooms_by = Community.RoomsBy.MEMBERS
    cast.weavers.save(update_fields=["rooms_by"])
    for person, offered in ((cast.ana, (True, True)), (cast.bo, (True, False)), (None, (False, False))):
        page = look(person, "/formats/troika/").content.decode()
        assert (opens in page, copies in page) == offered


def test_a_format_nobody_knows_is_absent(cast: Cast) -> None:
    assert look(None, "/formats/nothing/").status_code == 404
    assert look(None, "/formats/nothing/run-sheet/").status_code == 404


def test_the_run_sheet_of_a_room_is_for_those_who_come(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="working-session")
    assert look(cast.bo, path_of(room, "run-sheet/")).status_code == 404
    ask(room, cast.bo)
    seen = words(look(cast.bo, path_of(room, "run-sheet/")))
    assert "Goal" in seen
    assert "18:05" in seen
