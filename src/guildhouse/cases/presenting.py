"""What a room's pages say of its cases, and what the pages of cases are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.cases import policy, queries
from guildhouse.cases.models import Case
from guildhouse.kit import dates
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.parts import Part
from guildhouse.rooms.presenting.sight import Sight

SHOWN = (*Room.AHEAD, Room.State.HELD)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on the page of a room: how many are open, for those who may know, and where to go."""

    words: str
    label: str
    href: str


def on_room(sight: Sight) -> Iterator[Part]:
    """What is open, and the way to the cases, for those confirmed and the hosts; no query before the room begins."""
    person, room = sight.viewer.standing.person, sight.room
    concerned = sight.viewer.is_coming or sight.viewer.is_host
    if person is None or not concerned or room.state not in SHOWN:
        return
    href = reverse("room-cases", args=[room.community.slug, room.public_id])
    words, line = "", _to_read(sight)
    if line:
        yield Part("first", "cases/_open.html", Beside("", line, href))
    elif sight.at >= room.starts_at:
        before = queries.before(sight.viewer, room)
        if not policy.may_know(before):
            return
        words = how_many(queries.how_many_open(room)) if before.may_be_told else ""
    label = _("Bring a case") if sight.at < room.starts_at else _("Cases of this room")
    yield Part("aside", "cases/_room.html", Beside(words, label, href))


def _to_read(sight: Sight) -> str:
    """That cases of others are open, to a person confirmed in a room that is not over; machines are not invited."""
    count = getattr(sight.room, "cases_to_read", 0)
    if not count or sight.room.state not in Room.AHEAD or not policy.Before(sight.viewer).is_person_in:
        return ""
    told = ngettext("%(num)s case is open to you: read it", "%(num)s cases are open to you: read them", count)
    return told % {"num": count}


def on_host(sight: Sight) -> Iterator[Part]:
    """Whether a case is brought: neither whose nor how many, and not a word of it."""
    if sight.room.state in SHOWN:
        brought = queries.is_brought(sight.room)
        words = (
            _("A case is brought to this room.") if brought else _("No case is brought to this room so far.")
        )
        yield Part("aside", "cases/_host.html", Beside(words, "", ""))


def how_many(count: int) -> str:
    """How many cases are open, in words."""
    if not count:
        return _("No case is open.")
    return ngettext("%(num)s case is open.", "%(num)s cases are open.", count) % {"num": count}


def how_it_stands(case: Case, room: Room, at: datetime) -> str:
    """What one's own case is at this moment, and what that means, in a sentence."""
    if case.ended_at is not None and case.ending == Case.Ending.WITHDRAWN:
        return _(
            "You withdrew it on %(day)s. Its key is destroyed: nobody can read it, in no backup either."
        ) % {"day": dates.day_words(case.ended_at)}
    if case.ended_at is not None or at >= case.expires_at(room):
        return _("It has expired. Its key is destroyed: nobody can read it, in no backup either.")
    until = {"day": dates.day_words(case.expires_at(room))}
    if case.opened_at is None:
        return _("Nobody but you sees it. If you do not open it, it goes by itself on %(day)s.") % until
    return _("It is open to those confirmed in the room until %(day)s, or until you withdraw it.") % until
