"""How long rooms keep what was for one evening: answers, addresses, who came."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from guildhouse.history.models import Fact
from guildhouse.kit.retention import Kept, empty
from guildhouse.kit.turns import writers_turn
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, RoomRole, Seat, Series

# What history tells of a room, and yet says who had a seat in it.
OF_A_SEAT = (Facts.MERGE_ANSWERED, Facts.TIMES_ANSWERED)
PASSING = ("answer", "host_question", "host_question_answer", "ahead_why", "contested", "excuse")


def _answers(before: datetime, most: int) -> int:
    said = Q()
    for name in PASSING:
        said |= ~Q(**{name: ""})
    over = Seat.objects.filter(said, room__ends_at__lt=before)
    return empty(over, most, **dict.fromkeys(PASSING, ""))


def _addresses(before: datetime, most: int) -> int:
    rooms = Room.objects.filter(ends_at__lt=before).exclude(link="", address="")
    done = empty(rooms, most, link="", address="")
    series = Series.objects.filter(ended_at__lt=before).exclude(link="", address="")
    return done + empty(series, most, link="", address="")


def _attendance(before: datetime, most: int) -> int:
    """Forget who had a seat in rooms of long ago, a room at a time; then history says no more whose seats they were."""
    seats = Seat.objects.filter(room=OuterRef("pk"))
    old = Room.objects.filter(ends_at__lt=before).filter(Exists(seats))
    rooms = list(old.order_by("pk")[: max(1, most // 20)])
    for room in rooms:
        _forget_seats(room)
    there = Seat.objects.filter(pk=OuterRef("subject_id"))
    told = Fact.objects.filter(subject_type=Seat._meta.label_lower, happened_at__lt=before)
    told = told.exclude(concerns_id=None, actor_id=None).exclude(Exists(there))
    done = len(rooms) + empty(told, most, concerns_id=None, actor_id=None, data={})
    seatless = Room.objects.filter(pk=OuterRef("subject_id"), ends_at__lt=before).exclude(Exists(seats))
    answered = Fact.objects.filter(subject_type=Room._meta.label_lower, kind__in=OF_A_SEAT)
    answered = answered.filter(Exists(seatless)).exclude(concerns_id=None, actor_id=None)
    return done + empty(answered, most, concerns_id=None, actor_id=None)


def _forget_seats(room: Room) -> None:
    with writers_turn(), transaction.atomic():
        room = lock(room)
        Seat.objects.filter(room=room).delete()
        RoomRole.objects.filter(room=room).update(held=0)
        Room.objects.filter(pk=room.pk).update(held=0, waiting=0)


CLASSES = (
    Kept(
        "room_answers",
        _(
            "What was answered and asked about a seat: to the host, about the line, about a note of "
            "attendance, and why somebody could not come"
        ),
        90,
        _("It was for that room; the host may come back to it for a while."),
        _answers,
    ),
    Kept(
        "room_addresses",
        _("The joining link and the exact address of a room that is over"),
        30,
        _("Nobody goes there any more, and it may be somebody's home."),
        _addresses,
    ),
    Kept(
        "attendance",
        _("Who had a seat in a room, and who came"),
        365,
        _("A year later it helps nobody and weighs on some."),
        _attendance,
    ),
)


def last_day_of_seat(room: Room) -> date:
    """Until when it is kept who had a seat in a room."""
    kept = next(one for one in CLASSES if one.key == "attendance")
    return (room.ends_at + kept.lasts).date()
