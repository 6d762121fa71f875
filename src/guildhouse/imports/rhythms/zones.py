"""Time zones as people write them: PT (Pacific Time), Poland, UTC+05:30, Europe/Rome, IST."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, Choice
from guildhouse.imports.rhythms.readings import Ask, Zone
from guildhouse.imports.rhythms.zone_names import ABBREVIATIONS, LONG_NAMES, ONE_SEASON, STEADY

OFFSET = re.compile(r"^(?:utc|gmt)?\s*([+\-−]|plus |minus )\s*(\d{1,2})(?::?(\d{2}))?(?:\s*h(?:ours)?)?$")
FILLER = re.compile(
    r"\b(the|local|time|times|zone|timezone|tz|standard|daylight|saving|savings|summer|winter|in|based|"
    r"year round|us & canada|us and canada)\b"
)
CHOICES = 12


def read_zone(text: str) -> Zone | Ask:
    """The IANA zone that `text` names.

    A text in several parts ("IST (India)", "PT / Pacific Time") must agree with itself: each part narrows what the
    others leave open. What stays open, or contradicts, is asked about.
    """
    whole = _zones_of(text)
    if whole:
        return _settled(text, [text], [whole])
    parts = [part.strip() for part in re.split(r"[()\[\],;|]|\s/\s|/(?![A-Z][a-z])|\s-\s|\bor\b|=", text)]
    parts = [part for part in parts if part]
    offsets = {part: east for part in parts if (east := _offset(part)) is not None}
    named = [(part, zones) for part in parts if part not in offsets and (zones := _zones_of(part))]
    if offsets and named:
        fitting = [(part, _with_offsets(zones, set(offsets.values()))) for part, zones in named]
        fixed = [(part, _fixed(east)) for part, east in offsets.items()]
        named = fitting if all(zones for _part, zones in fitting) else named + fixed
    else:
        named = named or [(part, zones) for part, east in offsets.items() if (zones := _fixed(east))]
    if not named:
        return Ask(_("Which time zone is “%(text)s”? Write one like Europe/Rome.") % {"text": text})
    return _settled(text, [part for part, _zones in named], [zones for _part, zones in named])


def _settled(text: str, parts: list[str], found: list[tuple[str, ...]]) -> Zone | Ask:
    common = [zone for zone in found[0] if all(zone in others for others in found[1:])]
    common = common or _nearer(parts, found)
    if len(common) == 1:
        return Zone(common[0], tuple(_assumed(parts, common[0])))
    every = common or list(dict.fromkeys(zone for zones in found for zone in zones))
    if not common:
        question = _("“%(text)s” names zones that do not agree. Which one is meant?")
    elif len(common) > CHOICES:
        question = _("“%(text)s” has many time zones. Which one is meant? Write one like America/Chicago.")
    else:
        question = _("“%(text)s” is the name of more than one time zone. Which one is meant?")
    return Ask(question % {"text": text}, tuple(Choice(zone, _described(zone)) for zone in every[:CHOICES]))


def _nearer(parts: list[str], found: list[tuple[str, ...]]) -> list[str]:
    """The zone of a part that names a place, when the other parts name the same clocks: "Europe/Berlin (CET)"."""
    for part, zones in zip(parts, found, strict=True):
        rest = [(other, theirs) for other, theirs in zip(parts, found, strict=True) if other != part]
        if _bare(part) in ABBREVIATIONS or len(zones) != 1:
            continue
        if all(any(_agree(zones[0], zone, _bare(other)) for zone in theirs) for other, theirs in rest):
            return [zones[0]]
    return []


def _agree(place: str, zone: str, name: str) -> bool:
    same = [ours == theirs for ours, theirs in zip(_offsets(place), _offsets(zone), strict=True)]
    return any(same) if name in ONE_SEASON else all(same)


@cache
def _offsets(zone: str) -> tuple[timedelta | None, ...]:
    """How far `zone` is from UTC in the middle of each month of a year."""
    months = (datetime(2026, month, 15, 12, tzinfo=UTC) for month in range(1, 13))
    return tuple(at.astimezone(ZoneInfo(zone)).utcoffset() for at in months)


def _assumed(parts: list[str], zone: str) -> list[Assumption]:
    for part in parts:
        name = _bare(part)
        if _offset(part) is not None:
            why = _("“%(text)s” is the same all year; the clocks never change") % {"text": part}
            return [Assumption("zone", zone, why)]
        if name == "gmt":
            return [Assumption("zone", zone, _("GMT is taken as written, without summer time"))]
        if name in ONE_SEASON and len(set(_offsets(zone))) > 1:
            why = _("“%(text)s” is one half of the year; the local time all year is meant") % {"text": part}
            return [Assumption("zone", zone, why)]
    return []


def _described(zone: str) -> str:
    place = zone.rpartition("/")[2].replace("_", " ")
    country = _countries_of_zones().get(zone)
    return f"{place}, {country}" if country else place


def _bare(part: str) -> str:
    return " ".join(part.strip(" ()[].,;").lower().replace(".", "").split())


def _zones_of(part: str) -> tuple[str, ...]:
    name = _bare(part)
    short = " ".join(FILLER.sub(" ", name).split()) or name
    if zones := ABBREVIATIONS.get(name) or LONG_NAMES.get(short) or ABBREVIATIONS.get(short):
        return zones
    if found := _iana().get(name.replace(" ", "_")):
        return (found,)
    if _offset(part) is not None:
        return _fixed(_offset(part) or 0)
    return _countries().get(short) or _cities().get(short.replace(" ", "_")) or ()


def _offset(part: str) -> int | None:
    """Minutes east of UTC that a text like UTC+05:30 says, or None."""
    match = OFFSET.match(_bare(part).replace("−", "-"))
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    east = -minutes if match[1].strip() in ("-", "minus") else minutes
    return east if -12 * 60 <= east <= 14 * 60 else None


def _fixed(east: int) -> tuple[str, ...]:
    if east == 0:
        return ("UTC",)
    if east % 60 == 0:
        # POSIX counts westward: Etc/GMT-2 is two hours east of Greenwich.
        return (f"Etc/GMT{-east // 60:+d}",)
    return (STEADY[east],) if east in STEADY else ()


def _with_offsets(zones: tuple[str, ...], east: set[int]) -> tuple[str, ...]:
    """Those of `zones` that are one of these minutes from UTC in some month of a year."""
    return tuple(zone for zone in zones if {timedelta(minutes=each) for each in east} & set(_offsets(zone)))


@cache
def _table(name: str) -> tuple[list[str], ...]:
    lines = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _iana() -> dict[str, str]:
    """Zones by their lower-case name; the old ones without a region (Poland, US/Pacific) as what replaced them."""
    links = dict(_links())
    names = {name.lower(): links.get(name, name) for name in available_timezones()}
    return {name: zone for name, zone in names.items() if zone not in ("Factory", "localtime", "posixrules")}


def _links() -> list[tuple[str, str]]:
    old = ("US/", "Canada/", "Brazil/", "Chile/", "Mexico/")
    rows = (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    found = [(new, target) for _l, target, new in (row.split() for row in rows if row.startswith("L "))]
    return [(name, target) for name, target in found if "/" not in name or name.startswith(old)] + [
        (name, "UTC")
        for name in ("Etc/UTC", "Etc/UCT", "Etc/Zulu", "GMT", "Etc/GMT", "Zulu", "UCT", "Universal")
    ]


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    names = {row[0]: row[1].lower() for row in _table("iso3166.tab")}
    zones: dict[str, tuple[str, ...]] = {}
    for row in _table("zone.tab"):
        zones[names[row[0]]] = (*zones.get(names[row[0]], ()), row[2])
    return zones


@cache
def _countries_of_zones() -> dict[str, str]:
    names = {row[0]: row[1] for row in _table("iso3166.tab")}
    return {row[2]: names[row[0]] for row in _table("zone.tab")}


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    zones: dict[str, tuple[str, ...]] = {}
    for row in _table("zone.tab"):
        city = row[2].rpartition("/")[2].lower()
        zones[city] = (*zones.get(city, ()), row[2])
    return zones
