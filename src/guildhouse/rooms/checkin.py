"""The short code by which people say that they are in a room: one a room, made from the site's key, kept nowhere."""

from datetime import datetime
from unicodedata import digit

from django.core.cache import cache

from guildhouse.kit.tokens import keyed
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.policy import EARLIEST_CHECK_IN, code_counts

TRIES, WITHIN = 5, 10 * 60


def code_of(room: Room) -> str:
    """Six digits, the same whenever asked; another time of the room has another code."""
    made = keyed(f"check-in {room.public_id} {int(room.starts_at.timestamp())}")
    return f"{int.from_bytes(made[:8], 'big') % 10**6:06}"


def code_words(room: Room, at: datetime) -> str:
    """The code as one reads it aloud, three digits and three, for whoever shows it; "" while it does not count."""
    if not code_counts(room, at=at):
        return ""
    code = code_of(room)
    return f"{code[:3]} {code[3:]}"


def is_code(room: Room, written: str) -> bool:
    """Whether somebody wrote the code of this room, with or without spaces and dashes, in the digits of any script."""
    return "".join(str(digit(letter)) for letter in written if letter.isdecimal()) == code_of(room)


def has_checked_in(room: Room, seat: Seat) -> bool:
    """Whether the code was written for the time the room has now, and not before it was moved."""
    written = seat.checked_in_at
    return written is not None and written >= room.starts_at - EARLIEST_CHECK_IN


def may_try(person: Person, room: Room) -> bool:
    """Whether somebody has a try left, and takes it: five in ten minutes, counted for each person and room."""
    name = f"check-in:{room.pk}:{person.pk}"
    return any(cache.add(f"{name}:{place}", 1, WITHIN) for place in range(TRIES))
