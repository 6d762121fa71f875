"""Making a format a community's own, writing it anew, retiring it: works, refuses, forbids, and repeats."""

import pytest

from guildhouse.communities.models import Office
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions, formats
from guildhouse.rooms.formats.writing import written
from guildhouse.rooms.models import FormatEdition, OwnFormat
from guildhouse.rooms.presenting import words
from guildhouse.rooms.tests.rooming import NOON, fact_count, open_room
from guildhouse.rooms.tests.test_format_files import TEXTS
from guildhouse.testing.cast import Cast

TROIKA = TEXTS["troika"]
LONGER = TROIKA.replace("default = 1, ", "default = 2, ", 1)


def made(cast: Cast, text: str = TROIKA, **said: str) -> OwnFormat:
    with clock.at(NOON):
        return actions.make_format(cast.weavers, actor=Actor(cast.ana), text=text, **said)


def renamed(name: str) -> str:
    return TROIKA.replace('en = "Troika consulting"', f'en = "{name}"')


@pytest.mark.parametrize("key", formats.BUILT_IN)
def test_what_is_written_reads_the_same(key: str) -> None:
    assert formats.parse(written(formats.get(key), key), "again") == formats.get(key)


def test_a_copy_becomes_the_communitys_own_and_twice_is_once(cast: Cast) -> None:
    own = made(cast, made_from="troika", form_key="k1")
    assert made(cast, made_from="troika", form_key="k1") == own
    assert (OwnFormat.objects.count(), own.key) == (1, f"{own.public_id}-1")
    assert words.format_of(own.key).total_minutes == formats.get("troika").total_minutes


def test_rooms_keep_the_edition_they_were_planned_by(cast: Cast) -> None:
    own = made(cast)
    room = open_room(cast.weavers, cast.ana, format=own.key, capacity=3)
    actions.edit_format(own, actor=Actor(cast.ana), text=renamed("Threes"), reason="A better name")
    own.refresh_from_db()
    room.refresh_from_db()
    assert (own.number, room.format) == (2, f"{own.public_id}-1")
    assert words.format_name(room.format) == "Troika consulting"
    assert words.format_name(own.key) == "Threes"
    assert FormatEdition.objects.get(number=1).text == TROIKA


def test_the_same_text_is_no_new_edition(cast: Cast) -> None:
    own = made(cast)
    before = fact_count()
    actions.edit_format(own, actor=Actor(cast.ana), text=TROIKA)
    assert (FormatEdition.objects.count(), fact_count()) == (1, before)


def test_an_edition_over_an_older_one_is_refused(cast: Cast) -> None:
    own = made(cast)
    actions.edit_format(own, actor=Actor(cast.ana), text=renamed("Threes"), follows=1)
    with pytest.raises(Refused, match="another edition meanwhile"):
        actions.edit_format(own, actor=Actor(cast.ana), text=renamed("Fours"), follows=1)


def test_a_wrong_text_is_refused_with_everything_that_is_wrong(cast: Cast) -> None:
    wrong = TROIKA.replace('who = "member"', 'who = "anybody"').replace(
        "[[steps]]\nname", "[[steps]]\nnaem", 1
    )
    with pytest.raises(Refused) as refusal:
        made(cast, wrong)
    assert refusal.value.code == "format_file"
    assert "roles[1].who: write one of" in str(refusal.value)
    assert "did you mean “name”?" in str(refusal.value)
    assert not OwnFormat.objects.exists()


def test_a_retired_format_is_not_offered_and_its_rooms_stay(cast: Cast) -> None:
    own = made(cast)
    room = open_room(cast.weavers, cast.ana, format=own.key, capacity=3)
    for _twice in range(2):
        actions.retire_format(own, actor=Actor(cast.ana))
    before = fact_count()
    actions.retire_format(own, actor=Actor(cast.ana))
    assert fact_count() == before
    assert not OwnFormat.objects.offered().exists()
    assert words.format_name(room.format) == "Troika consulting"
    actions.retire_format(own, actor=Actor(cast.ana), retired=False)
    assert OwnFormat.objects.offered().exists()


def test_facilitators_keep_formats_and_members_do_not(cast: Cast) -> None:
    with pytest.raises(Refused, match="Conveners and facilitators keep"):
        actions.make_format(cast.weavers, actor=Actor(cast.bo), text=TROIKA)
    Office.objects.create(community=cast.weavers, person=cast.bo, kind=Office.Kind.FACILITATOR, since=NOON)
    assert actions.make_format(cast.weavers, actor=Actor(cast.bo), text=TROIKA)


def test_whoever_was_asked_to_stay_away_keeps_nothing(cast: Cast) -> None:
    own = made(cast)
    for person in (cast.cy, cast.dee):
        with pytest.raises(Refused) as refusal:
            actions.retire_format(own, actor=Actor(person))
        assert refusal.value.status == 403


def test_a_community_has_only_so_many_formats_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OwnFormat, "MOST", 1)
    own = made(cast)
    with pytest.raises(Refused, match="Retire one that nobody uses"):
        made(cast)
    actions.retire_format(own, actor=Actor(cast.ana))
    made(cast)
    with pytest.raises(Refused, match="Retire one"):
        actions.retire_format(own, actor=Actor(cast.ana), retired=False)


def test_who_sees_inside_sees_its_formats(cast: Cast) -> None:
    made(cast)
    seen = OwnFormat.objects.visible_to
    people: list[Person | None] = [None, cast.cy, cast.bo]
    assert [seen(person).count() for person in people] == [1, 1, 1]
    cast.weavers.visibility = "listed"
    cast.weavers.save(update_fields=["visibility"])
    assert [seen(person).count() for person in people] == [0, 0, 1]


def test_no_room_is_planned_in_a_format_of_others(cast: Cast) -> None:
    own = made(cast)
    with pytest.raises(Refused, match="This format is not known"):
        open_room(cast.glass, cast.ana, format=own.key)
