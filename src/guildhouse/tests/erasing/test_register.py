"""A house put back from an older backup erases again whom it had erased since, by the register beside it."""

import pytest

from guildhouse.communities.models import Community
from guildhouse.history.actors import COMMAND, Actor
from guildhouse.imports.applying import people as importing
from guildhouse.keeping import actions
from guildhouse.keeping.models import Tombstone
from guildhouse.keeping.personal import register
from guildhouse.people import actions as people
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _beside(settings, tmp_path):
    settings.DATA = tmp_path


def brought(name: str, handle: str) -> Person:
    return people.bring_person(name=name, handle=handle, actor=Actor(None, "import"))


def test_the_register_says_that_somebody_was_erased_and_not_who(cast):
    Person.objects.filter(pk=cast.bo.pk).update(handle="bo-the-weaver")
    actions.erase(cast.bo, actor=COMMAND)
    assert actions.note_erasures() == 1
    assert actions.note_erasures() == 0
    text = register.path().read_text()
    assert cast.bo.public_id in text
    assert not [
        word for word in ("Bo", "bo@example.org", "weaver") if f'"{word}' in text or f'{word}"' in text
    ]
    assert register.path().stat().st_mode & 0o077 == 0


def test_each_machine_of_a_house_has_the_whole_register(cast, settings, tmp_path):
    actions.erase(cast.bo, actor=COMMAND)
    assert actions.note_erasures() == 1
    settings.DATA = tmp_path / "elsewhere"
    settings.DATA.mkdir()
    actions.erase(cast.dee, actor=COMMAND)
    assert actions.note_erasures() == 2
    settings.DATA = tmp_path
    assert actions.note_erasures() == 1
    both = [cast.bo.public_id, cast.dee.public_id]
    assert [entry.id for entry in register.read(register.path())] == both
    assert [entry.id for entry in register.read(tmp_path / "elsewhere" / register.NAME)] == both


def test_a_line_cut_short_is_written_again(cast):
    actions.erase(cast.bo, actor=COMMAND)
    actions.note_erasures()
    register.path().write_text(register.path().read_text()[:-20])
    assert actions.note_erasures() == 1
    assert register.held(register.path()) == {("person", cast.bo.public_id)}


def test_a_restored_house_erases_again_and_a_second_time_changes_nothing(cast):
    actions.erase(cast.bo, actor=COMMAND)
    actions.note_erasures()
    moment = Person.objects.get(pk=cast.bo.pk).erased_at
    # The backup is of before: Bo is there again, and nothing speaks of an erasure.
    Tombstone.objects.all().delete()
    Person.objects.filter(pk=cast.bo.pk).update(
        name="Bo", email="bo@example.org", erased_at=None, is_active=True
    )

    told = actions.reapply_erasures()
    assert (told.people, told.gone_already) == (1, 0)
    bo = Person.objects.get(pk=cast.bo.pk)
    assert (bo.email, bo.is_active, bo.erased_at) == (None, False, moment)
    again = actions.reapply_erasures()
    assert (again.people, again.gone_already) == (0, 1)


def test_the_last_convener_is_erased_again_too(cast):
    actions.erase(cast.ana, actor=COMMAND, anyway=True)
    actions.note_erasures()
    Person.objects.filter(pk=cast.ana.pk).update(erased_at=None)
    assert actions.reapply_erasures().people == 1


def test_an_import_does_not_make_an_erased_person_again(cast):
    known = brought("Dru", "dru-weaves")
    actions.erase(known, actor=COMMAND)
    assert brought("Dru", "Dru-Weaves").pk == known.pk
    assert Person.objects.get(pk=known.pk).name.startswith("Former member")


def test_nor_in_a_restored_house_that_never_knew_them(cast):
    known = brought("Dru", "dru-weaves")
    actions.erase(known, actor=COMMAND)
    actions.note_erasures()
    Tombstone.objects.all().delete()
    Person.objects.filter(pk=known.pk).delete()
    assert actions.reapply_erasures().gone_already == 1
    assert brought("Dru", "dru-weaves").erased_at is not None
    assert importing.known_as("dru-weaves").erased_at is not None


def test_a_community_is_erased_again(cast):
    Community.objects.filter(pk=cast.weavers.pk).update(state="archived")
    actions.erase_community(cast.weavers, actor=COMMAND)
    actions.note_erasures()
    Community.objects.create(
        public_id=cast.weavers.public_id, slug="weavers", name="Weavers", created_at=cast.weavers.created_at
    )
    assert actions.reapply_erasures().communities == 1
    assert not Community.objects.filter(slug="weavers").exists()


def test_a_register_with_a_line_cut_short_is_not_applied_at_all(cast, tmp_path):
    actions.erase(cast.bo, actor=COMMAND)
    actions.note_erasures()
    with open(register.path(), "a") as file:
        file.write('{"v": 1, "what": "per')
    with pytest.raises(register.Damaged, match="Line 2"):
        actions.reapply_erasures()
    actions.erase(cast.dee, actor=COMMAND)
    actions.note_erasures()
    lines = register.path().read_text().splitlines()
    assert cast.dee.public_id in lines[2]
