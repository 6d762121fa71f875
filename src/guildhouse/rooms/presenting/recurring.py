"""How a series recurs: from a choice on a form to an RRULE, and from an RRULE to words."""

from datetime import date

from babel.dates import get_day_names
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from guildhouse.kit import dates

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NEVER, WEEKLY, FORTNIGHTLY, WEEKS = "", "weekly", "fortnightly", "weeks"
MONTHLY = {"monthly-1": 1, "monthly-2": 2, "monthly-3": 3, "monthly-4": 4, "monthly-last": -1}
CHOICES = (
    (NEVER, gettext_lazy("never: this one room")),
    (WEEKLY, gettext_lazy("every week")),
    (FORTNIGHTLY, gettext_lazy("every 2 weeks")),
    (WEEKS, gettext_lazy("every so many weeks")),
    ("monthly-1", gettext_lazy("every month, on the first such weekday")),
    ("monthly-2", gettext_lazy("every month, on the second such weekday")),
    ("monthly-3", gettext_lazy("every month, on the third such weekday")),
    ("monthly-4", gettext_lazy("every month, on the fourth such weekday")),
    ("monthly-last", gettext_lazy("every month, on the last such weekday")),
)


def rrule_of(choice: str, every: int, first_on: date) -> str:
    """The RRULE of a choice, on the weekday of the first day."""
    day = DAYS[first_on.weekday()]
    if choice in MONTHLY:
        return f"FREQ=MONTHLY;BYDAY={MONTHLY[choice]}{day}"
    weeks = {WEEKLY: 1, FORTNIGHTLY: 2, WEEKS: every}[choice]
    interval = f";INTERVAL={weeks}" if weeks > 1 else ""
    return f"FREQ=WEEKLY{interval};BYDAY={day}"


def choice_of(rrule: str) -> tuple[str, int]:
    """The choice and the number of weeks that give this RRULE; ("", 1) for one no choice gives."""
    parts = _parts(rrule)
    every, day = int(parts.get("INTERVAL", "1")), parts.get("BYDAY", "")
    if parts.get("FREQ") == "WEEKLY" and day in ("", *DAYS):
        return {1: WEEKLY, 2: FORTNIGHTLY}.get(every, WEEKS), every
    if parts.get("FREQ") == "MONTHLY" and every == 1 and day[-2:] in DAYS:
        found = [choice for choice, place in MONTHLY.items() if day[:-2].lstrip("+") == str(place)]
        return (found[0], 1) if found else (NEVER, 1)
    return NEVER, 1


def words_of(rrule: str, first_on: date) -> str:
    """A recurrence in words: "every 2 weeks on Tuesday", "every month on the last Friday"."""
    parts = _parts(rrule)
    every = int(parts.get("INTERVAL", "1"))
    days = parts.get("BYDAY", "").split(",") if parts.get("BYDAY") else []
    if parts.get("FREQ") == "WEEKLY":
        named = _listed([_day(day) for day in days] or [_day(DAYS[first_on.weekday()])])
        said = ngettext("every week on %(days)s", "every %(every)s weeks on %(days)s", every)
        return said % {"every": every, "days": named}
    if parts.get("FREQ") == "MONTHLY":
        named = _listed([_nth(day) for day in days]) or _("day %(day)s") % {"day": first_on.day}
        said = ngettext("every month on %(days)s", "every %(every)s months on %(days)s", every)
        return said % {"every": every, "days": named}
    if parts.get("FREQ") == "DAILY":
        return ngettext("every day", "every %(every)s days", every) % {"every": every}
    return ngettext("every year", "every %(every)s years", every) % {"every": every}


def _parts(rrule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)


def _day(code: str) -> str:
    names = get_day_names("wide", locale="en_GB" if dates.language() == "en" else dates.language())
    return str(names[DAYS.index(code[-2:])])


def _nth(code: str) -> str:
    # Sunday has messages of its own: in some languages its gender is not that of the other days.
    sundays = {
        "1": pgettext("Sunday", "the first %(day)s"),
        "2": pgettext("Sunday", "the second %(day)s"),
        "3": pgettext("Sunday", "the third %(day)s"),
        "4": pgettext("Sunday", "the fourth %(day)s"),
        "5": pgettext("Sunday", "the fifth %(day)s"),
        "-1": pgettext("Sunday", "the last %(day)s"),
        "-2": pgettext("Sunday", "the last %(day)s but one"),
    }
    others = {
        "1": _("the first %(day)s"),
        "2": _("the second %(day)s"),
        "3": _("the third %(day)s"),
        "4": _("the fourth %(day)s"),
        "5": _("the fifth %(day)s"),
        "-1": _("the last %(day)s"),
        "-2": _("the last %(day)s but one"),
    }
    places = sundays if code.endswith("SU") else others
    return places.get(code[:-2].lstrip("+"), _("every %(day)s")) % {"day": _day(code)}


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}
