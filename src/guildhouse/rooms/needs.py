"""What rooms ask of a person today: offers, invitations, questions, requests to decide, rooms to prepare."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.models import Membership, Office
from guildhouse.kit.needs import Need
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person
from guildhouse.rooms.models import Host, MergeAnswer, Merging, RoleAsk, Room, Seat, TimeAnswer, TimePoll
from guildhouse.rooms.models.seat import SeatQuerySet

State = Seat.State
UNDER_WAY, OFFER, QUESTION, DECIDE, INVITED, NEXT, NOTE = range(-1, 6)
AHEAD, BEHIND = timedelta(days=60), timedelta(days=14)
ROOMS_TO_NOTE = 3

# When the room of a seat is over before its time: conditions of the apps above, filled in `AppConfig.ready`.
OVER_EARLY: list[Q] = []


def needs(person: Person, at: datetime) -> list[Need]:
    """Everything in rooms that waits for this person, the most pressing first; three queries whatever there is."""
    return sorted(
        [*_of_my_seats(person, at), *_of_my_rooms(person, at)], key=lambda need: (need.rank, need.by)
    )


def _page(room: Room, name: str = "room") -> str:
    return reverse(name, args=[room.community.slug, room.public_id])


def _of_my_seats(person: Person, at: datetime) -> list[Need]:
    rows = _my_seats(person.pk, at)
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
        elif seat.state == State.CONFIRMED and not has_next and not seat.is_over:
            has_next = True
            words = _("Your next room: “%(room)s”.") % {"room": room.purpose}
            rank = UNDER_WAY if room.has_started(at) else NEXT
            needs.append(
                Need(rank, room.starts_at, "door-open", words, _("Go to the room"), _page(room), where)
            )
    return needs


@prepared
def _my_seats(person: int, at: datetime) -> QuerySet[Any]:
    seats = Seat.objects.living().filter(person=person, room__state__in=Room.AHEAD, room__ends_at__gt=at)
    over = Case(*(When(early, then=True) for early in OVER_EARLY), default=False)
    rows = _with_what_is_asked(seats).annotate(is_over=over)
    return rows.select_related("room__community").order_by("room__starts_at", "pk")


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
    return [
        *(_decide(room) for room in _asked_for(person.pk, at, at + AHEAD)),
        *(_note(room) for room in _to_note(person.pk, at - BEHIND)),
    ]


def _decide(room: Any) -> Need:
    words = ngettext(
        "%(count)s person asks for a seat in “%(room)s”.",
        "%(count)s people ask for a seat in “%(room)s”.",
        room.asking,
    ) % {"count": room.asking, "room": room.purpose}
    href = _page(room, "room-host")
    return Need(DECIDE, room.starts_at, "hand", words, _("Decide"), href, room.community.name)


def _note(room: Room) -> Need:
    words = _("“%(room)s” was held. Who came?") % {"room": room.purpose}
    href = _page(room, "room-host")
    return Need(NOTE, room.ends_at, "check", words, _("Note attendance"), href, room.community.name)


@prepared
def _asked_for(person: int, after: datetime, until: datetime) -> QuerySet[Any]:
    asking = Seat.objects.filter(room=OuterRef("pk"), state=State.REQUESTED)
    counted = asking.order_by().values("room").annotate(many=Count("pk")).values("many")
    convening = Office.objects.held().filter(person=person, kind=Office.Kind.CONVENER).values("community")
    ahead = Room.objects.filter(
        _hosted(person) | Q(community__in=convening),
        Exists(asking),
        state__in=Room.SEATABLE,
        starts_at__gt=after,
        starts_at__lte=until,
    )
    rows = ahead.annotate(asking=Subquery(counted)).select_related("community")
    return rows.order_by("starts_at", "pk")


@prepared
def _to_note(person: int, after: datetime) -> QuerySet[Room]:
    unnoted = Exists(Seat.objects.filter(room=OuterRef("pk"), state=State.CONFIRMED))
    held = Room.objects.filter(_hosted(person), unnoted, state=Room.State.HELD, ends_at__gt=after)
    return held.select_related("community").order_by("ends_at", "pk")[:ROOMS_TO_NOTE]


def _hosted(person: int) -> Q:
    """The condition of rooms the person is named host of, where they still belong."""
    here = Membership.objects.living().filter(person=person).values("community")
    return Q(pk__in=Host.objects.filter(person=person).values("room"), community__in=here)
