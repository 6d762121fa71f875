"""Going through a text rule by rule: what has a shape first, then what stands beside a telling word, then capitals."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from guildhouse.cases.neutral import capitals, shapes
from guildhouse.cases.neutral.english import ENGLISH
from guildhouse.cases.neutral.italian import ITALIAN
from guildhouse.cases.neutral.languages import Language

LANGUAGES = {language.code: language for language in (ENGLISH, ITALIAN)}
LONGEST = 40_000
WORD = re.compile(r"[^\W\d_]+")


class Kind(StrEnum):
    """What kind of thing gives somebody away."""

    NAME = "name"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    NUMBER = "number"
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Found:
    """One stretch of a text: its kind, where it stands, and which neutral words suit it."""

    kind: Kind
    start: int
    end: int
    text: str
    manner: str


@dataclass(slots=True)
class _Findings:
    """What was found so far; what overlaps something found before is not taken."""

    text: str
    found: list[Found] = field(default_factory=list)
    taken: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.taken = bytearray(len(self.text))

    def take(self, kind: Kind, manner: str, spans: Iterable[tuple[int, int]]) -> None:
        for start, end in spans:
            if start < end and not any(self.taken[start:end]):
                self.taken[start:end] = b"\1" * (end - start)
                self.found.append(Found(kind, start, end, self.text[start:end], manner))


def language_of(text: str) -> str:
    """The language of a text, "en" or "it", by its small words; English when they do not tell."""
    words = [word.lower() for word in WORD.findall(text[:LONGEST])]
    counted = {code: sum(word in language.common for word in words) for code, language in LANGUAGES.items()}
    return max(counted, key=lambda code: (counted[code], code == "en"))


def find(text: str, language: str = "") -> list[Found]:
    """What in a text gives somebody away, in its order. The language is that of the text, unless it is named."""
    text = text[:LONGEST]
    spoken = LANGUAGES.get(language) or LANGUAGES[language_of(text)]
    findings = _Findings(text)
    for start, end in _spans(shapes.NEUTRAL, text):
        findings.taken[start:end] = b"\1" * (end - start)
    _by_shape(findings, spoken)
    _by_company(findings, spoken)
    for kind, spans in capitals.names_and_places(text, spoken, findings.taken):
        findings.take(Kind(kind), kind, spans)
    _numbers(findings)
    return sorted(findings.found, key=lambda one: one.start)


def _spans(
    pattern: re.Pattern[str], text: str, fits: Callable[[str], bool] = bool
) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text) if fits(match[0]))


def _by_shape(findings: _Findings, language: Language) -> None:
    text = findings.text
    findings.take(Kind.MAIL, "mail", _spans(shapes.MAIL, text))
    findings.take(Kind.ADDRESS, "address", _spans(shapes.URL, text))
    findings.take(Kind.NAME, "name", _spans(shapes.HANDLE, text))
    findings.take(Kind.NUMBER, "money", _spans(shapes.MONEY, text))
    for pattern in (shapes.IBAN, shapes.TAX_CODE):
        findings.take(Kind.NUMBER, "code", _spans(pattern, text))
    findings.take(Kind.PLACE, "place", _spans(shapes.POSTCODE, text))
    findings.take(Kind.DATE, "day", _spans(shapes.DAY, text))
    findings.take(Kind.DATE, "day", _spans(shapes.DAY_AND_MONTH, text))
    findings.take(Kind.DATE, "season", _spans(language.season, text))
    for start, end in _spans(language.date, text):
        if capitals.is_month(text[start:end], language, start, text):
            manner = "day" if re.search(r"\b\d{1,2}(?!\d)|primo", text[start:end]) else "month"
            findings.take(Kind.DATE, manner, [(start, end)])
    findings.take(Kind.PHONE, "phone", _spans(shapes.PHONE, text, shapes.is_phone))


def _by_company(findings: _Findings, language: Language) -> None:
    """What the word beside it calls a street, a school, a firm, a person."""
    for kind, manner, spans in capitals.beside_telling_words(findings.text, language):
        findings.take(Kind(kind), manner, spans)


def _numbers(findings: _Findings) -> None:
    text = findings.text
    findings.take(Kind.DATE, "year", _spans(shapes.YEAR, text))
    findings.take(Kind.NUMBER, "code", _spans(shapes.CODE, text, lambda found: len(found) > 4))
    findings.take(Kind.NUMBER, "number", _spans(shapes.NUMBER, text))
