"""A format file that is wrong is refused with its name, the place and a sentence, and in no other way."""

import copy
import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.rooms import formats
from guildhouse.rooms.formats.parsing import read

DOCS = Path(__file__).resolve().parents[4] / "docs" / "formats.md"
TEXTS = {
    key: files("guildhouse.rooms.formats").joinpath("files", f"{key}.toml").read_text("utf-8")
    for key in formats.BUILT_IN
}
TABLES = {key: tomllib.loads(text) for key, text in TEXTS.items()}
INCIDENT = TEXTS["incident-method"]


def refusal(text: str) -> formats.FormatError:
    with pytest.raises(formats.FormatError) as caught:
        formats.parse(text, "ours.toml")
    assert caught.value.file == "ours.toml"
    assert str(caught.value).startswith("ours.toml: ")
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        (
            "total_minutes = 65",
            "total_minutes = 60",
            "total_minutes",
            "take 65 minutes with 6 people, not 60",
        ),
        ("total_minutes = 65", 'total_minutes = "65"', "total_minutes", "a whole number"),
        ("total_minutes = 65", "total_minutes = true", "total_minutes", "a whole number"),
        ("total_minutes = 65", "total_minuets = 65", "total_minuets", "did you mean “total_minutes”?"),
        ("total_minutes = 65", "total_minutes = 65\nxyz = 1", "xyz", "there is no such field"),
        ("total_minutes = 65", "total_minutes = ", "line 7", "this is not TOML"),
        ("total_minutes = 65", f"total_minutes = {'9' * 5000}", "", "this is not TOML"),
        ("total_minutes = 65", f"total_minutes = {'[' * 5000}", "", "this is not TOML"),
        ('key = "incident-method"', 'key = "Incident method"', "key", "small letters"),
        ('key = "incident-method"', "", "key", "missing"),
        ("min = 5, best = 6", "min = 7, best = 6", "people", "must rise"),
        ("best = 6, max = 8", "best = 6, max = 5", "people", "must rise"),
        ("best = 6, max = 8 }", "best = 6, max = 8, multiple_of = 5 }", "people.best", "circles of 5"),
        ("best = 6, max = 8 }", "best = 6, max = 9 }", "roles", "fewer people than the format's maximum"),
        ("min = 5\nmax = 8", "min = 6\nmax = 8", "roles", "need more people than the format's minimum"),
        ("min = 5\nmax = 8", "min = 5\nmax = 4", "roles[2].min", "above the maximum"),
        ('drawn_from = "member"', 'drawn_from = "guest"', "roles[3].drawn_from", "name a role"),
        (
            'seatable = false\ndrawn_from = "member"',
            'drawn_from = "member"',
            "roles[3].seatable",
            "write false",
        ),
        ('seatable = false\ndrawn_from = "member"', "rotates = true", "roles[3].rotates", "drawn_from"),
        (
            'seatable = false\ndrawn_from = "member"',
            "seatable = false",
            "roles[3].seatable",
            "nobody could take",
        ),
        ('key = "presenter"', 'key = "member"', "roles[3].key", "two roles “member”"),
        ('key = "presenter"', 'key = "all"', "roles[3].key", "everybody"),
        ("default = 15, min = 10", "default = 15, min = 30", "steps[4].minutes", "above the maximum"),
        ("default = 15, min = 10", "default = 15, min = 16", "steps[4].minutes", "outside"),
        ("default = 15, min = 10", "default = 15", "steps[4].minutes.min", "missing"),
        ('speaks = ["member", "presenter"]', 'speaks = ["pianist"]', "steps[4].speaks", "no role “pianist”"),
        ('speaks = ["member", "presenter"]', "speaks = []", "steps[4].speaks", "nobody speaks"),
        ('speaks = ["member", "presenter"]', "", "steps[4].speaks", "nobody speaks"),
        ('speaks = ["member", "presenter"]', 'speaks = ["all", "member"]', "steps[4].speaks", "not both"),
        ('speaks = ["member", "presenter"]', "speaks = [1]", "steps[4].speaks", "a list of names"),
        ('silent = ["presenter"]', 'silent = ["member"]', "steps[5]", "speak and be silent at once"),
        ('silent = ["presenter"]', 'silent = ["presenter"]\nper = "role"', "steps[5].per", "the one role"),
        ('silent = ["presenter"]', 'silent = ["presenter"]\nper = "group"', "steps[5].per", "no circles"),
        (
            'silent = ["presenter"]',
            'silent = ["presenter"]\nper = "table"',
            "steps[5].per",
            "room, person, group",
        ),
        ('silent = ["presenter"]', 'silent = ["presenter"]\nrepeats = true', "repeat", "say how often"),
        ('speaks = "all"', 'speaks = "all"\nrepeats = true', "steps", "stand together"),
        ('it = "Se ne sceglie uno"', 'Italian = "x"', "steps[3].name.Italian", "code of a language"),
        ('{ en = "Choose one", it = "Se ne sceglie uno" }', '"Choose one"', "steps[3].name", "by language"),
        ('"Choose one"', '" "', "steps[3].name.en", "one line"),
        ('"Choose one"', '"Choose\\none"', "steps[3].name.en", "one line"),
        ("opens_with_look_back = true", "opens_with_look_back = 1", "opens_with_look_back", "true or false"),
        ('confidentiality = "room"', 'confidentiality = "secret"', "confidentiality", "room, lessons, open"),
        (
            'confidentiality = "room"',
            'confidentiality = "room"\nprerequisites = ["x"]',
            "prerequisites",
            "fixed-group",
        ),
        ('confidentiality = "room"', 'confidentiality = "room"\nrepeat.times = 2', "repeat.times", "“once”"),
        (
            'confidentiality = "room"',
            'confidentiality = "room"\nrepeat.rule = "per_role"',
            "repeat",
            "no step",
        ),
        ('author = "Paul Pigors and Faith Pigors"', "author = 1955", "source.author", "one line"),
        ('confidentiality = "room"', 'confidentiality = "room"\nrepeat = 3', "repeat", "a table of fields"),
        ('speaks = ["member", "presenter"]', "speaks = 3", "steps[4].speaks", "must be a list"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, place: str, says: str) -> None:
    assert old in INCIDENT
    error = refusal(INCIDENT.replace(old, new))
    assert error.place == place
    assert says in error.sentence


