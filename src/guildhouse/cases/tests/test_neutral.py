"""Finding what gives somebody away: each rule by examples, the whole by two sets of accounts, and what is hostile."""

import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from guildhouse.cases.checking import suggestions, with_neutral_words
from guildhouse.cases.neutral import find, language_of, replace
from guildhouse.cases.sealing import Words

CORPUS = Path(__file__).parent / "corpus"
MARKED = re.compile(r"\[(\w+)\|([^\]]+)\]")


class Score(NamedTuple):
    """How much of what was marked was found, and how much of what was found was marked."""

    recall: float
    precision: float


def accounts(name: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """The accounts of a set: each text without its marks, and where the marks were."""
    read = []
    for paragraph in (CORPUS / f"{name}.txt").read_text(encoding="utf-8").split("\n\n"):
        text, spans, at = "", [], 0
        whole = " ".join(paragraph.split())
        for mark in MARKED.finditer(whole):
            text += whole[at : mark.start()]
            spans.append((len(text), len(text) + len(mark[2])))
            text, at = text + mark[2], mark.end()
        read.append((text + whole[at:], spans))
    return read


def score(name: str) -> Score:
    """What the rules make of a set; whatever touches a mark has found it."""
    marked = found = right = hits = 0
    for text, spans in accounts(name):
        came = [(one.start, one.end) for one in find(text)]
        marked, found = marked + len(spans), found + len(came)
        right += sum(any(a < end and start < b for a, b in came) for start, end in spans)
        hits += sum(any(a < end and start < b for start, end in spans) for a, b in came)
    return Score(right / marked, hits / found)


@pytest.mark.parametrize("name", ["english", "italian"])
def test_of_accounts_as_people_bring_them_nearly_everything_is_found(name: str) -> None:
    came = score(name)
    assert came.recall >= 0.98, came
    assert came.precision >= 0.98, came


@pytest.mark.parametrize("name", ["english-harder", "italian-harder"])
def test_of_untidy_accounts_most_is_found(name: str) -> None:
    came = score(name)
    assert came.recall >= 0.85, came
    assert came.precision >= 0.85, came


@pytest.mark.parametrize("name", ["english-unseen", "italian-unseen"])
def test_of_accounts_the_rules_were_not_made_by_most_is_found(name: str) -> None:
    came = score(name)
    assert came.recall >= 0.95, came
    assert came.precision >= 0.95, came


@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.txt")))
def test_the_language_of_a_text_is_told_by_its_small_words(name: str) -> None:
    assert {language_of(text) for text, _spans in accounts(name)} == {name[:2] if name[0] == "e" else "it"}


FOUND = (
    ("Write to maria.rossi@example.org today", ["maria.rossi@example.org"]),
    ("See https://a.example/x?y=1, or www.b.example.", ["https://a.example/x?y=1", "www.b.example"]),
    ("Ring 07700 900123 or +44 20 7946 0958", ["07700 900123", "+44 20 7946 0958"]),
    ("He paid £1,200 and then 300 euros", ["£1,200", "300 euros"]),
    ("On 3 May 2026 and on 3/5/2026, in May", ["3 May 2026", "3/5/2026", "May"]),
    ("You may march in the spring", []),
    ("She told Dr Patel and Mrs. O'Neill's son", ["Dr Patel", "Mrs. O'Neill"]),
    ("At St Thomas' Hospital in Leeds", ["St Thomas' Hospital", "Leeds"]),
    ("Will you mark the rose in May", ["May"]),
    ("On Monday an English friend came at Christmas. I left.", []),
    ("I paid G. Marsh, said Dr. A. Khoury. Vitamin C. The end.", ["G. Marsh", "Dr. A. Khoury", "Vitamin C"]),
    ("Grace told me. We met Grace's mother", ["Grace", "Grace"]),
    ("L'ho detto alla dott.ssa Bianchi di Torino", ["dott.ssa Bianchi", "Torino"]),
    (
        "Abita in via Roma 12, vicino all'ospedale Maggiore, e non lo sa nessuno",
        ["via Roma 12", "ospedale Maggiore"],
    ),
    ("Il 3 maggio 2026 è venuto il signor De Luca", ["3 maggio 2026", "signor De Luca"]),
    ("Lunedì di Pasqua la maestra non c'era. Nessuno lo sapeva.", []),
    ("Il codice fiscale è RSSMRA85T10A562S, non altro", ["RSSMRA85T10A562S"]),
)


@pytest.mark.parametrize(("text", "wanted"), FOUND, ids=[text[:30] for text, _wanted in FOUND])
def test_what_gives_somebody_away_is_found(text: str, wanted: list[str]) -> None:
    assert [one.text for one in find(text)] == wanted


def test_one_person_keeps_one_letter_and_another_gets_another() -> None:
    text = "I saw Anna Lindqvist. Later Anna told Tom that Lindqvist was tired."
    assert replace(text) == "I saw Person A. Later Person A told Person B that Person A was tired."
    assert replace("Ho visto Anna Rossi e poi Luca.") == "Ho visto Persona A e poi Persona B."


def test_only_what_is_accepted_is_replaced() -> None:
    assert replace("Tom rang Priya in Leeds.", {"Priya"}) == "Tom rang Person B in Leeds."


def test_neutral_words_are_not_found_again() -> None:
    for name in ("english", "italian"):
        for text, _spans in accounts(name):
            assert [one.text for one in find(replace(text))] == []


def test_the_texts_of_a_case_share_their_letters_and_stay_apart() -> None:
    words = Words("I met Tom.\r\nHe was late.", "What does Tom want?", "Ask Priya.", "Bo")
    assert [one.text for one in suggestions(words)] == ["Tom", "Priya"]
    assert with_neutral_words(words, None) == Words(
        "I met Person A.\nHe was late.", "What does Person A want?", "Ask Person B.", "Bo"
    )
    assert with_neutral_words(words, set()).question == words.question
    sly = Words("a\u2063b", "\n\u2063\n", "c\n\u2063\nd", "e")
    assert with_neutral_words(sly, None).wish == "c\n\nd"


HOSTILE = (
    "A" * 40_000,
    "Aa " * 13_000,
    "Mr " * 13_000,
    "via " * 10_000,
    "0" * 40_000,
    "01 " * 13_000,
    "@" * 40_000,
    "a@" * 20_000,
    "1.000." * 6_000,
    "\u202e\u0000" * 10_000,
    "St Mary's " * 4_000,
    "AB12 " * 8_000,
    "www." * 10_000,
    "Anna De La Rosa d'" * 2_000,
    "(+" * 20_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:9]) for text in HOSTILE])
def test_what_is_made_to_take_long_does_not(text: str) -> None:
    began = time.process_time()
    replace(text)
    assert time.process_time() - began < 4
