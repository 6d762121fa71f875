"""From which date a rhythm counts: the one that is written, the weeks between another's, or the next that fits."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption
from guildhouse.imports.rhythms.readings import Cadence
from guildhouse.imports.rhythms.recurrence import dates_of


@dataclass(frozen=True, slots=True)
class Phase:
    """The date a rhythm counts from, and how it is known (see `plan.Rhythm.start_is`)."""

    start: date
    is_: str
    opposite_of: str = ""
    assumptions: tuple[Assumption, ...] = ()


def phase_of(cadence: Cadence, day: date) -> Phase | None:
    """The phase of a rhythm on its own, imported on `day`; None when it has no dates from then on."""
    ahead = dates_of(cadence.rrule, cadence.start or day, after=max(day, cadence.start or day))
    if not ahead or (cadence.until and ahead[0] > cadence.until):
        return None
    if cadence.start:
        first = dates_of(cadence.rrule, cadence.start)[0]
        return Phase(first, "assumed" if cadence.start_guessed else "said")
    first = next_date(cadence.rrule, day)
    if "INTERVAL" not in cadence.rrule:
        return Phase(first, "any")
    if cadence.parity is not None:
        first = next(
            each
            for each in (first, first + timedelta(days=7))
            if each.isocalendar().week % 2 == cadence.parity
        )
        why = _("odd and even weeks are counted from the next such week; a year of 53 weeks shifts them")
        return Phase(first, "assumed", assumptions=(Assumption("phase", first.isoformat(), why),))
    why = _("it is not written in which weeks or months it meets; the next date that fits is taken")
    return Phase(first, "assumed", assumptions=(Assumption("phase", first.isoformat(), why),))


def next_date(rrule: str, day: date) -> date:
    """The first date on or after `day` that fits, whatever the interval."""
    return dates_of(re.sub(r";INTERVAL=\d+", "", rrule), day)[0]


def opposite_start(rrule: str, other: date) -> date:
    """The first date of a fortnightly `rrule` in the week after the one of `other`, which is in the other's weeks."""
    return dates_of(rrule, other - timedelta(days=other.weekday()) + timedelta(days=7))[0]


def opposite(cadence: Cadence, own: Phase, other: tuple[str, str, str, Phase] | None) -> Phase:
    """The phase of a rhythm that alternates with `other` (its key, title, rrule and phase)."""
    if cadence.start or "FREQ=WEEKLY;INTERVAL=2" not in cadence.rrule:
        return own
    if other is None:
        why = _(
            "it alternates with “%(other)s”, which is not found beside it; the next date that fits is taken"
        )
        words = {"other": cadence.alternates_with}
        return Phase(
            own.start, "assumed", assumptions=(Assumption("phase", own.start.isoformat(), why % words),)
        )
    key, title, rrule, phase = other
    if "FREQ=WEEKLY;INTERVAL=2" not in rrule:
        why = _(
            "it alternates with “%(other)s”, which does not meet every two weeks; the next date that fits is taken"
        )
        return Phase(
            own.start,
            "assumed",
            assumptions=(Assumption("phase", own.start.isoformat(), why % {"other": title}),),
        )
    start = opposite_start(cadence.rrule, phase.start)
    if phase.is_ == "said":
        return Phase(start, "opposite", key)
    why = _("it meets in the weeks between those of “%(other)s”, whose own are assumed") % {"other": title}
    return Phase(start, "opposite", key, (Assumption("phase", start.isoformat(), why),))


def alternates_with(words: str, own: str, titles: dict[str, str]) -> str | None:
    """The key of the one series among `titles` (key → title) that `words` name; None when none or several do."""
    wanted = _telling(words)
    fitting = {
        key: _telling(title) for key, title in titles.items() if key != own and wanted <= _telling(title)
    }
    if not fitting or not wanted:
        return None
    closest = min(len(each) for each in fitting.values())
    nearest = [key for key, each in fitting.items() if len(each) == closest]
    return nearest[0] if len(nearest) == 1 else None


def _telling(text: str) -> set[str]:
    words = set(re.findall(r"\w+", text.lower()))
    return words - {"the", "our", "a", "of", "meeting", "meetings", "sync", "call", "calls", "wg"} or words
