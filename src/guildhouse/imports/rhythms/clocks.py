"""Times of day as people write them: 9:00, 2PM, 14h30, noon, 9-10:30 am PT."""

import re

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, Choice
from guildhouse.imports.rhythms.readings import Ask, Clock

ONE = (
    r"(?P<{0}h>\d{{1,2}})(?:(?:[:.]|\s?h\s?)(?P<{0}m>\d{{2}}))?(?::\d{{2}})?"
    r"\s*(?:h|hrs?|hours?|uhr|o'?clock)?\s*(?P<{0}half>[ap]\.?\s?m\b\.?)?"
)
RANGE = re.compile(
    r"^(?:(?:at|from|around|approx\.?|ca\.?|@)\s+)?"
    + ONE.format("a")
    + r"(?:\s*(?:-|to|until|till)\s*"
    + ONE.format("b")
    + r")?\s*[,;]?\s*(?P<rest>(?![:\d]).*)$"
)
DIGITS = re.compile(r"^(?P<digits>\d{3,4})(?P<rest>\s*(?:h|hrs?|hours)?\s*(?:[^\d].*|))$")
NAMED = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00", "midnight": "00:00", "12 midnight": "00:00"}


def read_time(text: str) -> Clock | Ask:
    """The wall time that `text` says, with minutes when it says an end too.

    A number without a colon that could be hours and minutes as well as minutes of the day (YAML reads an unquoted
    9:00 as 540, and other programs write that back) is asked about.
    """
    said = " ".join(text.replace("–", "-").replace("—", "-").replace("’", "'").lower().split())
    for name, time in NAMED.items():
        if re.match(rf"{name}\b", said):
            said = re.sub(rf"^{name}\b", time, said)
    if match := DIGITS.match(said):
        return _from_digits(match["digits"], match["rest"], text)
    match = RANGE.match(said)
    if not match or (match["am"] is None and match["ahalf"] is None and not _is_hour_alone(match)):
        return _unreadable(text)
    begin = _minute_of_day(match["ah"], match["am"], match["ahalf"] or _half_of_end(match))
    if begin is None:
        return _unreadable(text)
    minutes = None
    if match["bh"]:
        end = _minute_of_day(match["bh"], match["bm"], match["bhalf"])
        if end is None:
            return _unreadable(text)
        minutes = (end - begin) % 1440 or None
    return _with_rest(begin, minutes, _rest_as_written(match, text), text)


def _is_hour_alone(match: re.Match[str]) -> bool:
    return match["rest"] == "" or bool(match["bh"]) or not match["rest"][0].isdigit()


def _half_of_end(match: re.Match[str]) -> str | None:
    """In "9-10 am" the first hour takes the half of the day of the second, unless that runs backwards ("11-1 pm")."""
    if not match["bh"] or not match["bhalf"] or int(match["ah"]) > 12:
        return None
    begin = _minute_of_day(match["ah"], match["am"], match["bhalf"])
    end = _minute_of_day(match["bh"], match["bm"], match["bhalf"])
    if begin is None or end is None or begin < end:
        return match["bhalf"]
    return "am"


def _minute_of_day(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half and half[0] == "p" and hours < 12:
        hours += 12
    elif half and half[0] == "a" and hours == 12:
        hours = 0
    elif half and half[0] == "a" and hours > 12:
        return None
    if hours == 24 and minutes == 0:
        hours = 0
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None


def _rest_as_written(match: re.Match[str], text: str) -> str:
    rest = match["rest"]
    return " ".join(text.split())[-len(rest) :] if rest else ""


def _with_rest(begin: int, minutes: int | None, rest: str, text: str) -> Clock | Ask:
    rest = rest.strip(" ()[],;")
    if re.search(r"\d{1,2}(:\d{2}|\s*[ap]\.?m)", rest.lower()):
        return _two_times(begin, rest, text)
    return Clock(begin // 60, begin % 60, minutes, rest)


def _two_times(begin: int, rest: str, text: str) -> Ask:
    choices = [_clock(begin)]
    for match in re.finditer(r"\d{1,2}(?::\d{2})?\s*(?:[ap]\.?m)?", rest.lower()):
        other = read_time(match[0])
        if isinstance(other, Clock):
            choices.append(_clock(other.hour * 60 + other.minute))
    return Ask(
        _("“%(text)s” names more than one time. Which one goes with the time zone?") % {"text": text},
        tuple(Choice(time, _("at %(time)s") % {"time": time}) for time in dict.fromkeys(choices)),
    )


def _from_digits(digits: str, rest: str, text: str) -> Clock | Ask:
    as_hours = _minute_of_day(digits[:-2], digits[-2:], None)
    as_minutes = int(digits) if int(digits) < 1440 else None
    half = re.match(r"\s*([ap])\.?m\b\.?", rest)
    if half:
        as_hours = _minute_of_day(digits[:-2], digits[-2:], half[1])
        rest = rest[half.end() :]
    elif not rest and digits[0] != "0" and as_hours is not None and as_minutes and as_minutes % 15 == 0:
        times = (_clock(as_hours), _clock(as_minutes))
        return Ask(
            _("“%(text)s” can be hours and minutes, or minutes since midnight. Which is it?")
            % {"text": text},
            tuple(Choice(time, _("at %(time)s") % {"time": time}) for time in times),
        )
    if as_hours is not None:
        rest = re.sub(r"^\s*(h|hrs?|hours)\b", "", rest)
        return _with_rest(as_hours, None, " ".join(text.split())[-len(rest) :] if rest else "", text)
    if as_minutes is None:
        return _unreadable(text)
    why = _("%(text)s is no hours and minutes; as minutes since midnight it is %(time)s") % {
        "text": digits,
        "time": _clock(as_minutes),
    }
    return Clock(as_minutes // 60, as_minutes % 60, None, "", (Assumption("time", _clock(as_minutes), why),))


def _clock(minute_of_day: int) -> str:
    return f"{minute_of_day // 60:02d}:{minute_of_day % 60:02d}"


def _unreadable(text: str) -> Ask:
    return Ask(_("At what time? “%(text)s” is no time of day. Write it as 14:30.") % {"text": text})
