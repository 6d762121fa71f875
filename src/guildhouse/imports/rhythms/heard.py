"""What one text says about a rhythm, piece by piece, before anything is concluded from it."""

import re
from dataclasses import dataclass, field
from datetime import date

from guildhouse.imports.rhythms.dates import Written
from guildhouse.imports.rhythms.words import CODES, Words, words_of

# An interval is (unit, every how many, how often): two weeks is ("W", 2, 1), twice a month ("M", 1, 2).
Interval = tuple[str, int, int]

UNITS = {"day": "D", "week": "W", "fortnight": "F", "month": "M", "quarter": "Q", "year": "Y"}
NAMED: dict[str, tuple[Interval, ...]] = {
    "daily": (("D", 1, 1),),
    "weekly": (("W", 1, 1),),
    # With two weekdays it can mean twice a week; with any other number of them it cannot.
    "biweekly": (("W", 2, 1), ("W", 1, 2)),
    "fortnightly": (("W", 2, 1),),
    "triweekly": (("W", 3, 1), ("W", 1, 3)),
    "semiweekly": (("W", 1, 2),),
    "monthly": (("M", 1, 1),),
    "bimonthly": (("M", 2, 1), ("M", 1, 2)),
    "semimonthly": (("M", 1, 2),),
    "trimonthly": (("M", 3, 1),),
    "quarterly": (("M", 3, 1),),
    "biannually": (("M", 6, 1),),
    "semiannually": (("M", 6, 1),),
    "yearly": (("M", 12, 1),),
    "annually": (("M", 12, 1),),
    "annual": (("M", 12, 1),),
}
UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?"
EVERY = r"(?:every|each|once every|once per|once a|once each|once in|per|a|/)"
TIMES = r"(?:twice|2x|NUM:2 (?:x|times))"
ORDS = r"(?P<ords>ORD:-?\d+(?:(?: (?:,|&|or|/|the|every|on|each))* ORD:-?\d+)*)"
DAYS = r"(?P<days>WD:\w\w(?:(?: (?:,|&|or|/|on|-|to|through|thru|every|each))* WD:\w\w)*)"
OF_MONTH = r"(?:of|in|on|per|each|every)(?: (?:of|the|a|each|every|calendar))* months?(?: 's)?"
START = (
    r"(?:(?:the|our|with|&|,) )*(?:(?:ORD:1|next|initial)(?: (?:meeting|one|call|session|sync|occurrence|date))?s?|"
    r"start|starts|starting|started|begin|begins|beginning|began|commences|commencing|since|from|effective|as of|"
    r"kick off|kicks off|kicking off|anchored|anchor|last meeting was|last met)"
    r"(?: (?:date|day|time|on|from|is|was|at|the|in|of|week|with|:|-|=|,|NUM:20\d\d))* DATE:(?P<date>\d+)"
)
UNTIL = (
    r"(?:until|till|til|through|thru|up to|ending|ends|end|_ to|_ -)(?: (?:date|and|&|including|on|the|is|:|-))*"
    r" DATE:(?P<date>\d+)"
)
SKIP = (
    r"(?:except|excluding|skip|skips|skipping|cancelled|canceled|no meetings?|not|but not|other than)"
    r"(?: (?:for|on|the|in|:|meeting))*(?P<dates>(?: (?:,|&|or))* DATE:\d+(?:(?: (?:,|&|or))* DATE:\d+)*)"
)
RELATIVE = (
    r"(?:WD:(?P<day>\w\w)|(?P<next>day))(?: (?:,|the|day|right|directly|immediately|that|which|is))*"
    r" (?P<side>after|following|before|preceding)(?: (?:the|each|every))* ORD:(?P<n>-?\d) WD:(?P<of>\w\w)"
)
ALTERNATE = (
    r"(?:alternating|alternates|alternate|alternately|interleaved|interleaving|interleaves|opposite|offset)"
    r"(?: (?:weeks?|days?|it))*(?: (?:with|to|of|from|against)) "
    r"(?P<other>[a-zA-Z][\w:-]*(?: [a-zA-Z][\w:-]*| /)*)"
)
NO_DATES = (
    r"as needed|when needed|whenever needed|if needed|on demand|on - demand|adhoc|by request|on request|"
    r"by appointment|by invitation|irregular|irregularly|occasional|occasionally|sporadic|sporadically|"
    r"varies|variable|vary|tbd|tba|to be (?:determined|announced|decided|scheduled|confirmed)|"
    r"on hold|paused|suspended|inactive|discontinued|cancelled|canceled|hiatus|none|none scheduled|n / a|"
    r"no (?:regular |scheduled |recurring |fixed )?meetings?(?! (?:in|on|during|for|the|if|when))|"
    r"not (?:currently )?(?:meeting|scheduled)|async|asynchronous|retired|stopped"
)
HARMLESS = (
    r"(?:(?:may|might|can|will) be )?(?:is )?cancell?ed (?:if|when|unless|as|by|whenever)(?: [^\s,;()_.]+)*",
    r"(?:no meetings? |not |except |excluding |skipping )(?:on |for |during )?(?:[a-z]+ )?holidays?",
)
FILLER = (
    r"(?:(?:once|the|on|of|and|meetings?|meets?|we|at|in|occurs|held|happens|is|a|or|date|recurring|cadence|"
    r"schedule) ?)+"
)
ZONE_WORDS = (
    r"(?:utc|gmt|pt|pst|pdt|et|est|edt|ct|cst|cdt|mt|mst|mdt|cet|cest|eet|eest|bst|ist|jst|aest|aedt)"
)


