"""When a meeting takes place, from the texts that say it; what stays open becomes questions with stable ids."""

from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, Choice, Place, Question
from guildhouse.imports.reading.answers import LEAVE_OUT, Answers
from guildhouse.imports.rhythms.cadence import read_cadence
from guildhouse.imports.rhythms.clocks import read_time
from guildhouse.imports.rhythms.readings import Ask, Cadence, Clock, NoDates, Zone
from guildhouse.imports.rhythms.zones import read_zone
from guildhouse.rooms.models import Room


@dataclass(frozen=True, slots=True)
class When:
    """The texts about the time of one meeting, as they are written; empty where nothing is."""

    day: str = ""
    time: str = ""
    zone: str = ""
    frequency: str = ""
    zones_nearby: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """The reading of a `When`."""

    cadence: Cadence
    at: time
    zone: str
    minutes: int | None = None
    assumptions: tuple[Assumption, ...] = ()


class Asking:
    """Puts the questions about one subject, and takes the answers that are there."""

    def __init__(self, subject: str, place: Place, answers: Answers) -> None:
        self.subject, self.place, self.answers = subject, place, answers
        self.questions: list[Question] = []
        self.left_out = False

    def answer(self, field: str, written: str) -> str:
        """The answer to the question about `field`, or ""."""
        answer = self.answers.to(f"{self.subject}#{field}", written)
        self.left_out = self.left_out or answer.lower() == LEAVE_OUT
        return answer

    def ask(self, field: str, written: str, ask: Ask, free: str, refused: str = "") -> None:
        """Put the question `ask` about `field`."""
        leave = Choice(LEAVE_OUT, _("do not import this"))
        self.questions.append(
            Question(
                id=f"{self.subject}#{field}",
                subject=self.subject,
                field=field,
                place=self.place,
                text=ask.text,
                written=written,
                choices=(*ask.choices, leave),
                free=free,
                answer_refused=refused,
            )
        )


def read_when(when: When, asking: Asking, on: date, known: Cadence | None = None) -> Timing | NoDates | None:
    """The timing of a meeting; None when questions stay open or an answer leaves it out, as `asking` then tells.

    `known` is a rhythm that needs no reading any more.
    """
    cadence = known or _cadence(when, asking, on)
    if isinstance(cadence, NoDates):
        return cadence
    clock = _clock(when, cadence, asking)
    zone = _zone(when, clock, asking)
    if cadence is None or clock is None or zone is None or asking.left_out:
        return None
    return Timing(
        cadence,
        time(clock.hour, clock.minute),
        zone.name,
        _length(clock.minutes or cadence.minutes),
        (*cadence.assumptions, *clock.assumptions, *zone.assumptions),
    )


def _length(minutes: int | None) -> int | None:
    """A length that a room can have; any other is as good as none."""
    return minutes if minutes and Room.SHORTEST <= minutes <= Room.LONGEST else None


def read_moment(when: When, asking: Asking) -> tuple[Clock, Zone] | None:
    """The wall time and zone of something that takes place once; None as with `read_when`."""
    clock = _clock(when, None, asking)
    zone = _zone(when, clock, asking)
    return (clock, zone) if clock and zone and not asking.left_out else None


def _cadence(when: When, asking: Asking, on: date) -> Cadence | NoDates | None:
    written = " · ".join(filter(None, (when.day, when.frequency)))
    found = read_cadence(when.day, when.frequency, on)
    if not isinstance(found, Ask):
        return found
    answer = asking.answer("rhythm", written)
    answered = read_cadence("", answer, on) if answer else found
    if isinstance(answered, Cadence):
        return replace(answered, notes=(*answered.notes, _("written: %(text)s") % {"text": written}))
    if isinstance(answered, NoDates):
        return answered
    free = _("or a rhythm in your own words, like: every 2 weeks on Tuesday starting 2026-01-13")
    asking.ask("rhythm", written, found, free, refused=answer)
    return None


def _clock(when: When, cadence: Cadence | None, asking: Asking) -> Clock | None:
    beside = cadence.time if cadence else None
    if not when.time and beside:
        return beside
    found: Clock | Ask = read_time(when.time)
    if not when.time:
        found = Ask(_("No time of day is written. At what time does it meet?"))
    if isinstance(found, Clock) and beside and (found.hour, found.minute) != (beside.hour, beside.minute):
        times = [f"{each.hour:02d}:{each.minute:02d}" for each in (found, beside)]
        found = Ask(_("Two times are written. Which one holds?"), tuple(Choice(each, "") for each in times))
    if isinstance(found, Clock):
        return found if found.zone or not beside else replace(found, zone=beside.zone)
    answer = asking.answer("time", when.time)
    answered = read_time(answer) if answer else found
    if isinstance(answered, Clock):
        return answered
    asking.ask("time", when.time, found, _("or a time of day like 14:30"), refused=answer)
    return None


def _zone(when: When, clock: Clock | None, asking: Asking) -> Zone | None:
    beside = clock.zone if clock else ""
    written = when.zone or beside
    found: Zone | Ask = read_zone(written)
    if not written:
        nearby = dict.fromkeys((*when.zones_nearby, "UTC"))
        choices = tuple(Choice(each, _("as its other meetings") if each != "UTC" else "") for each in nearby)
        found = Ask(_("No time zone is written. Which one is it?"), choices)
    elif when.zone and beside and isinstance(found, Zone):
        other = read_zone(beside)
        if isinstance(other, Zone) and other.name != found.name:
            choices = (Choice(found.name, when.zone), Choice(other.name, beside))
            found = Ask(_("Two time zones are written. Which one holds?"), choices)
            written = f"{when.zone} · {beside}"
    if isinstance(found, Zone):
        return found
    answer = asking.answer("zone", written)
    answered = read_zone(answer) if answer else found
    if isinstance(answered, Zone):
        return answered
    asking.ask("zone", written, found, _("or any zone like Europe/Rome"), refused=answer)
    return None
