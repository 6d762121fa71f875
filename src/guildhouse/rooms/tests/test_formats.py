"""The built-in formats are whole, true to their minutes, and say who fits."""

import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.rooms import formats
from guildhouse.rooms.formats.circles import keeps_to
from guildhouse.rooms.formats.parsing import CONFIDENTIALITY, PREREQUISITES, WHO
from guildhouse.rooms.formats.words import CONFIDENTIALITY_SAYS, PREREQUISITES_SAY, WHO_SAYS

every_format = pytest.mark.parametrize("key", formats.BUILT_IN)
TOTALS = {
    "balint": 45,
    "incident-method": 65,
    "five-step-intervision": 50,
    "six-phase-consultation": 45,
    "troika": 30,
    "triads": 120,
    "wise-crowds": 60,
    "reflecting-team": 45,
    "peer-supervision": 75,
    "action-learning": 35,
    "after-action-review": 60,
    "1-2-4-all": 12,
    "fishbowl": 45,
    "lean-coffee": 60,
    "world-cafe": 105,
    "jigsaw": 60,
    "open-space": 150,
    "story-circle": 60,
    "practice-lab": 60,
    "working-session": 60,
    "talk": 60,
}


def test_every_file_is_listed_once_and_every_listed_format_has_its_file() -> None:
    names = {entry.name for entry in files("guildhouse.rooms.formats").joinpath("files").iterdir()}
    assert names == {f"{key}.toml" for key in formats.BUILT_IN}
    assert [fmt.key for fmt in formats.all_formats()] == list(formats.BUILT_IN)


def test_the_list_is_read_once() -> None:
    assert formats.all_formats() is formats.all_formats()
    assert formats.get("triads") is formats.get("triads")


@pytest.mark.parametrize("key", ["quadrille", "", "../shape", "Triads"])
def test_a_format_that_does_not_exist_is_not_found(key: str) -> None:
    with pytest.raises(KeyError):
        formats.get(key)


@every_format
def test_the_steps_add_up_to_the_total_for_the_best_number_of_people(key: str) -> None:
    fmt = formats.get(key)
    best = fmt.people.best
    turns = fmt.turns(best)
    by_hand = sum(s.minutes.default * fmt.times(s, best) * (turns if s.repeats else 1) for s in fmt.steps)
    rows = formats.steps_table(fmt, "en", every_turn=True)
    assert (
        TOTALS[key] == fmt.total_minutes == by_hand == fmt.minutes(best) == sum(row.minutes for row in rows)
    )


@every_format
def test_every_text_is_there_in_english_and_italian(key: str) -> None:
    fmt = formats.get(key)
    texts = [fmt.name, fmt.purpose, *(role.name for role in fmt.roles), *(step.name for step in fmt.steps)]
    texts += [step.produces for step in fmt.steps if step.produces]
    texts += [fmt.source.note] if fmt.source.note else []
    assert {tuple(sorted(dict(text.by_language))) for text in texts} == {("en", "it")}


@every_format
def test_a_format_has_a_seat_and_everybody_in_it_is_named_by_a_step(key: str) -> None:
    fmt = formats.get(key)
    assert fmt.seats
    assert all(fmt.role(role.key) is role for role in fmt.roles)
    assert fmt.feasible(fmt.people.best).fits


def test_published_minutes_are_marked() -> None:
    marked = {fmt.key: [s.minutes.default for s in fmt.steps if s.published] for fmt in formats.all_formats()}
    assert {key: minutes for key, minutes in marked.items() if minutes} == {
        "balint": [10, 10, 20],
        "incident-method": [5, 10, 5, 15, 10, 10, 10],
        "troika": [2, 2, 5, 1],
        "triads": [30],
        "wise-crowds": [2, 3, 8, 2],
        "reflecting-team": [10, 15],
        "action-learning": [2, 7, 13, 2, 2],
        "1-2-4-all": [1, 2, 4, 5],
        "lean-coffee": [5, 5, 8, 4, 2, 5],
        "world-cafe": [15, 20, 30],
    }


