"""What rooms ask of a person today: offers, invitations, questions, requests to decide, rooms to prepare."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.models import Office
from guildhouse.kit.needs import Need
from guildhouse.people.models import Person
from guildhouse.rooms.models import MergeAnswer, Merging, RoleAsk, Room, Seat, TimeAnswer, TimePoll
from guildhouse.rooms.models.seat import SeatQuerySet

State = Seat.State
OFFER, QUESTION, DECIDE, INVITED, NEXT, NOTE = range(6)


def needs(person: Person, at: datetime) -> list[Need]:
    """Everything in rooms that waits for this person, the most pressing first; three queries whatever there is."""
    return sorted(
        [*_of_my_seats(person, at), *_of_my_rooms(person, at)], key=lambda need: (need.rank, need.by)
    )


def _page(room: Room, name: str = "room") -> str:
    return reverse(name, args=[room.community.slug, room.public_id])


def _of_my_seats(person: Person, at: datetime) -> list[Need]:
    seats = Seat.objects.living().filter(person=person, room__state__in=Room.AHEAD, room__ends_at__gt=at)
    rows = list(
        _with_what_is_asked(seats).select_related("room__community").order_by("room__starts_at", "pk")
    )
    needs, has_next = [], False
    for seat in rows:
        room, where = seat.room, seat.room.community.name
        if seat.is_asked and room.state in Room.SEATABLE and not room.has_started(at):
            words = _("The host of “%(room)s” asks you something.") % {"room": room.purpose}
            needs.append(
                Need(QUESTION, room.starts_at, "message-circle", words, _("Answer"), _page(room), where)
            )
        if seat.state == State.OFFERED:
            words = _("A seat in “%(room)s” is offered to you.") % {"room": room.purpose}
            needs.append(
                Need(OFFER, seat.expires_at, "ticket", words, _("Answer the offer"), _page(room), where)
            )
        elif seat.state == State.REQUESTED and seat.host_question and not seat.host_question_answer:
            words = _("The host of “%(room)s” asks you something.") % {"room": room.purpose}
            needs.append(
                Need(QUESTION, room.starts_at, "message-circle", words, _("Answer"), _page(room), where)
            )
        elif seat.state == State.INVITED:
            words = _("You are invited to “%(room)s”.") % {"room": room.purpose}
            needs.append(Need(INVITED, room.starts_at, "mail", words, _("See the room"), _page(room), where))
        elif seat.state == State.WAITLISTED:
            words = _("You are in line for “%(room)s”.") % {"room": room.purpose}
            needs.append(
                Need(NEXT, room.starts_at, "history", words, _("See your place"), _page(room), where)
            )
        elif seat.state == State.CONFIRMED and not has_next:
            has_next = True
            words = _("Your next room: “%(room)s”.") % {"room": room.purpose}
            needs.append(
                Need(NEXT, room.starts_at, "door-open", words, _("Go to the room"), _page(room), where)
            )
    return needs


def _with_what_is_asked(seats: SeatQuerySet) -> QuerySet[Any]:
    """Seats, each with whether a role, another room or another time is still to be answered."""
    role = RoleAsk.objects.filter(seat=OuterRef("pk"), answered_at=None)
    merging = Merging.objects.filter(room=OuterRef("room"), ended_at=None)
    poll = TimePoll.objects.filter(room=OuterRef("room"), ended_at=None)
    said = MergeAnswer.objects.filter(seat=OuterRef("pk"), merging__ended_at=None)
    told = TimeAnswer.objects.filter(seat=OuterRef("pk"), poll__ended_at=None)
    other_room = Exists(merging) & ~Exists(said) & ~Q(state=State.INVITED)
    asked = Exists(role) | other_room | (Exists(poll) & ~Exists(told))
    return seats.annotate(is_asked=Case(When(asked, then=True), default=False))


def _of_my_rooms(person: Person, at: datetime) -> list[Need]:
    convening = person.offices.held().filter(kind=Office.Kind.CONVENER).values("community")
    mine = Q(hosts__person=person) | Q(community__in=convening)
    needs = []
    asking = Count("seats", filter=Q(seats__state=State.REQUESTED), distinct=True)
    ahead = Room.objects.filter(
        mine, state__in=Room.SEATABLE, starts_at__gt=at, starts_at__lte=at + timedelta(days=60)
    )
    for room in (
        ahead.annotate(asking=asking)
        .filter(asking__gt=0)
        .select_related("community")
        .order_by("starts_at", "pk")
    ):
        words = ngettext(
            "%(count)s person asks for a seat in “%(room)s”.",
            "%(count)s people ask for a seat in “%(room)s”.",
            room.asking,
        ) % {"count": room.asking, "room": room.purpose}
        needs.append(
            Need(
                DECIDE,
                room.starts_at,
                "hand",
                words,
                _("Decide"),
                _page(room, "room-host"),
                room.community.name,
            )
        )
    needs += _to_note(person, at)
    return needs


def _to_note(person: Person, at: datetime) -> list[Need]:
    held = Room.objects.filter(
        hosts__person=person,
        state=Room.State.HELD,
        ends_at__gt=at - timedelta(days=14),
        seats__state=State.CONFIRMED,
    )
    return [
        Need(
            NOTE,
            room.ends_at,
            "check",
            _("“%(room)s” was held. Who came?") % {"room": room.purpose},
            _("Note attendance"),
            _page(room, "room-host"),
            room.community.name,
        )
        for room in held.select_related("community").order_by("ends_at", "pk").distinct()[:3]
    ]
