"""What goes into somebody's calendar along with a letter about their seat, in the language in force.

Only who has a seat for good is invited: an offer, a request and a place in line are not an appointment yet, and a
calendar would ask "yes or no" where the house asks on the room's page. A letter holds no exact address.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from guildhouse.kit.calendars import Event, Mailbox, published, sent
from guildhouse.people.models import Person
from guildhouse.rooms.models import Seat
from guildhouse.rooms.presenting.calendar import event, house

OVER = "CANCELLED"


def invitation(seat: Seat, to: Person, at: datetime) -> str:
    """The room with its present time and place, for somebody who comes."""
    made = event(seat.room, seat, at=at)
    return sent(made, "REQUEST", by=house(), to=_box(to)).decode()


def cancellation(seat: Seat, to: Person, at: datetime) -> str:
    """That somebody no longer comes, or that the room does not take place."""
    made = _over(seat, at)
    return sent(made, "CANCEL", by=house(), to=_box(to)).decode()


def dates(seats: Iterable[Seat], at: datetime) -> str:
    """Several dates at once, to be taken over from the file: calendars understand an invitation to one only.

    Those somebody has a seat in stand as sure, all others as cancelled. Empty when there is none.
    """
    made = [
        event(seat.room, seat, at=at) if seat.state == Seat.State.CONFIRMED else _over(seat, at)
        for seat in seats
    ]
    return published(made, by=house()).decode() if made else ""


def _over(seat: Seat, at: datetime) -> Event:
    # Whoever is told that a date is off may no longer know of the room: only what their calendar finds it by.
    return replace(event(seat.room, seat, status=OVER, at=at), description="", location="")


def _box(person: Person) -> Mailbox:
    return Mailbox(str(person), person.email or "")
