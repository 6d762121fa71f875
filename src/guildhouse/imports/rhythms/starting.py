"""The date a rhythm counts from, when one is written, and the questions that rhythms raise."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, Choice
from guildhouse.imports.rhythms.dates import Written, nearby
from guildhouse.imports.rhythms.heard import Heard
from guildhouse.imports.rhythms.readings import Ask
from guildhouse.imports.rhythms.recurrence import NAMES, Rule
from guildhouse.imports.rhythms.words import CODES


def day_of_start(heard: Heard) -> tuple[str, ...]:
    """The weekday of the date it starts from, when no other is written."""
    for written in heard.starts + heard.bare:
        if written.weekday is not None:
            return (CODES[written.weekday],)
        if len(written.options) == 1 and not written.lacks:
            return (CODES[written.options[0].weekday()],)
    return ()


def start_of(heard: Heard, rule: Rule, assumptions: list[Assumption]) -> date | Ask | None:
    """The date it counts from, when one is written and falls on the day that is written."""
    if not heard.starts and len(heard.bare) == 1:
        heard = replace(heard, starts=heard.bare, bare=[])
        why = _("a date stands in the text without saying what it is for")
        assumptions.append(
            Assumption("phase", str(heard.starts[0].options[:1] and heard.starts[0].options[0]), why)
        )
    if heard.bare or len({each.options for each in heard.starts}) > 1:
        return open_ask(rule, _("more than one date"))
    if not heard.starts:
        return None
    written = heard.starts[0]
    if not written.options:
        return open_ask(rule, _("a date that no calendar has"))
    if written.lacks == "day":
        first = _first_on(written.options[0], rule.days)
        assumptions.append(Assumption("start", first.isoformat(), _("a month is written, without the day")))
        return first
    said = rule.days if written.weekday is None else (rule.days & {written.weekday} or {written.weekday})
    fitting = [day for day in written.on(said) if not rule.days or day.weekday() in rule.days]
    if written.lacks == "year" and fitting:
        why = _("no year is written; in this one it falls on the right weekday")
        assumptions.append(Assumption("start", fitting[0].isoformat(), why))
        return fitting[0]
    if len(fitting) != 1:
        return _which_date(written, fitting, rule, rule.days | said)
    if len(written.options) > 1:
        why = _("day and month can be read either way round; only so it falls on the right weekday")
        assumptions.append(Assumption("date", fitting[0].isoformat(), why))
    return fitting[0]


def _which_date(written: Written, fitting: list[date], rule: Rule, said: set[int]) -> Ask:
    day = written.options[0]
    if fitting:
        question = _("The date can be read in more than one way. Which one is meant?")
        return Ask(question, tuple(choice_of(rule, each) for each in fitting))
    choices = [choice_of(rule, each) for each in nearby(day, rule.days)]
    as_written = rule.on_weekdays([CODES[day.weekday()]]) if rule.days else rule
    return Ask(
        _("%(date)s is a %(weekday)s, but %(said)s is written. From which date does it count?")
        % {
            "date": day.isoformat(),
            "weekday": NAMES[day.weekday()],
            "said": " / ".join(NAMES[each] for each in sorted(said - {day.weekday()})),
        },
        (*choices, choice_of(as_written, day)),
    )


def _first_on(day: date, weekdays: set[int]) -> date:
    while weekdays and day.weekday() not in weekdays:
        day += timedelta(days=1)
    return day


def last_day(written: Written) -> date:
    """The last day that a date says; of a month without a day, its last."""
    day = written.options[0]
    return (
        (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) if written.lacks else day
    )


def open_ask(rule: Rule, unread: str, more: tuple[Choice, ...] = ()) -> Ask:
    """Some words could change the rhythm and are not understood: the rhythm without them is a choice."""
    return Ask(
        _("“%(words)s” could change the rhythm and is not understood. Does it meet as follows?")
        % {"words": unread},
        (choice_of(rule), *more),
    )


def ask_rules(question: str, *rules: Rule) -> Ask:
    """Which of these rhythms is it?"""
    return Ask(question, tuple(choice_of(rule) for rule in dict.fromkeys(rules) if rule.is_whole))


def choice_of(rule: Rule, start: date | None = None) -> Choice:
    """A rhythm as an answer that one can give."""
    return Choice(rule.spelled(start), rule.rrule() + (f", {start:%d %b %Y}" if start else ""))
