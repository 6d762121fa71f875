"""What a capital letter tells: names and places, by what stands beside them, by lists, and at last by themselves."""

import re
from collections.abc import Iterator

from guildhouse.cases.neutral.languages import Language
from guildhouse.cases.neutral.lists import ALSO_OTHER, ALSO_WORDS, FIRST_NAMES, PLACES

Spans = list[tuple[int, int]]
# Of a word no more is looked at than a name has: else a long row of letters would take for ever.
CAP = r"(?:(?<!\w)[DOLdol]['’])?(?<!\w)[A-ZÀ-ÖØ-Þ][\w'’-]{0,40}\w"
# A first name that is only a letter, before the name behind it or another letter.
INITIAL = r"(?<![\w.])(?:[A-ZÀ-ÖØ-Þ]\.){1,3}(?=[ \t][A-ZÀ-ÖØ-Þ])"
WORD = re.compile(rf"{INITIAL}|{CAP}|[A-ZÀ-ÖØ-Þ]\b")
RUN_ON = re.compile(r"[ \t]+")
BEFORE = re.compile(r"([\w'’]+)\W*$")
AFTER = re.compile(r"^[\s,]*([\w'’]+)")
STARTS = re.compile(r"(?:^|[.!?:…]|\n)[\s\"“”«»'‘’()\[\]*_–—-]*$")
ENDING = re.compile(r"['’]s?$|\.$")
MOST_WORDS = 5


def beside_telling_words(text: str, language: Language) -> Iterator[tuple[str, str, Spans]]:
    """Kinds, ways to put them neutrally, and where: streets, schools, firms, people with a title."""
    many = rf"{CAP}(?:[ \t]+(?:{CAP}|(?:of|the|and|di|dei|delle|della|del|e|&)(?=[ \t]+[A-ZÀ-ÖØ-Þ]))){{0,4}}"
    patterns = _english(language, many) if language.code == "en" else _italian(language, many)
    for kind, manner, pattern in patterns:
        yield (
            kind,
            manner,
            [_without_beginning(text, *match.span(), language) for match in re.finditer(pattern, text)],
        )
    for called in (language.title, language.kinship):
        spans = [
            _name_behind(text, match, language, called is language.title) for match in called.finditer(text)
        ]
        yield "name", "name", [span for span in spans if span]


def _english(language: Language, many: str) -> list[tuple[str, str, str]]:
    house = r"(?:\b(?:(?:flat|no\.?|number)\s)?\d{1,4}[a-z]?,?\s+)?"
    return [
        ("organisation", "organisation", rf"{many}(?:,)?[ \t]+(?:{language.suffixes})\b\.?"),
        ("organisation", "school", rf"\b{many}['’]?[ \t]+(?:{language.schools})\b"),
        ("organisation", "school", rf"\b(?:University|College|School)[ \t]+of[ \t]+(?:the[ \t]+)?{many}"),
        ("place", "hospital", rf"\b{many}['’]?[ \t]+(?:Hospital|Infirmary|Clinic|Hospice)\b"),
        ("organisation", "organisation", rf"\b{many}[ \t]+(?:{language.companies})\b"),
        (
            "place",
            "street",
            rf"{house}\b{CAP}(?:[ \t]+{CAP})?[ \t]+(?!St\.?\s+[A-Z])(?:{language.streets})\b",
        ),
        ("place", "building", rf"\b{many}[ \t]+(?:{language.buildings})\b"),
    ]


def _italian(language: Language, many: str) -> list[tuple[str, str, str]]:
    small = r"(?:(?:di|dei|degli|delle|della|del|dell'|d'|san|santa|sant'|santo)[ \t]*)*"
    number = r"(?:,?[ \t]*(?:n\.[ \t]?)?\d{1,4}[a-z]?\b)?"
    return [
        ("organisation", "organisation", rf"{many}[ \t]+(?:{language.suffixes})(?!\w)"),
        ("place", "street", rf"\b(?:{language.streets})[ \t]+{small}{many}{number}"),
        ("place", "hospital", rf"\b(?i:ospedale|policlinico|clinica|hospice)[ \t]+{small}{many}"),
        ("organisation", "school", rf"\b(?:{language.schools})[ \t]+{small}{many}"),
        ("organisation", "organisation", rf"\b(?:{language.companies})[ \t]+{small}{many}"),
        ("place", "building", rf"\b(?:{language.buildings})[ \t]+{small}{many}"),
    ]


def _name_behind(
    text: str, match: re.Match[str], language: Language, with_title: bool
) -> tuple[int, int] | None:
    end = _end_of_name(text, match.end(), language)
    if end == match.end():
        return None
    return (match.start() if with_title else match.end(), end)