def test_a_role_that_no_step_names_is_refused() -> None:
    extra = '[[roles]]\nkey = "scribe"\nname.en = "Scribe"\nmin = 0\nmax = 1\nwho = "member"\n\n[[steps]]'
    error = refusal(TEXTS["working-session"].replace("[[steps]]", extra, 1))
    assert (error.place, error.sentence) == ("roles[3]", "no step names the role “scribe”.")


@pytest.mark.parametrize(
    ("key", "old", "new", "place"),
    [
        ("triads", "rotates = true", "rotates = false", "repeat.rule"),
        ("troika", 'role = "client"', 'role = "guest"', "repeat.role"),
        ("troika", "repeats = true", "repeats = false", "repeat"),
        ("troika", "min = 3, best = 3, max = 4", "min = 4, best = 3, max = 4", "circles"),
        ("troika", "min = 2\n", "min = 3\n", "roles"),
        ("jigsaw", "[[roles]]", "[[seats]]", "seats"),
        ("world-cafe", "times = 3", "times = 0", "repeat.times"),
        ("talk", 'who = "member"', 'who = "host"\nseatable = false', "roles"),
        ("talk", "source.note = ", 'source.work = "A talk" # ', "source"),
    ],
)
def test_parts_that_contradict_each_other_are_refused(key: str, old: str, new: str, place: str) -> None:
    assert old in TEXTS[key]
    assert refusal(TEXTS[key].replace(old, new)).place == place


