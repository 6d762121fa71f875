"""Events as calendars everywhere read them (RFC 5545, 5546 and 7986), from plain values.

Every event stands for itself: none recurs, so a change of one date never touches another.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, vCalAddress, vDuration, vText
from icalendar import Event as Component

from guildhouse.kit.observances import observances
from guildhouse.kit.walls import wall

PRODUCT = "-//Guildhouse//Guildhouse//EN"
END = b"END:VCALENDAR\r\n"
KEPT = 4096
# Line ends of every kind, and signs nobody sees: some programs would begin a new line of the file at them.
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name with a mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing at one time. `sequence` rises with what concerns when and where; `changed_at` with anything.

    `status` is CONFIRMED, TENTATIVE or CANCELLED; what is not `is_busy` leaves the hours free for other things.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    description: str
    url: str
    location: str = ""
    status: str = "CONFIRMED"
    categories: tuple[str, ...] = ()
    is_private: bool = False
    is_busy: bool = True


def published(
    events: Iterable[Event], *, by: Mailbox, name: str = "", about: str = "", every: timedelta | None = None
) -> bytes:
    """A calendar to read: a feed that programs ask for again `every` so often, or one file to keep.

    Nobody stands in it but the organizer: what is published is not addressed to anybody.
    """
    head = _head("PUBLISH")
    for keys, text in ((("name", "x-wr-calname"), name), (("description", "x-wr-caldesc"), about)):
        for key in keys if text else ():
            head.add(key, vText(plain(text)))
    if every is not None:
        head.add("refresh-interval", vDuration(every), parameters={"value": "DURATION"})
        head.add("x-published-ttl", vDuration(every))
    return _written(head, list(events), by, None)


def sent(event: Event, method: str, *, by: Mailbox, to: Mailbox) -> bytes:
    """What goes along with a letter about one event to one person: they come (REQUEST), or no longer do (CANCEL)."""
    return _written(_head(method), [event], by, to)


def plain(text: str) -> str:
    """A text of which no calendar takes a part for a line of its own."""
    return UNSEEN.sub("", BREAKS.sub("\n", text))


def in_a_line(text: str) -> str:
    """The same, where one line is all there is room for."""
    return " ".join(plain(text).split())


def _head(method: str) -> Calendar:
    head = Calendar()
    for key, value in (
        ("version", "2.0"),
        ("prodid", PRODUCT),
        ("calscale", "GREGORIAN"),
        ("method", method),
    ):
        head.add(key, value)
    return head


def _written(head: Calendar, events: list[Event], by: Mailbox, to: Mailbox | None) -> bytes:
    zones: dict[str, set[int]] = {}
    for event in events:
        years = {wall(event.starts_at, event.zone).year, wall(event.ends_at, event.zone).year}
        zones.setdefault(event.zone, set()).update(years)
    if not events:  # a calendar must hold something
        zones["UTC"] = {1970}
    parts = [observances(zone, min(years), max(years)) for zone, years in sorted(zones.items())]
    parts += [_vevent(event, by, to) for event in events]
    return b"".join((head.to_ical().removesuffix(END), *parts, END))


@lru_cache(KEPT)
def _vevent(event: Event, by: Mailbox, to: Mailbox | None) -> bytes:
    made = Component()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    for key, moment in zip(("dtstart", "dtend"), _times(event), strict=True):
        made.add(key, moment)
    made.add("summary", in_a_line(event.summary))
    if event.description:
        made.add("description", plain(event.description))
    if event.location:
        made.add("location", in_a_line(event.location))
    made.add("url", event.url)
    made.add("status", event.status)
    made.add("transp", "OPAQUE" if event.is_busy else "TRANSPARENT")
    made.add("class", "PRIVATE" if event.is_private else "PUBLIC")
    if event.categories:
        made.add("categories", [in_a_line(text) for text in event.categories])
    made.add("organizer", _address(by))
    if to is not None:
        made.add("attendee", _address(to, role="REQ-PARTICIPANT", partstat=_answer(event), rsvp="FALSE"))
    return made.to_ical()


def _times(event: Event) -> tuple[datetime, datetime]:
    """Start and end by the clock on the wall; in UTC where the clock shows one of them for the second time."""
    start, end = (wall(moment, event.zone) for moment in (event.starts_at, event.ends_at))
    if start.fold or end.fold or event.zone == "UTC":
        return event.starts_at.astimezone(UTC), event.ends_at.astimezone(UTC)
    return start, end


def _answer(event: Event) -> str:
    return "DECLINED" if event.status == "CANCELLED" else "ACCEPTED"


def _address(box: Mailbox, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{box.address}")
    address.params["cn"] = in_a_line(box.name).replace('"', "'")
    for key, value in parameters.items():
        address.params[key] = value
    return address
