import json
from pathlib import Path

import pytest

from guildhouse.cli import main
from guildhouse.communities.models import Community
from guildhouse.imports.models import ImportRun
from guildhouse.imports.tests.applying.landscapes import VALLEY, everything
from guildhouse.rooms.models import Series
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
ANSWERED = "  answer: Asia/Kolkata\n"


@pytest.fixture
def file(tmp_path: Path, workshops: bytes) -> Path:
    path = tmp_path / "workshops.yaml"
    path.write_bytes(workshops)
    return path


def test_a_dry_run_tells_everything_and_writes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything()
    assert main(["import", "landscape", str(file), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert everything() == before
    assert "workshops.yaml:3  Looms → /c/sig-looms/" in said.out
    assert "workshops.yaml:48  sig-looms/-/mending-hour#zone" in said.out
    assert "Not understood" in said.out
    assert "communities: 4 new" in said.out
    assert "Nothing was changed" in said.out
    assert "workshops.yaml.answers.yaml: write the answers there" in said.err


def test_a_dry_run_never_overwrites_an_answer(file: Path) -> None:
    answers = file.with_name("workshops.yaml.answers.yaml")
    main(["import", "landscape", str(file), "--dry-run"])
    first = answers.read_text()
    assert first.count("- id:") == 4
    answers.write_text(first.replace("  answer:\n", ANSWERED, 1))
    main(["import", "landscape", str(file), "--dry-run"])
    assert answers.read_text() == first.replace("  answer:\n", ANSWERED, 1)
    file.write_text(file.read_text().replace("tz: IST", "tz: CST"))
    main(["import", "landscape", str(file), "--dry-run"])
    assert answers.read_text().startswith(first.replace("  answer:\n", ANSWERED, 1))
    assert answers.read_text().count("- id:") == 5


def test_an_import_reads_the_answers_beside_the_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "landscape", str(file), "--dry-run"])
    answers = file.with_name("workshops.yaml.answers.yaml")
    answers.write_text(answers.read_text().replace("  answer:\n", ANSWERED, 1))
    assert main(["import", "landscape", str(file)]) == 0
    said = capsys.readouterr()
    assert Series.objects.filter(purpose="Mending Hour").exists()
    assert not Series.objects.filter(purpose="Pattern Hour").exists()
    assert "communities: 4 made" in said.out
    assert "Open questions" in said.out
    assert "100 %  Done" in said.err


def test_again_tells_that_all_is_as_it_was(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "landscape", str(file)])
    before = everything()
    assert main(["import", "landscape", str(file)]) == 0
    assert "communities: 4 as they were" in capsys.readouterr().out
    assert everything() == before


def test_the_json_is_whole(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "landscape", str(file), "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["report"]["counts"]["community"] == {"made": 4}
    assert len(whole["ledger"]) == whole["summary"]["values"]


def test_who_brought_it_in_is_kept(cast: Cast, tmp_path: Path) -> None:
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(is_site_admin=True)
    path = tmp_path / "valley.yaml"
    path.write_text(VALLEY)
    assert main(["import", "landscape", str(path), "--as", "ANA@example.org", "--source", "The Valley"]) == 0
    run = ImportRun.objects.get()
    assert (run.person, run.source, run.state, run.content) == (cast.ana, "the-valley", "done", VALLEY)


@pytest.mark.parametrize("email", ["bo@example.org", "nobody@example.org"])
def test_only_those_who_run_the_house_bring_in(cast: Cast, tmp_path: Path, email: str) -> None:
    path = tmp_path / "valley.yaml"
    path.write_text(VALLEY)
    assert main(["import", "landscape", str(path), "--as", email]) == 1
    assert not Community.objects.filter(slug="weaving").exists()


@pytest.mark.parametrize(("content", "sentence"), [("name: x", "is no landscape"), ("[", "this is not YAML")])
def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(content)
    assert main(["import", "landscape", str(path)]) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "landscape", "nowhere.yaml"]) == 1
    assert "nowhere.yaml: No such file" in capsys.readouterr().err
