"""Whether so many people can run a format, told in a sentence before it hurts."""

from dataclasses import dataclass
from math import isqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.rooms.formats.circles import Circles, divide, is_square, keeps_to


@dataclass(frozen=True, slots=True)
class People:
    """How many a format is made for; those who hold a seat are counted."""

    min: int
    best: int
    max: int | None
    multiple_of: int = 1
    hard_minimum: bool = False


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The answer to "can we run this with so many?": true or false, a code, and a sentence for the host."""

    fits: bool
    code: str
    sentence: str
    hard: bool = False
    """Below a minimum that cannot be argued with: the room lapses rather than runs."""

    def __bool__(self) -> bool:
        return self.fits


def feasible(people: People, circles: Circles | None, count: int) -> Feasibility:
    """Whether `count` people fit, and why not or what to do; in the language that is active."""
    if count < people.min:
        return _too_few(people, count)
    if people.max is not None and count > people.max:
        return _too_many(people, people.max, count)
    if count % people.multiple_of:
        return Feasibility(False, "uneven", _uneven(people.multiple_of, count))
    sizes = divide(count, circles)
    if circles and not keeps_to(sizes, circles):
        return Feasibility(False, "undivided", _undivided(circles, count))
    if circles and circles.square and not is_square(count):
        return Feasibility(True, "not_square", _not_square(count))
    return Feasibility(True, "fits", _fits(people, circles, sizes, count))


def _too_few(people: People, count: int) -> Feasibility:
    missing = people.min - count
    needs = ngettext(
        "At least %(min)s people are needed and %(missing)s is missing.",
        "At least %(min)s people are needed and %(missing)s are missing.",
        missing,
    ) % {"min": people.min, "missing": missing}
    if people.hard_minimum:
        what = _("It does not work with fewer: invite more, postpone, or choose another format.")
    elif missing == 1:
        what = _("The host joins, or: invite one more, postpone, choose another format, or run it anyway.")
    elif count < 2:
        what = _("Invite more, postpone, or choose another format.")
    else:
        what = _("Invite more, postpone, choose another format, or run it anyway.")
    return Feasibility(False, "too_few", f"{needs} {what}", hard=people.hard_minimum)


def _too_many(people: People, most: int, count: int) -> Feasibility:
    over = count - most
    sentence = ngettext(
        "At most %(max)s people fit and %(over)s is over: open a second room, or choose a format for more.",
        "At most %(max)s people fit and %(over)s are over: open a second room, or choose a format for more.",
        over,
    )
    return Feasibility(False, "too_many", sentence % {"max": most, "over": over})


def _uneven(size: int, count: int) -> str:
    over = count % size
    words = {"count": count, "size": size, "over": over, "missing": size - over, "larger": size + 1}
    if over == size - 1:
        return (
            _(
                "%(count)s people do not make circles of %(size)s, one is missing: "
                "the host joins, or one more is invited."
            )
            % words
        )
    if size == 3:
        return (
            _(
                "%(count)s people do not make circles of three, one is over: let one circle of four work "
                "as a troika, or invite one more and let the host join."
            )
            % words
        )
    return (
        _(
            "%(count)s people do not make circles of %(size)s: invite %(missing)s more, "
            "or ask %(over)s to come another time."
        )
        % words
    )


def _undivided(circles: Circles, count: int) -> str:
    words = {"count": count, "min": circles.min, "max": circles.max}
    more = _next_that_divides(circles, count) - count
    if more == 1:
        return (
            _(
                "%(count)s people do not make circles of %(min)s to %(max)s: "
                "the host joins, or one more is invited."
            )
            % words
        )
    return (
        _(
            "%(count)s people do not make circles of %(min)s to %(max)s: "
            "some circles will be smaller or larger, or more people are invited."
        )
        % words
    )


def _next_that_divides(circles: Circles, count: int) -> int:
    # Two circles' worth further on there is always a number that divides.
    for more in range(count + 1, count + 2 * circles.max + 1):
        if keeps_to(divide(more, circles), circles):
            return more
    return count


def _not_square(count: int) -> str:
    side = isqrt(count)
    return _(
        "%(count)s people can do it, with some pieces carried by two; it comes out even with "
        "%(below)s or %(above)s."
    ) % {"count": count, "below": side**2, "above": (side + 1) ** 2}


def _fits(people: People, circles: Circles | None, sizes: tuple[int, ...], count: int) -> str:
    words = {
        "count": count,
        "best": people.best,
        "circles": len(sizes),
        "large": sizes[0],
        "small": sizes[-1],
    }
    if circles and len(sizes) > 1 and sizes[0] == sizes[-1]:
        return _("%(count)s people make %(circles)s circles of %(large)s.") % words
    if circles and len(sizes) > 1:
        return _("%(count)s people make %(circles)s circles of %(small)s to %(large)s.") % words
    if count == people.best:
        return _("%(count)s people are just right.") % words
    return _("%(count)s people can do it; it works best with %(best)s.") % words