@dataclass(slots=True)
class Heard:
    """The pieces of one or more texts. Weekdays are RRULE codes, `pairs` an ordinal with a weekday (1MO)."""

    intervals: list[tuple[Interval, ...]] = field(default_factory=list)
    weekdays: list[str] = field(default_factory=list)
    pairs: list[tuple[int, str]] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    working: list[int] = field(default_factory=list)
    relative: list[tuple[str, int, int, str]] = field(default_factory=list)
    every_nth: list[tuple[int, list[str]]] = field(default_factory=list)
    starts: list[Written] = field(default_factory=list)
    bare: list[Written] = field(default_factory=list)
    until: list[Written] = field(default_factory=list)
    skips: list[date] = field(default_factory=list)
    parity: list[int] = field(default_factory=list)
    alternates: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    no_dates: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    slips: list[tuple[str, str]] = field(default_factory=list)
    of_month: bool = False
    every: bool = False
    plural: bool = False


def hear(text: str, on: date) -> Heard:
    """Everything `text` says about a rhythm; what it says beyond that is in `notes`, what was not read in `unread`."""
    words = words_of(text, on)
    heard = Heard(plural=words.plural, slips=words.slips)
    _hear_remarks(words, heard)
    _hear_dates(words, heard)
    _hear_alternation(words, heard)
    _hear_days(words, heard)
    _hear_intervals(words, heard)
    _hear_times(words, heard)
    heard.no_dates = [words.written(match, "why") for match in words.take(rf"(?P<why>{NO_DATES})")]
    _hear_rest(words, heard)
    return heard


def _hear_remarks(words: Words, heard: Heard) -> None:
    for pattern in HARMLESS:
        heard.notes += [words.written(match, "remark") for match in words.take(rf"(?P<remark>{pattern})")]


def _hear_dates(words: Words, heard: Heard) -> None:
    for match in words.take(SKIP):
        for number in re.findall(r"DATE:(\d+)", match["dates"]):
            written = words.dates[int(number)]
            if len(written.options) == 1 and not written.lacks:
                heard.skips.append(written.options[0])
            else:
                heard.unread.append(words.text[written.begin : written.end])
    for match in words.take(r"(?:from )?DATE:(?P<begin>\d+) (?:-|to|until|till|through) DATE:(?P<end>\d+)"):
        heard.starts.append(words.dates[int(match["begin"])])
        heard.until.append(words.dates[int(match["end"])])
    heard.starts += [words.dates[int(match["date"])] for match in words.take(START)]
    heard.until += [words.dates[int(match["date"])] for match in words.take(UNTIL)]
    heard.bare += [words.dates[int(match["date"])] for match in words.take(r"DATE:(?P<date>\d+)")]
    if heard.starts or heard.bare:
        words.has(r"NUM:20\d\d(?: (?:start|starting|start date))?(?: :)?")


def _hear_alternation(words: Words, heard: Heard) -> None:
    heard.alternates = [words.written(match, "other") for match in words.take(ALTERNATE)]
    if heard.alternates:
        words.has(r"(?:on )?(?:the )?(?:off|other|opposite) weeks?")
    for match in words.take(
        r"(?:on |in |every |each )*(?:the )?(?P<which>odd|even)(?: - )?(?: ?numbered)?(?: iso| calendar)? weeks?"
    ):
        heard.parity.append(1 if match["which"] == "odd" else 0)


def _hear_days(words: Words, heard: Heard) -> None:
    for match in words.take(RELATIVE):
        step = 1 if match["side"] in ("after", "following") else -1
        day = match["day"] or CODES[(CODES.index(match["of"]) + step) % 7]
        heard.relative.append((day, step, int(match["n"]), match["of"]))
    for match in words.take(rf"(?:every|each) (?P<n>ORD:[2345]) {DAYS}(?! {OF_MONTH})"):
        heard.every_nth.append((int(match["n"][4:]), _codes(match["days"])))
    for match in words.take(rf"(?:every|each) ORD:(?P<n>\d+) {UNIT}(?! {OF_MONTH})"):
        heard.intervals.append((_interval(match["unit"], int(match["n"])),))
    what = r"(?P<what>week|(?:working|business|week) ?day)s?"
    for match in words.take(rf"(?:every |each |on |the )*{ORDS}(?: full)? {what}"):
        (heard.ordinals if match["what"] == "week" else heard.working).extend(_numbers(match["ords"]))
    for match in words.take(rf"(?:every |each |on |the )*{ORDS}(?: (?:-|and|\)|:|is|a|on))* {DAYS}"):
        heard.pairs += [(n, day) for n in _numbers(match["ords"]) for day in _codes(match["days"])]
    for match in words.take(rf"(?:every )?(?P<how>other|alternate|alternating) {DAYS}"):
        heard.intervals.append((("W", 2, 1),))
        heard.weekdays += _codes(match["days"])
    for match in words.take(rf"(?P<every>(?:every|each) )?(?:on )?{DAYS}"):
        heard.every = heard.every or bool(match["every"])
        heard.weekdays += _codes(match["days"])
    for match in words.take(r"(?:on |the |every |each )*(?P<nth>ORD:-?\d+)(?: (?:calendar )?day)"):
        heard.month_days.append(int(match["nth"][4:]))


