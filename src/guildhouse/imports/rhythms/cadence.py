"""A rhythm from the two texts that say it: the day and the frequency, as people write them."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, Choice
from guildhouse.imports.rhythms.clocks import read_time
from guildhouse.imports.rhythms.heard import Heard, Interval, hear
from guildhouse.imports.rhythms.readings import Ask, Cadence, Clock, NoDates
from guildhouse.imports.rhythms.recurrence import NAMES, NTH, Rule, days_beside
from guildhouse.imports.rhythms.starting import (
    ask_rules,
    choice_of,
    day_of_start,
    last_day,
    open_ask,
    start_of,
)
from guildhouse.imports.rhythms.words import CODES


def read_cadence(day: str, frequency: str, on: date) -> Cadence | NoDates | Ask:
    """The rhythm that a day ("Thursdays (starting February 15th 2024)") and a frequency ("bi-weekly") say together.

    Either may be empty. `on` is the day of the import: years that nobody wrote are looked for up to then. Nothing
    is guessed silently: what was taken for granted is among the assumptions, and two things that cannot both be
    true come back as a question whose choices are rhythms in words.
    """
    first, second = hear(day, on), hear(frequency, on)
    clash = _clash(first, second, on)
    if clash is not None:
        return clash
    heard = _joined(first, second)
    if heard.no_dates and not _has_rhythm(heard):
        return NoDates(" · ".join(filter(None, (day.strip(), frequency.strip()))))
    assumptions = [
        Assumption(
            "rhythm", right, _("“%(wrong)s” is read as “%(right)s”") % {"wrong": wrong, "right": right}
        )
        for wrong, right in heard.slips
    ]
    rule = _rule(heard, assumptions)
    if isinstance(rule, Ask):
        return rule
    if heard.plural and not heard.every and not _has_rhythm(heard):
        assumptions.append(
            Assumption("rhythm", rule.spelled(), _("the weekday is written in the plural, without how often"))
        )
    if heard.no_dates:
        return open_ask(rule, heard.no_dates[0], (Choice("as needed", _("no dates: it meets as needed")),))
    if heard.unread:
        return open_ask(rule, heard.unread[0])
    return _with_dates(heard, rule, assumptions)


def _with_dates(heard: Heard, rule: Rule, assumptions: list[Assumption]) -> Cadence | Ask:
    start = start_of(heard, rule, assumptions)
    if isinstance(start, Ask):
        return start
    if any(len(each.options) != 1 or each.lacks == "year" for each in heard.until):
        return open_ask(rule, _("until …"))
    until = max((last_day(each) for each in heard.until), default=None)
    clock = read_time(heard.times[0]) if len(set(heard.times)) == 1 else None
    minutes = heard.minutes[0] if len(set(heard.minutes)) == 1 else None
    return Cadence(
        rule.rrule(),
        start=start,
        until=until,
        start_guessed=any(each.field == "start" for each in assumptions),
        parity=heard.parity[0] if heard.parity else None,
        alternates_with=heard.alternates[0] if heard.alternates else "",
        skips=tuple(sorted(set(heard.skips))),
        time=clock if isinstance(clock, Clock) else None,
        minutes=minutes,
        notes=tuple(heard.notes),
        assumptions=tuple(assumptions),
    )


def _joined(first: Heard, second: Heard) -> Heard:
    joined = Heard()
    for name in Heard.__slots__:
        ours, theirs = getattr(first, name), getattr(second, name)
        setattr(joined, name, ours + theirs if isinstance(ours, list) else ours or theirs)
    joined.weekdays = sorted(set(joined.weekdays), key=CODES.index)
    joined.pairs = list(dict.fromkeys(joined.pairs))
    joined.ordinals = list(dict.fromkeys(joined.ordinals))
    return joined


def _has_rhythm(heard: Heard) -> bool:
    return bool(
        heard.intervals
        or heard.pairs
        or heard.ordinals
        or heard.every_nth
        or heard.relative
        or heard.of_month
    )


def _clash(first: Heard, second: Heard, on: date) -> Ask | None:
    """The day says one weekday or week of the month and the frequency another."""
    ours, theirs = _days(first), _days(second)
    weeks = [{n for n, _day in each.pairs} | {*each.ordinals} for each in (first, second)]
    same_days = not ours or not theirs or ours == theirs
    if same_days and (not weeks[0] or not weeks[1] or weeks[0] == weeks[1]):
        return None
    choices: list[Choice] = []
    for kept, other in ((first, second), (second, first)):
        mixed = _joined(kept, replace(other, pairs=[], weekdays=[], relative=[], ordinals=[], every_nth=[]))
        if not mixed.pairs and not mixed.ordinals and not mixed.relative:
            mixed.ordinals = list(dict.fromkeys(n for n, _day in other.pairs)) or other.ordinals
        rule = _rule(mixed, [])
        if isinstance(rule, Rule):
            choices.append(choice_of(rule))
    return Ask(
        _("The day says %(day)s and the frequency %(frequency)s. Which one holds?")
        % {"day": _told(first), "frequency": _told(second)},
        tuple(dict.fromkeys(choices)),
    )


def _days(heard: Heard) -> set[str]:
    if heard.relative:
        return {day for day, _step, _n, _of in heard.relative}
    return {
        *heard.weekdays,
        *(day for _n, day in heard.pairs),
        *(d for _n, days in heard.every_nth for d in days),
    }


def _told(heard: Heard) -> str:
    days = [NAMES[CODES.index(day)] for day in sorted(_days(heard), key=CODES.index)]
    weeks = [NTH.get(n, str(n)) for n in dict.fromkeys([n for n, _day in heard.pairs] + heard.ordinals)]
    return " ".join((*weeks, *days))


def _rule(heard: Heard, assumptions: list[Assumption]) -> Rule | Ask:
    days = (
        tuple(heard.weekdays) or tuple(dict.fromkeys(day for _n, day in heard.pairs)) or day_of_start(heard)
    )
    interval = _interval(heard, days)
    if isinstance(interval, Ask):
        return interval
    if heard.every_nth and interval[0] == "M":
        pairs = [(n, day) for n, named in heard.every_nth for day in named]
        heard = replace(heard, pairs=heard.pairs + pairs)
    elif heard.every_nth:
        days = tuple(dict.fromkeys(day for _n, named in heard.every_nth for day in named))
    unit, every, times = interval
    if unit == "M":
        return _monthly(heard, days, every, times, assumptions)
    if heard.pairs or heard.ordinals or heard.relative or heard.month_days or heard.working:
        return _weekly_with_ordinals(heard, days, interval, assumptions)
    if unit == "D":
        return _daily(days if every % 7 == 0 else tuple(heard.weekdays), every)
    if not days:
        return _no_weekday(Rule("W", every))
    if times == 2 and len(days) != 2:
        return ask_rules(
            _("Twice a week needs two weekdays. Which rhythm is it?"), Rule("W", 1, days), Rule("W", 2, days)
        )
    return Rule("W", every, days)


def _interval(heard: Heard, days: tuple[str, ...]) -> Interval | Ask:
    """The one interval on which everything that was said agrees."""
    ordinal = heard.pairs or heard.relative or heard.working or heard.month_days
    monthly = heard.of_month or ordinal or (heard.ordinals and not heard.every_nth)
    sets = list(heard.intervals)
    if (heard.alternates or heard.parity) and not sets:
        sets.append((("W", 2, 1),))
    if days and (("D", 1, 1),) in sets and len(days) > 1:
        sets = [(("W", 1, 1),) if each == (("D", 1, 1),) else each for each in sets]
    if not sets and monthly:
        return ("M", 1, 1)
    if heard.every_nth and not sets:
        n, named = heard.every_nth[0]
        if heard.of_month:
            return ("M", 1, 1)
        return ask_rules(
            _("“Every %(nth)s %(day)s” can be one in every month, or one every %(n)s weeks. Which is it?")
            % {"nth": NTH[n], "day": NAMES[CODES.index(named[0])], "n": n},
            Rule("M", pairs=tuple((n, day) for day in named)),
            Rule("W", n, tuple(named)),
        )
    if not sets and days and (heard.every or heard.plural):
        return ("W", 1, 1)
    if not sets:
        return _no_interval(heard, days)
    common = [each for each in sets[0] if all(each in others for others in sets[1:])]
    if ("W", 2, 1) in common and (len(days) != 2 or ordinal or heard.ordinals):
        common = [each for each in common if each != ("W", 1, 2)]
    if len(common) > 1 and 2 in (len(heard.pairs), len(heard.ordinals) * len(days)):
        common = [each for each in common if each[2] == 2]
    if len(common) == 1 and heard.of_month and common[0][0] == "W" and not ordinal and not heard.ordinals:
        common = []
        sets.append((("M", 1, 1),))
    if len(common) == 1:
        return common[0]
    return _ask_intervals(common or [each for each_set in sets for each in each_set], heard, days)


def _ask_intervals(intervals: list[Interval], heard: Heard, days: tuple[str, ...]) -> Ask:
    rules = []
    for unit, every, times in dict.fromkeys(intervals):
        if unit == "M":
            pairs = tuple(heard.pairs) or tuple(
                (n, day) for n in ((1, 3) if times == 2 else (1,)) for day in days
            )
            rules.append(Rule("M", every, pairs=pairs) if pairs else None)
        elif unit in ("W", "D") and (days or unit == "D"):
            rules.append(Rule(unit, every, days if unit == "W" else ()))
    return ask_rules(
        _("The rhythm can be read in more than one way. Which one is meant?"), *filter(None, rules)
    )


def _no_interval(heard: Heard, days: tuple[str, ...]) -> Ask:
    rules = [Rule("W", 1, days), Rule("W", 2, days)] + [Rule("M", pairs=((1, day),)) for day in days[:1]]
    return ask_rules(
        _("How often does it meet? Write it like “every two weeks on Tuesday”, or “as needed”."),
        *(rules if days else ()),
    )


def _no_weekday(rule: Rule) -> Ask:
    rules = [
        replace(rule, pairs=((1, day),)) if rule.unit == "M" else replace(rule, weekdays=(day,))
        for day in CODES
    ]
    return ask_rules(_("On which day of the week does it meet?"), *rules)


def _monthly(
    heard: Heard, days: tuple[str, ...], every: int, times: int, assumptions: list[Assumption]
) -> Rule | Ask:
    if heard.relative:
        relative = heard.relative[0]
        if not days_beside(*relative):
            return Ask(_("That day can fall into another month; write the rhythm in other words."))
        return Rule("M", every, relative=relative)
    if heard.working:
        return Rule("M", every, working=tuple(dict.fromkeys(heard.working)))
    if (
        heard.month_days
        or any(n > 5 for n in heard.ordinals)
        or (heard.ordinals and not days and heard.of_month)
    ):
        return _on_days_of_the_month(heard, tuple(heard.weekdays), every)
    pairs = [pair for pair in heard.pairs if abs(pair[0]) <= 5]
    pairs += [(n, day) for n in heard.ordinals for day in days if (n, day) not in pairs]
    if pairs and times == 2 and len(pairs) != 2:
        return ask_rules(
            _("Twice a month, but not two days are named. Which rhythm is it?"),
            Rule("M", pairs=tuple(pairs)),
            Rule(
                "M",
                pairs=tuple(
                    (n, pairs[0][1]) for n in (pairs[0][0], pairs[0][0] + 2 if pairs[0][0] < 3 else 1)
                ),
            ),
        )
    if pairs:
        return Rule("M", every, pairs=tuple(pairs))
    if not days:
        return _no_weekday(Rule("M", every))
    if len(days) > 1:
        rules = [Rule("M", every, pairs=((1, day),)) for day in days]
        return ask_rules(_("Once a month, but more than one weekday is named. Which one is it?"), *rules)
    return _week_assumed(heard, days[0], every, times, assumptions)


def _week_assumed(heard: Heard, day: str, every: int, times: int, assumptions: list[Assumption]) -> Rule:
    name = NAMES[CODES.index(day)]
    started = [
        each for written in heard.starts for each in written.on({CODES.index(day)}) if not written.lacks
    ]
    if times == 2:
        why = _("twice a month is written, without the weeks")
        assumptions.append(Assumption("week", f"first and third {name}", why))
        return Rule("M", every, pairs=((1, day), (3, day)))
    if started:
        n = (started[0].day - 1) // 7 + 1
        n = -1 if n == 5 else n
        why = _("the date it starts from, %(date)s, is that day of its month") % {
            "date": started[0].isoformat()
        }
    else:
        n, why = 1, _("monthly is written, without the week")
    assumptions.append(Assumption("week", f"{NTH[n]} {name}", why))
    return Rule("M", every, pairs=((n, day),))


def _on_days_of_the_month(heard: Heard, days: tuple[str, ...], every: int) -> Rule | Ask:
    numbers = tuple(dict.fromkeys(heard.month_days + heard.ordinals))
    rule = Rule("M", every, month_days=numbers)
    if not all(-2 <= n <= 31 and n for n in numbers):
        return Ask(_("No month has such a day; write the rhythm in other words."))
    if not days:
        return rule
    nth = tuple((n, day) for n in numbers if n <= 5 for day in days) or tuple((1, day) for day in days)
    return ask_rules(
        _("A weekday and a day of the month are both written. Which one holds?"),
        rule,
        Rule("M", every, pairs=nth),
    )


def _weekly_with_ordinals(
    heard: Heard, days: tuple[str, ...], interval: Interval, assumptions: list[Assumption]
) -> Rule | Ask:
    """Weeks of the month together with "every two weeks": two of them say it more exactly, anything else is asked."""
    pairs = tuple(heard.pairs) or tuple((n, day) for n in heard.ordinals for day in days)
    monthly = Rule("M", pairs=pairs, month_days=tuple(heard.month_days), working=tuple(heard.working))
    if {n for n, _day in pairs} in ({1, 3}, {2, 4}) and interval[:2] == ("W", 2):
        why = _("every two weeks is written, and the weeks of the month, which say it more exactly")
        assumptions.append(Assumption("week", monthly.spelled(), why))
        return monthly
    weekly = Rule("W", interval[1], days) if interval[0] == "W" and days else Rule("D", interval[1])
    return ask_rules(
        _("A week of the month does not go with this frequency. Which one holds?"), monthly, weekly
    )


def _daily(days: tuple[str, ...], every: int) -> Rule | Ask:
    if every % 7 == 0:
        return Rule("W", every // 7, days) if days else _no_weekday(Rule("W", every // 7))
    if days:
        return ask_rules(
            _("Days and a weekday are both written. Which one holds?"), Rule("D", every), Rule("W", 1, days)
        )
    return Rule("D", every)