def _end_of_name(text: str, start: int, language: Language) -> int:
    """Where the run of capitalised words that begins here ends, with the small words names have inside them."""
    end, position, words = start, start, 0
    while words < MOST_WORDS:
        match = WORD.match(text, position)
        no_name = language.starters | language.ordinary if text[end - 1] == "." else language.ordinary
        if match and not (words and match[0] in no_name):
            end, words = match.end(), words + 1
        else:
            small = re.compile(r"[A-Za-z]+['’]?").match(text, position)
            if small is None or small[0] not in language.particles or not words:
                break
            match = small
        gap = RUN_ON.match(text, match.end())
        if gap is None:
            break
        position = gap.end()
    ending = ENDING.search(text[start:end])
    return end - len(ending[0]) if ending else end


def names_and_places(text: str, language: Language, taken: bytearray) -> Iterator[tuple[str, Spans]]:
    """Kinds and where: runs of capitalised words that are no beginning of a sentence and no ordinary word."""
    kinds: dict[str, Spans] = {"name": [], "place": []}
    known: set[str] = set()
    for start, end in _runs(text, language, taken):
        if kind := _kind_of(text, start, end, language):
            kinds[kind].append((start, end))
            known.update(text[start:end].split() if kind == "name" else ())
    # A name that was told of anywhere is one at the beginning of a sentence too.
    for start, end in _runs(text, language, taken):
        if (
            (start, end) not in kinds["place"]
            and (start, end) not in kinds["name"]
            and text[start:end] in known
        ):
            kinds["name"].append((start, end))
    yield from kinds.items()
    yield "name", [span for name in sorted(known & FIRST_NAMES) for span in _small(name, text)]


def _small(name: str, text: str) -> Spans:
    """Where a first name that has a capital elsewhere in the text stands without one."""
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text)]


def _runs(text: str, language: Language, taken: bytearray) -> Iterator[tuple[int, int]]:
    position = 0
    while match := WORD.search(text, position):
        start, end = match.start(), match.end()
        position = end
        if taken[start] or (start and (text[start - 1].isalnum() or text[start - 1] in "@_")):
            continue
        if text[start:end] in language.ordinary or _first_word_only(text, start, end, language):
            continue
        end = _end_of_name(text, start, language)
        while end > start and any(taken[start:end]):
            end -= 1
        end = start + len(text[start:end].rstrip())
        position = max(position, end)
        start, end = _without_beginning(text, start, end, language)
        if end > start:
            yield start, end


def _without_beginning(text: str, start: int, end: int, language: Language) -> tuple[int, int]:
    """The stretch without a first word that only has a capital because a sentence begins with it."""
    words = text[start:end].split()
    lone = len(words) > 1 and words[1] in FIRST_NAMES and words[0] not in FIRST_NAMES
    if len(words) > 1 and (words[0] in language.starters or lone) and _begins(text, start):
        return start + text[start:end].index(words[1], len(words[0])), end
    return start, end


def _begins(text: str, start: int) -> bool:
    return bool(STARTS.search(text[max(0, start - 40) : start]))


def _first_word_only(text: str, start: int, end: int, language: Language) -> bool:
    """Whether this is the beginning of a sentence and a word that only therefore has a capital."""
    word = text[start:end]
    return word in language.starters and _begins(text, start)


def _kind_of(text: str, start: int, end: int, language: Language) -> str:
    said = text[start:end]
    bare = re.sub(r"^[dloDLO]['’]", "", said)
    first, words = bare.split()[0], bare.split()
    begins = _begins(text, start)
    if first.endswith(".") and len(words) > 1:
        return "name"
    toward = _word_before(text, start) in language.toward
    if (said in PLACES or bare in PLACES) and (
        toward or not (begins or first in ALSO_OTHER or first in FIRST_NAMES)
    ):
        return "place"
    if first in FIRST_NAMES:
        return _person(text, end, first, begins and len(words) == 1, language)
    if said.isupper() and len(words) == 1:
        return ""  # an abbreviation
    if begins and bare in PLACES:
        return "place"
    if begins:
        speaks = _word_after(text, end) in language.speaks and len(words) == 1 and language.code == "en"
        return "name" if speaks or (len(words) > 1 and words[1] not in language.ordinary) else ""
    return "place" if toward else "name"


def _person(text: str, end: int, first: str, begins: bool, language: Language) -> str:
    if not begins or first not in ALSO_WORDS:
        return "name"
    return "name" if _word_after(text, end) in language.speaks else ""


def _word_before(text: str, start: int) -> str:
    match = BEFORE.search(text[max(0, start - 30) : start])
    if match is None or (text[start - 1] not in " \t'’"):
        return ""
    return match[1].lower()


def _word_after(text: str, end: int) -> str:
    match = AFTER.match(text[end : end + 40])
    return match[1].lower() if match else ""


def is_month(said: str, language: Language, start: int, text: str) -> bool:
    """Whether a month is meant: "May" and "March" are words too, and in English a month has a capital."""
    if language.code != "en":
        return True
    if any(sign.isdigit() for sign in said):
        return bool(re.search(r"[A-Z]", said)) or said[0].isdigit()
    if not said[0].isupper():
        return False
    if len(said.strip(".")) <= 3 or said in ("March", "May", "August"):
        return _word_before(text, start) in (
            "in",
            "since",
            "until",
            "last",
            "next",
            "this",
            "by",
            "early",
            "late",
            "of",
        )
    return True