def _hear_intervals(words: Words, heard: Heard) -> None:
    for match in words.take(rf"{TIMES} (?:a |per |every |each |/ )?(?:weekly|monthly|{UNIT})"):
        unit = "M" if "month" in match[0] else "W" if "week" in match[0] else match["unit"] or ""
        heard.intervals.append((("M", 6, 1),) if "year" in unit else ((unit[:1].upper(), 1, 2),))
    for match in words.take(rf"(?:every|each) NUM:(?P<n>\d+)(?: -)? {UNIT}"):
        heard.intervals.append((_interval(match["unit"], int(match["n"])),))
    for match in words.take(r"(?:of|in) the (?P<unit>quarter|year)"):
        heard.intervals.append((_interval(match["unit"], 1),))
    for match in words.take(rf"(?:on )?(?:every )?(?:other|alternate|alternating) {UNIT}"):
        heard.intervals.append((_interval(match["unit"], 2),))
    for match in words.take(r"(?P<n>NUM:\d+|NUM:1 x)(?: -)? (?P<named>weekly|monthly)"):
        heard.intervals.append((("W" if match["named"] == "weekly" else "M", int(match["n"][4:]), 1),))
    for match in words.take(rf"(?P<n>NUM:1 x) (?:a |per |/ |every )*{UNIT}"):
        heard.intervals.append((_interval(match["unit"], 1),))
    if words.has(r"(?:every |each |all |on )*(?:(?:week|working|business|work) ?days?)"):
        heard.intervals.append((("D", 1, 1),))
        heard.weekdays += list(CODES[:5])
    heard.of_month = words.has(OF_MONTH)
    for match in words.take(rf"{EVERY} {UNIT}"):
        heard.intervals.append((_interval(match["unit"], 1),))
    for match in words.take(rf"(?P<name>{'|'.join(NAMED)})"):
        heard.intervals.append(NAMED[match["name"]])
    for match in words.take(rf"(?:on |the |every |each )*{ORDS}"):
        heard.ordinals += _numbers(match["ords"])


def _hear_times(words: Words, heard: Heard) -> None:
    zone = rf"(?:(?: \()? {ZONE_WORDS}(?: time)?)?"
    heard.times = [
        words.written(match, "time") for match in words.take(rf"(?:at |@ |from )*(?P<time>TIME{zone})")
    ]
    length = r"(?:for |of )?(?:NUM:(?P<n>\d+)|an|a|one)(?: -)? (?P<unit>minutes?|mins?|hours?|hrs?|h)"
    for match in words.take(length):
        heard.minutes.append(int(match["n"] or 1) * (60 if match["unit"].startswith("h") else 1))


def _hear_rest(words: Words, heard: Heard) -> None:
    strong = re.compile(
        r"\b(?:except|excluding|skip\w*|unless|alternat\w*|rotat\w*|odd|even|ORD:|WD:|DATE:|weeks?|months?|"
        r"weekly|monthly|days|every|year|summer|winter|spring|autumn|fall|depending|varies|sometimes|occasionally|"
        r"january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|"
        r"sept?|oct|nov|dec|off|"
        r"NUM:\d{1,2} (?!participants|people|seats))"
    )
    for tokens, written in words.left_over():
        if strong.search(f"{tokens} "):
            heard.unread.append(written)
        elif re.search(r"[a-z]{3,}|URL|NUM", tokens) and not re.fullmatch(FILLER, tokens):
            heard.notes.append(re.sub(r"\]\([^)]*\)?", "", written).strip())


def _interval(unit: str, n: int) -> Interval:
    code = UNITS[unit]
    steps = {"F": ("W", 2), "Q": ("M", 3), "Y": ("M", 12)}
    name, times = steps.get(code, (code, 1))
    return (name, n * times, 1)


def _numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"ORD:(-?\d+)", text)]


def _codes(text: str) -> list[str]:
    """The weekdays of a list or of a range: Monday, Wednesday or Monday to Friday."""
    if match := re.fullmatch(r"WD:(\w\w)(?: (?:-|to|through|thru))+ WD:(\w\w)", text):
        first, last = CODES.index(match[1]), CODES.index(match[2])
        return [CODES[(first + step) % 7] for step in range((last - first) % 7 + 1)]
    return list(dict.fromkeys(re.findall(r"WD:(\w\w)", text)))