def test_more_people_in_circles_take_no_longer_but_a_larger_circle_does() -> None:
    troika = formats.get("troika")
    assert [troika.minutes(people) for people in (3, 9, 4, 7)] == [30, 30, 40, 40]
    assert [formats.get("jigsaw").minutes(people) for people in (9, 16, 25)] == [50, 55, 60]
    assert [formats.get("wise-crowds").minutes(people) for people in (4, 5, 6)] == [60, 75, 90]
    assert formats.get("balint").minutes(8, turns=2) == 90


def test_every_choice_of_a_file_has_its_sentence() -> None:
    assert set(CONFIDENTIALITY_SAYS) == set(CONFIDENTIALITY)
    assert set(PREREQUISITES_SAY) == set(PREREQUISITES)
    assert set(WHO_SAYS) == set(WHO)


def test_a_text_falls_back_to_its_language_then_to_english() -> None:
    jigsaw = formats.get("1-2-4-all")
    assert [jigsaw.name_in(code) for code in ("it", "it-CH", "pt_BR")] == [
        "1-2-4-Tutti",
        "1-2-4-Tutti",
        "1-2-4-All",
    ]


@pytest.mark.parametrize(
    ("key", "people", "code", "says"),
    [
        ("triads", 9, "fits", "9 people make 3 circles of 3."),
        ("triads", 8, "uneven", "the host joins"),
        ("triads", 4, "uneven", "one circle of four work as a troika"),
        ("triads", 2, "too_few", "The host joins"),
        ("triads", 1, "too_few", "2 are missing"),
        ("troika", 5, "undivided", "the host joins"),
        ("troika", 7, "fits", "2 circles of 3 to 4"),
        ("balint", 5, "too_few", "It does not work with fewer"),
        ("balint", 6, "fits", "works best with 8"),
        ("balint", 8, "fits", "8 people are just right."),
        ("balint", 12, "too_many", "2 are over"),
        ("jigsaw", 9, "fits", "3 circles of 3"),
        ("jigsaw", 11, "not_square", "it comes out even with 9 or 16"),
        ("world-cafe", 13, "fits", "3 circles of 4 to 5"),
        ("after-action-review", 0, "too_few", "postpone"),
        ("incident-method", 3, "too_few", "run it anyway"),
    ],
)
def test_feasibility_says_why_and_what_to_do(key: str, people: int, code: str, says: str) -> None:
    answer = formats.get(key).feasible(people)
    assert answer.code == code
    assert says in answer.sentence
    assert bool(answer) == (code in ("fits", "not_square"))


def test_only_a_hard_minimum_makes_a_room_impossible() -> None:
    hard = {fmt.key for fmt in formats.all_formats() if fmt.feasible(1).hard}
    assert hard == {"balint"}


def test_a_room_that_turns_out_small_is_shown_what_works() -> None:
    assert [fmt.key for fmt in formats.all_formats() if fmt.feasible(3)] == [
        *(
            "troika",
            "triads",
            "peer-supervision",
            "after-action-review",
            "practice-lab",
            "working-session",
            "talk",
        )
    ]


@given(key=st.sampled_from(formats.BUILT_IN), people=st.integers(0, 600))
def test_any_number_of_people_gets_an_answer_whose_circles_hold_everybody(key: str, people: int) -> None:
    fmt = formats.get(key)
    answer, sizes = fmt.feasible(people), fmt.circle_sizes(people)
    assert answer.sentence.endswith(".")
    assert "%(" not in answer.sentence
    assert sum(sizes) == people
    assert max(sizes) - min(sizes) <= 1
    if answer and fmt.circles:
        assert keeps_to(sizes, fmt.circles)


@given(key=st.sampled_from(formats.BUILT_IN), people=st.integers(1, 600), turns=st.integers(1, 6))
def test_the_run_sheet_ends_on_the_whole_length(key: str, people: int, turns: int) -> None:
    fmt = formats.get(key)
    whole = fmt.minutes(people, turns)
    assert whole > 0
    rows = formats.steps_table(fmt, "en", people, turns, every_turn=True)
    assert rows[-1].running_total == sum(row.minutes for row in rows) == whole


def test_all_formats_are_read_within_fifty_milliseconds() -> None:
    def spent() -> float:
        formats.get.cache_clear()
        formats.all_formats.cache_clear()
        start = time.process_time()
        formats.all_formats()
        return time.process_time() - start

    assert min(spent() for _ in range(3)) <= 0.05
