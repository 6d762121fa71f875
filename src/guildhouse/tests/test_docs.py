"""What the documents say of the program is so, and leads somewhere."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from guildhouse import cli
from guildhouse.notices.letters import TABLE
from guildhouse.people.facts import Facts as People
from guildhouse.testing.shots import README

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src" / "guildhouse"
DOCS = ROOT / "docs"
MARKDOWN = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
MOST_PICTURES = 1_500_000  # bytes
# Told to an address and not to a person, so it stands in no line of the table of letters.
TOLD_BESIDE_THE_TABLE = {People.INVITED_TO_CLAIM}

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LIST = re.compile(r"^([A-Z_]+): list\[.*\] = \[\]$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """A document without its examples."""
    return FENCE.sub("", text(path))


def anchors(path: Path) -> set[str]:
    """What a link can lead to inside a document."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(prose(path))
    }


def rows(path: Path) -> dict[str, list[str]]:
    """The rows of a document's tables whose first cell is a word of the program, by that word."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in prose(path).splitlines()]
    return {row[0].strip("`").split(" …")[0]: row[1:] for row in cells if row[0].startswith("`")}


def settings_read() -> set[str]:
    found = re.findall(r"env\.\w+\(\s*\"(\w+)\"", text(SOURCE / "settings.py"))
    return {f"GUILDHOUSE_{name}" for name in found}


def declared_facts() -> set[str]:
    found = set()
    for app in apps.get_app_configs():
        if (Path(app.path) / "facts.py").exists():
            found |= {fact.value for fact in import_module(f"{app.name}.facts").Facts}
    return found


def test_every_setting_is_written_down_with_type_default_and_what_it_does():
    written = {name: cells for name, cells in rows(DOCS / "self-hosting.md").items() if len(cells) == 3}
    settings = {name for name in written if name.startswith("GUILDHOUSE_")}
    assert len(settings_read()) > 10
    assert settings == settings_read()
    assert [name for name in settings if not all(written[name])] == []


def test_every_heading_the_checks_lead_to_exists():
    linked = set(re.findall(r"_see\(\s*\"([\w-]+)\"", text(SOURCE / "kit" / "checks.py")))
    assert linked
    assert linked - anchors(DOCS / "self-hosting.md") == set()


def test_every_tool_of_kit_is_named_with_what_it_is_for():
    [told] = re.findall(r"### What is in kit\n(.*?)\n##", text(DOCS / "structure.md"), re.DOTALL)
    modules = {path.stem for path in (SOURCE / "kit").glob("*.py")} - {"__init__", "apps"}
    packages = {path.parent.name for path in (SOURCE / "kit").glob("*/__init__.py")}
    assert set(re.findall(r"`(\w+)`", told)) == modules | packages - {"migrations", "templatetags", "tests"}


def test_every_list_an_app_above_adds_to_is_in_the_table():
    files = [path for path in SOURCE.glob("*/*.py") if path.parent.name not in ("kit", "tests")]
    offered = {name for path in files for name in LIST.findall(text(path))}
    named = {name.partition("`")[0] for name in rows(DOCS / "structure.md")}
    assert offered
    assert offered - named == set()


def test_every_command_is_written_down():
    written = {name.split()[1] for name in rows(DOCS / "self-hosting.md") if name.startswith("guildhouse ")}
    assert set(cli.COMMANDS) - written == set()


def test_every_kind_of_fact_is_in_the_table_and_no_other():
    written = {name for name in rows(DOCS / "history.md") if "." in name}
    assert written == declared_facts()


def test_the_table_says_of_each_fact_whether_somebody_gets_a_letter():
    told = {kind for kind, cells in rows(DOCS / "history.md").items() if "." in kind and cells[1] != "–"}
    assert told == {str(kind) for kind in TABLE} | {str(kind) for kind in TOLD_BESIDE_THE_TABLE}


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_inside_the_project_leads_somewhere(path):
    broken = []
    for link in LINK.findall(prose(path)):
        place, _hash, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        if "://" in link or link.startswith("mailto:"):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_the_list_of_decisions_names_them_all_and_each_is_short():
    notes = sorted(DOCS.glob("decisions/[0-9]*.md"))
    assert [note.name for note in notes if len(text(note).splitlines()) > 25] == []
    listed = re.findall(r"\((\d+[\w-]+\.md)\)", text(DOCS / "decisions" / "README.md"))
    assert listed == [note.name for note in notes]


def test_the_pictures_of_the_readme_are_those_bin_screens_makes_and_are_small():
    pictures = {picture.name: picture.stat().st_size for picture in DOCS.glob("screens/*")}
    assert set(pictures) == {f"{shot.name}.webp" for shot in README}
    assert sum(pictures.values()) < MOST_PICTURES
    assert [name for name in pictures if f"docs/screens/{name}" not in text(ROOT / "README.md")] == []


def test_what_stands_behind_ones_name_is_called_as_in_the_house():
    told = " ".join(" ".join(prose(path).split()) for path in DOCS.glob("*.md"))
    named = set(
        re.findall(r"(?<!\*)\*(Me|My [^*]+|[^*]* I get[^*]*|[^*]* about me|Signing in [^*]+)\*(?!\*)", told)
    )
    called = text(SOURCE / "communities" / "shell.py") + text(SOURCE / "people/jinja2/people/me.html")
    assert "My place in this house" in named
    assert [name for name in named if f'_("{name}")' not in called] == []


def test_the_readme_says_where_the_command_is_before_it_calls_it_and_heads_every_column():
    readme = text(ROOT / "README.md")
    assert readme.index("`.venv/bin/guildhouse") < readme.index("`guildhouse ")
    assert "|  |\n| ---" not in readme
    assert readme.index("## Where things are") < readme.index("## How fast it is")
