"""The words of a rhythm: a text becomes tokens with places, so that what nobody understood can be shown again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from guildhouse.imports.rhythms.dates import WEEKDAY, Written, find_dates, weekday_number

NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "forth": 4, "fifth": 5, "last": -1, "final": -1}
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What a slip of the pen is compared with: only words long enough to be told apart.
SPELLED = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("weekly", "biweekly", "fortnightly", "monthly", "quarterly", "first", "second", "third", "fourth"),
    *("every", "other", "starting", "alternating", "alternate"),
)
RIGHT = frozenset(
    (
        *("weekday", "weekdays", "months", "quarter", "quarters", "fortnight", "yearly", "early", "start"),
        *("starts", "started", "stating", "others", "otherwise", "bimonthly", "alternates", "alternative"),
        *("alternatives", "semimonthly", "triweekly", "month", "weeks"),
    )
)
TIME = r"\d{1,2}:\d{2}(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?"
TOKEN = re.compile(
    r"(?P<url>https?://\S+|\]\(\S*?\))"
    rf"|(?P<time>(?<![\w:])(?:{TIME})(?:\s*-\s*(?:{TIME}))?)"
    r"|(?P<before_last>(?:second|2nd|next)[- ]?(?:to[- ]?)?(?:the[- ]?)?last\b|penultimate\b|last but one\b)"
    r"|(?P<compound>\b(?:bi|by|semi|tri)[- ]?(?:week|month|annual|year)ly\b|\bad[- ]?hoc\b|\bbiweekl?y?\b)"
    r"|(?P<nth>\d{1,3}(?:st|nd|rd|th)\b)"
    rf"|(?P<day>\b{WEEKDAY}(?![a-z]))"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<sign>[^\w\s])"
)


@dataclass(slots=True)
class Words:
    """A text as tokens in one line, ` every WD:TU `, from which patterns take what they understand."""

    text: str
    line: str = " "
    places: list[tuple[int, int]] = field(default_factory=list)
    dates: list[Written] = field(default_factory=list)
    slips: list[tuple[str, str]] = field(default_factory=list)
    plural: bool = False

    def take(self, pattern: str) -> Iterator[re.Match[str]]:
        """Each match of `pattern` over whole tokens; what it matched is understood and gone."""
        while match := re.search(rf"(?<= ){pattern}(?= )", self.line):
            count = match[0].count(" ") + 1
            self.line = self.line[: match.start()] + " ".join("_" * count) + self.line[match.end() :]
            yield match

    def has(self, pattern: str) -> bool:
        """Take every match of `pattern` and say whether there was one."""
        return bool(list(self.take(pattern)))

    def written(self, match: re.Match[str], group: str) -> str:
        """The original text of a named group of a match."""
        before = match.string[: match.start(group)].count(" ") - 1
        after = before + match[group].count(" ")
        return self.text[self.places[before][0] : self.places[after][1]].strip()

    def left_over(self) -> list[tuple[str, str]]:
        """What nobody took, clause by clause: its tokens and its original text."""
        clauses: list[list[int]] = [[]]
        tokens = self.line.split()
        for i, each in enumerate(tokens):
            if re.fullmatch(r"[^\w'’&/]|_", each):
                clauses.append([])
            else:
                clauses[-1].append(i)
        return [
            (
                " ".join(tokens[i] for i in clause),
                self.text[self.places[clause[0]][0] : self.places[clause[-1]][1]],
            )
            for clause in clauses
            if clause
        ]


def words_of(text: str, on: date) -> Words:
    """The tokens of a hand-written rhythm; `on` bounds the years that are not written."""
    text = " ".join(text.replace("–", "-").replace("—", "-").replace("−", "-").split())
    low = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    words = Words(text, dates=find_dates(low, on))
    spans = {each.begin: i for i, each in enumerate(words.dates)}
    tokens: list[str] = []
    at = 0
    while at < len(low):
        if at in spans:
            found, end = f"DATE:{spans[at]}", words.dates[spans[at]].end
        elif match := TOKEN.match(low, at):
            found, end = _token(match, words), match.end()
        else:
            at += 1
            continue
        tokens.append(found)
        words.places.append((at, end))
        at = end
    words.line = f" {' '.join(tokens)} "
    return words


def _token(match: re.Match[str], words: Words) -> str:
    text = match[0]
    if match["url"]:
        return "URL"
    if match["time"]:
        return "TIME"
    if match["before_last"]:
        return "ORD:-2"
    if match["compound"]:
        return re.sub("^by", "bi", re.sub(r"[- ]", "", text)).replace("biweeky", "biweekly")
    if match["nth"]:
        return f"ORD:{int(text[:-2])}"
    if match["day"]:
        words.plural = words.plural or bool(re.search(r"days\.?$", text))
        return f"WD:{CODES[weekday_number(text)]}"
    if match["number"]:
        return f"NUM:{int(text[:6])}"
    return _word(text, words) if match["word"] else {"+": "&"}.get(text, text)


def _word(text: str, words: Words) -> str:
    if text in ORDINALS:
        return f"ORD:{ORDINALS[text]}"
    if text in NUMBERS:
        return f"NUM:{NUMBERS.index(text) + 2}"
    if text == "and":
        return "&"
    near = get_close_matches(text, SPELLED, n=1, cutoff=0.84) if len(text) > 4 and text not in RIGHT else []
    if not near or near[0] == text:
        return text
    words.slips.append((text, near[0]))
    return f"WD:{CODES[weekday_number(near[0])]}" if near[0].endswith("day") else _word(near[0], words)
