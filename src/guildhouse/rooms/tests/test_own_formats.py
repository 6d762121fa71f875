"""A community's own formats as rooms know them: by the key of an edition that never changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhouse.rooms import formats
from guildhouse.rooms.formats import known
from guildhouse.rooms.models import FormatEdition, OwnFormat
from guildhouse.rooms.models.format import key_of
from guildhouse.rooms.presenting import words
from guildhouse.rooms.tests.rooming import NOON
from guildhouse.rooms.tests.test_format_files import TEXTS
from guildhouse.testing.cast import Cast


def edition(own: OwnFormat, text: str, number: int = 1) -> FormatEdition:
    key = key_of(own.public_id, number)
    return FormatEdition.objects.create(format=own, number=number, key=key, text=text, written_at=NOON)


@pytest.fixture
def own(cast: Cast) -> OwnFormat:
    own = OwnFormat.objects.create(community=cast.weavers, made_at=NOON)
    edition(own, TEXTS["troika"].replace('en = "Troika consulting"', 'en = "Three at the loom"'))
    return own


def test_no_built_in_format_has_a_key_like_that_of_an_own_one() -> None:
    assert [key for key in formats.BUILT_IN if known.own_id(key)] == []


def test_an_edition_is_read_once_and_then_remembered(own: OwnFormat) -> None:
    known.remembered.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert words.format_name(own.key) == "Three at the loom"
        assert words.format_of(own.key) is words.format_of(own.key)
    assert len(asked) == 1
    assert words.format_of(own.key).key == own.key


def test_many_editions_are_read_in_one_query(own: OwnFormat) -> None:
    for number in range(2, 50):
        edition(own, TEXTS["talk"], number)
    keys = [key_of(own.public_id, number) for number in range(1, 50)]
    known.remembered.clear()
    with CaptureQueriesContext(connection) as asked:
        assert len(known.known([*keys, "talk", "nothing", "22222222"])) == 50
    assert len(asked) == 1


def test_what_is_remembered_has_a_bound() -> None:
    shelf = known.Remembered(2)
    for key in ("one", "two", "three"):
        shelf.put(key, formats.get("talk"))
    assert [shelf.get(key) is not None for key in ("one", "two", "three")] == [False, True, True]


def test_an_edition_that_cannot_be_read_any_more_runs_as_a_working_session(own: OwnFormat) -> None:
    edition(own, "from a later program", 2)
    assert words.format_of(key_of(own.public_id, 2)).key == "working-session"


def test_an_edition_that_was_right_once_is_not_judged_again(own: OwnFormat) -> None:
    edition(own, TEXTS["troika"].replace("total_minutes = 30", "total_minutes = 31"), 2)
    assert words.format_of(key_of(own.public_id, 2)).total_minutes == 31


def test_a_room_may_be_in_a_format_of_its_own_community_only(cast: Cast, own: OwnFormat) -> None:
    assert known.exists_for(own.key, cast.weavers.pk)
    assert not known.exists_for(own.key, cast.glass.pk)
    assert known.exists_for("talk", cast.glass.pk)
    assert not known.exists_for(key_of(own.public_id, 9), cast.weavers.pk)
