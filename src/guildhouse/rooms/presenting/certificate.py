"""What a certificate of attendance says, on its page and on paper; nothing else about the room is told by it."""

from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.communities.shell import site
from guildhouse.kit import dates
from guildhouse.kit.walls import wall
from guildhouse.people.models import Person
from guildhouse.rooms import queries
from guildhouse.rooms.models import Certificate, Host, Seat
from guildhouse.rooms.paper import Sheet
from guildhouse.rooms.presenting import words
from guildhouse.rooms.presenting.choosing import named
from guildhouse.rooms.retention import last_day_of_seat


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of one certificate in the reader's language."""

    certificate: Certificate
    name: str
    facts: list[tuple[str, str]]
    until: date
    address: str


def by_id(public_id: str) -> Certificate | None:
    """The certificate of this id, while it holds: the person is noted as having attended, and was not erased."""
    holding = Certificate.objects.filter(seat__state=Seat.State.ATTENDED, seat__person__erased_at=None)
    rows = holding.select_related("seat__person", "seat__room__community")
    return rows.filter(public_id=public_id).first()


def told(certificate: Certificate) -> Told:
    """What it says, with accents and letters put together, as our fonts have them."""
    room = certificate.seat.room
    begins, ends = wall(room.starts_at, room.zone), wall(room.ends_at, room.zone)
    span = _("%(from)s to %(until)s, time of %(zone)s") % {
        "from": dates.hours(begins.time()),
        "until": dates.hours(ends.time()),
        "zone": dates.zone_name(room.zone),
    }
    rows = Host.objects.filter(room=room).select_related("person").order_by("at", "pk")
    hosts = [str(row.person) for row in rows]
    facts = [
        (_("Date"), dates.full_day(begins.date())),
        (_("Hours"), f"{dates.minutes(room.minutes)} ({span})"),
        (_("Format"), words.format_name(room.format)),
        (_("Host"), named(hosts)),
        (_("Community"), room.community.name),
    ]
    return Told(
        certificate=certificate,
        name=normalize("NFC", certificate.seat.person.name),
        facts=[(term, normalize("NFC", said)) for term, said in facts if said],
        until=last_day_of_seat(room),
        address=settings.ORIGIN + reverse("certificate", args=[certificate.public_id]),
    )


def is_for(person: Person | None, certificate: Certificate) -> bool:
    """Whether somebody may have the paper itself: whose certificate it is, and who hosts the room."""
    if person is None:
        return False
    return certificate.seat.person_id == person.pk or queries.viewer(person, certificate.seat.room).is_host


def sheet_of(shown: Told) -> Sheet:
    """The certificate as it is printed."""
    return Sheet(
        language=dates.language(),
        house=site().name,
        title=_("Certificate of attendance"),
        certifies=_("This is to say that"),
        name=shown.name,
        took_part=_("took part in a practice session."),
        facts=shown.facts,
        check=_("Whoever is shown this paper can check it until %(day)s at this address:")
        % {"day": dates.full_day(shown.until)},
        address=shown.address,
        made_at=shown.certificate.made_at,
    )
