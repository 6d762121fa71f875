"""Neutral words for what was found: the same for the same, so that a text stays one that can be followed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count

from guildhouse.cases.neutral.finding import LANGUAGES, Found, Kind, find, language_of
from guildhouse.cases.neutral.shapes import NEUTRAL

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
AROUND = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing found in a text, however often it stands there: its neutral words, and where it stands first."""

    kind: Kind
    text: str
    words: str
    before: str
    after: str
    times: int


def suggestions(text: str) -> list[Suggestion]:
    """What was found, each thing once, in the order in which it comes first."""
    spoken = language_of(text)
    found = find(text, spoken)
    words = _words(text, found, spoken)
    first: dict[str, Found] = {}
    for one in found:
        first.setdefault(one.text, one)
    return [
        Suggestion(
            kind=one.kind,
            text=one.text,
            words=words[one.text],
            before=_lead(text[max(0, one.start - AROUND) : one.start], one.start > AROUND),
            after=_trail(text[one.end : one.end + AROUND], one.end + AROUND < len(text)),
            times=sum(other.text == one.text for other in found),
        )
        for one in first.values()
    ]


def replace(text: str, accepted: Collection[str] | None = None) -> str:
    """The text with neutral words for everything found, or only for what is `accepted`, by its own words."""
    spoken = language_of(text)
    found = find(text, spoken)
    words = _words(text, found, spoken)
    parts, at = [], 0
    for one in found:
        if accepted is None or one.text in accepted:
            parts += [text[at : one.start], words[one.text]]
            at = one.end
    return "".join([*parts, text[at:]])


def _words(text: str, found: list[Found], language: str) -> dict[str, str]:
    """For each thing its neutral words; whoever shares a name with somebody gets their letter."""
    neutral = LANGUAGES[language].neutral
    used = {match["letter"] for match in NEUTRAL.finditer(text)}
    free = (letter for letter in map(_as_letters, count()) if letter not in used)
    people: list[tuple[set[str], str]] = []
    words: dict[str, str] = {}
    for one in found:
        if one.text not in words:
            letter = _letter(one.text, people, free) if one.manner == "name" else ""
            words[one.text] = neutral[one.manner].format(letter=letter)
    return words


def _letter(name: str, people: list[tuple[set[str], str]], free: Iterator[str]) -> str:
    parts = {part.strip(".").lower() for part in name.split() if len(part.strip(".")) > 2}
    for known, letter in people:
        if known & parts:
            known |= parts
            return letter
    people.append((parts, next(free)))
    return people[-1][1]


def _as_letters(number: int) -> str:
    around, letter = divmod(number, len(LETTERS))
    return LETTERS[letter] + (str(around + 1) if around else "")


def _lead(text: str, is_cut: bool) -> str:
    return ("…" if is_cut else "") + (text.split(" ", 1)[-1] if is_cut else text)


def _trail(text: str, is_cut: bool) -> str:
    return (text.rsplit(" ", 1)[0] if is_cut else text) + ("…" if is_cut else "")
