"""What an operator does with somebody's data from the command line."""

import argparse
import json
import zipfile

import pytest

from guildhouse.communities.models import Community
from guildhouse.keeping.commands import erase, export
from guildhouse.keeping.models import Erasure
from guildhouse.keeping.personal import register
from guildhouse.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _beside(settings, tmp_path):
    settings.DATA = tmp_path


def run(command, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def test_export_writes_one_file_and_never_over_another(cast, tmp_path, capsys):
    into = tmp_path / "bo.zip"
    assert run(export, "BO@example.org", "--into", str(into)) == 0
    assert into.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(into) as archive:
        assert json.loads(archive.read("my-data.json"))["person"]["email"] == "bo@example.org"
    assert run(export, "bo@example.org", "--into", str(into)) == 1
    assert run(export, "nobody", "--into", str(tmp_path / "x")) == 1
    assert "known by that" in capsys.readouterr().err


def test_erase_waits_a_week_unless_told_now(cast, capsys):
    assert run(erase, "bo@example.org", "--yes", "--reason", "Asked by post.") == 0
    assert Erasure.objects.waiting().get().reason == "Asked by post."
    assert Person.objects.get(pk=cast.bo.pk).erased_at is None
    assert run(erase, cast.bo.public_id, "--yes", "--now") == 0
    assert Person.objects.get(pk=cast.bo.pk).erased_at is not None
    assert [entry.id for entry in register.read(register.path())] == [cast.bo.public_id]
    assert "Former member" in capsys.readouterr().out


def test_erase_asks_before_it_does_anything(cast, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda _words: "no")
    assert run(erase, "bo@example.org", "--now") == 1
    assert Person.objects.get(pk=cast.bo.pk).erased_at is None


def test_erase_says_why_it_does_not(cast, capsys):
    assert run(erase, "ana@example.org", "--now", "--yes") == 1
    assert "Hand the offices over" in capsys.readouterr().err


def test_the_register_is_written_anew_and_replayed(cast, tmp_path, capsys):
    run(erase, "bo@example.org", "--now", "--yes")
    anew = tmp_path / "anew.jsonl"
    assert run(erase, "--register", str(anew)) == 0
    assert run(erase, "--register", str(anew)) == 1
    assert anew.read_text() == register.path().read_text()
    Person.objects.filter(pk=cast.bo.pk).update(erased_at=None, email="bo@example.org")
    assert run(erase, "--replay", str(anew)) == 0
    assert "1 people" in capsys.readouterr().out
    assert run(erase, "--replay", str(tmp_path / "none")) == 1
    anew.write_text("{}")
    assert run(erase, "--replay", str(anew)) == 1


def test_a_community_is_erased_from_the_archive_alone(cast):
    assert run(erase, "--community", "glass", "--yes") == 1
    Community.objects.filter(slug="glass").update(state="archived")
    assert run(erase, "--community", "glass", "--yes") == 0
    assert not Community.objects.filter(slug="glass").exists()
