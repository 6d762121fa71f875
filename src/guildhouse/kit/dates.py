"""Dates, times, spans and numbers in the reader's words: formatted once, remembered, cheap on long lists."""

from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from guildhouse.kit import clock
from guildhouse.kit.walls import is_zone

KEPT = 8192


def when(start: datetime, end: datetime | None = None, zone: str | None = None, day: bool = True) -> Markup:
    """Say when something is, in the reader's zone, with the zone of the place beside it when they differ.

    `zone` is the IANA name of the place's own zone; a reader whose zone is unknown is shown that one, and
    the browser can convert it. Without `day` only the hours are said (the day stands in a heading above).
    """
    reader = reader_zone()
    this_year = clock.now().astimezone(reader or UTC).year
    return _when(start, end, zone, reader, day, language(), this_year)


def when_words(start: datetime, end: datetime | None = None, zone: str | None = None) -> str:
    """The same as plain text, for letters: always with the name of the zone it is meant in."""
    reader = reader_zone()
    shown_in = reader or (ZoneInfo(zone) if zone else UTC)
    this_year = clock.now().astimezone(shown_in).year
    city = _city(str(shown_in), language())
    there = "UTC" if str(shown_in) == "UTC" else _("%(city)s time") % {"city": city}
    return f"{_span(start, end, shown_in, True, language(), this_year)} ({there})"


def day_words(value: date | datetime, near: bool = False) -> str:
    """A day in words, "Friday 21 November", with the year when it is not this year's; `near` adds today or tomorrow."""
    here = reader_zone() or UTC
    today = clock.now().astimezone(here).date()
    on = value.astimezone(here).date() if isinstance(value, datetime) else value
    words = _day(on, language(), today.year)
    distance = (on - today).days if near else None
    if distance == 0:
        return _("Today, %s") % words
    return _("Tomorrow, %s") % words if distance == 1 else words


def full_day(on: date) -> str:
    """A day in words and always with its year, for what is read in other years, too."""
    return _day(on, language(), 0)


def hours(value: datetime | time) -> str:
    """A time of day, "18:00", in the reader's zone when it is a moment."""
    if isinstance(value, datetime):
        value = value.astimezone(reader_zone() or UTC).time()
    return _time(value, language())


def minutes(count: float) -> str:
    """A span of minutes in words: "45 min", "2 h", "1 h 30 min"."""
    long, short = divmod(round(count), 60)
    if not long:
        return _("%d min") % short
    return _("%(hours)d h %(minutes)d min") % {"hours": long, "minutes": short} if short else _("%d h") % long


def number(value: float) -> str:
    """A number as the reader's language writes it."""
    return _number(value, language())


def zone_name(zone: str) -> str:
    """The city a zone is named after, in the reader's language: "Rome"; UTC, or what is no zone, as it is written."""
    return _city(zone, language())


def language() -> str:
    """The code of the language being read, "en" where none is chosen."""
    return get_language() or "en"


def reader_zone() -> tzinfo | None:
    """The zone somebody activated for this reader, or None when it is not known."""
    return getattr(timezone._active, "value", None)  # type: ignore[attr-defined]


@lru_cache(KEPT)
def _when(
    start: datetime,
    end: datetime | None,
    zone: str | None,
    reader: tzinfo | None,
    day: bool,
    lang: str,
    year: int,
) -> Markup:
    place = ZoneInfo(zone) if zone else None
    shown = _span(start, end, reader or place or UTC, day, lang, year)
    beside = ""
    if zone and place and (reader is None or _differs(start, reader, place)):
        there = _("%(city)s time") % {"city": _city(zone, lang)} if zone != "UTC" else "UTC"
        if reader is not None:
            there = f"{_span(start, end, place, _other_day(start, reader, place), lang, year)} {there}"
        beside = Markup(' <span class="when-zone">{}</span>').format(there)
    ends = Markup(' data-end="{}"').format(_stamp(end)) if end else ""
    # Under a day's heading the browser must know which day that is, for it may be another one there.
    heading = "" if day else start.astimezone(reader or place or UTC).date().isoformat()
    return Markup('<span class="when"><time datetime="{}"{} data-local="{}">{}</time>{}</span>').format(
        _stamp(start), ends, heading, shown, beside
    )


def _span(start: datetime, end: datetime | None, zone: tzinfo, day: bool, lang: str, year: int) -> str:
    first = start.astimezone(zone)
    words = _time(first.time(), lang)
    if end:
        last = end.astimezone(zone)
        until = _time(last.time(), lang)
        words += (
            f" – {_day(last.date(), lang, year)}, {until}"
            if last.date() != first.date() and day
            else f"–{until}"
        )
    return f"{_day(first.date(), lang, year)}, {words}" if day else words


def _differs(moment: datetime, one: tzinfo, other: tzinfo) -> bool:
    return moment.astimezone(one).utcoffset() != moment.astimezone(other).utcoffset()


def _other_day(moment: datetime, one: tzinfo, other: tzinfo) -> bool:
    return moment.astimezone(one).date() != moment.astimezone(other).date()


def _stamp(moment: datetime) -> str:
    return escape(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


@lru_cache(64)
def _locale(lang: str) -> Locale:
    # Plain "en" would write American dates; the house writes the day first and counts to 24.
    try:
        return Locale.parse("en_GB" if lang == "en" else lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@lru_cache(KEPT)
def _day(on: date, lang: str, year: int) -> str:
    skeleton = "yMMMMEEEEd" if on.year != year else "MMMMEEEEd"
    locale = _locale(lang)
    if skeleton in locale.datetime_skeletons:
        return format_skeleton(skeleton, on, locale=locale).replace(",", "")
    return format_date(on, "EEEE d MMMM y" if on.year != year else "EEEE d MMMM", locale=locale)


@lru_cache(KEPT)
def _time(at: time, lang: str) -> str:
    return format_time(at, "short", locale=_locale(lang))


@lru_cache(KEPT)
def _number(value: float, lang: str) -> str:
    return format_decimal(value, locale=_locale(lang))


@lru_cache(KEPT)
def _city(zone: str, lang: str) -> str:
    if not is_zone(zone):
        return zone
    if "/" not in zone or zone.startswith("Etc/"):
        return zone.removeprefix("Etc/")
    with override(lang):
        return get_timezone_location(ZoneInfo(zone), locale=_locale(lang), return_city=True)