def test_a_file_in_too_many_languages_is_refused() -> None:
    codes = [f"{letter}{letter}" for letter in "abcdefghijkl"]
    texts = ", ".join(f'{code} = "x"' for code in codes)
    error = refusal(INCIDENT.replace('en = "Choose one"', f'{texts}, en = "Choose one"'))
    assert [(one.place, one.sentence) for one in error.problems] == [
        ("steps[3].name.kk", "one file holds at most 12 languages.")
    ]


def test_a_file_that_is_too_long_is_not_even_read() -> None:
    assert "longer than" in refusal("#" * 70_000).sentence


@given(
    key=st.sampled_from(formats.BUILT_IN),
    at=st.floats(0, 1),
    length=st.integers(0, 60),
    put=st.text(max_size=12),
)
def test_a_file_with_a_piece_cut_out_or_put_in_is_read_or_refused(
    key: str, at: float, length: int, put: str
) -> None:
    text, start = TEXTS[key], int(at * len(TEXTS[key]))
    read_or_refused(lambda: formats.parse(text[:start] + put + text[start + length :], "ours.toml"))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["all", "member", "participant", "role", "person", "per_client", 0, 1, 5, 1440]),
    st.lists(st.one_of(st.integers(), st.text(max_size=4)), max_size=2),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)


@given(key=st.sampled_from(formats.BUILT_IN), data=st.data())
def test_a_file_with_any_value_changed_or_left_out_is_read_or_refused(key: str, data: st.DataObject) -> None:
    table = copy.deepcopy(TABLES[key])
    for _ in range(data.draw(st.integers(1, 3))):
        within, field = data.draw(st.sampled_from(list(places(table))))
        if data.draw(st.booleans()):
            within[field] = data.draw(VALUES)
        else:
            del within[field]
    read_or_refused(lambda: read(table, "ours.toml"))


@given(table=VALUES)
def test_what_is_no_format_at_all_is_refused(table: object) -> None:
    with pytest.raises(formats.FormatError):
        read(table, "ours.toml")


def places(table: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a nested table: what holds it, and its key or number."""
    for field in list(table) if isinstance(table, dict) else range(len(table)):
        yield table, field
        if isinstance(table[field], dict | list):
            yield from places(table[field])


def read_or_refused(attempt: Callable[[], formats.Format]) -> None:
    outcome = outcome_of(attempt)
    if isinstance(outcome, formats.FormatError):
        assert outcome.file == "ours.toml"
        assert outcome.sentence.endswith((".", "?"))
    else:
        assert outcome.minutes(outcome.people.best) == outcome.total_minutes
        assert formats.steps_table(outcome, "en")


def outcome_of(attempt: Callable[[], formats.Format]) -> formats.Format | formats.FormatError:
    try:
        return attempt()
    except formats.FormatError as error:
        return error


def test_the_page_for_writers_names_every_field_of_every_table() -> None:
    page = DOCS.read_text("utf-8")
    chapters = dict(re.findall(r"^##+ (.+?)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    chapters["format"], chapters["minutes"] = chapters["The file"], chapters["steps"]
    missing = {(t, f) for t, fields in formats.FIELDS.items() for f in fields if f"`{f}`" not in chapters[t]}
    assert not missing


def test_the_example_of_the_page_for_writers_can_be_read() -> None:
    example = re.search(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert example
    fmt = formats.parse(example[1], "listening-pairs.toml")
    assert (fmt.key, fmt.minutes(2), fmt.minutes(8)) == ("listening-pairs", 25, 25)


def test_minutes_for_each_holder_of_a_role_are_counted_for_each() -> None:
    text = TEXTS["talk"].replace('silent = ["audience"]', 'silent = ["audience"]\nper = "role"')
    error = refusal(text)
    assert "take 110 minutes with 20 people" in error.sentence
