"""What a burst of claims is judged by sees what must never be."""

import pytest

from guildhouse.bench import claims
from guildhouse.bench.load import Outcome
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import members, open_room

CROWD, SEATS = 12, 4


def burst(taken: int, numbers: list[int]) -> tuple[int, int]:
    found = claims.judged(Outcome(), taken, numbers, SEATS, CROWD)
    return found.oversold, found.gaps


@pytest.mark.parametrize(
    ("taken", "numbers", "oversold", "gaps"),
    [
        (4, [1, 2, 3, 4, 5, 6, 7, 8], 0, 0),
        (5, [1, 2, 3, 4, 5, 6, 7], 1, 1),
        (4, [1, 2, 3, 5, 6, 7, 8, 9], 0, 2),
        (4, [1, 2, 3, 3, 5, 6, 7, 8], 0, 2),
        (3, [1, 2, 3, 4, 5, 6, 7, 8], 0, 1),
        (4, [1, 2, 3, 4, 5, 6, 7], 0, 1),
    ],
)
def test_a_burst_is_judged(taken, numbers, oversold, gaps):
    assert burst(taken, numbers) == (oversold, gaps)


def test_rows_that_say_too_many_have_a_seat_are_seen(cast):
    room = open_room(cast.weavers, cast.ana, capacity=SEATS)
    role = room.roles.get()
    for number, person in enumerate(members(cast.weavers, CROWD)):
        in_line = number - SEATS
        Seat.objects.create(
            room=room,
            role=role,
            person=person,
            state=Seat.State.WAITLISTED if in_line > 0 else Seat.State.CONFIRMED,
            number=in_line if in_line > 0 else None,
            asked_at=room.created_at,
            changed_at=room.created_at,
        )
    found = claims.looked_at(room.pk, CROWD, Outcome())
    assert (found.oversold, found.gaps) == (1, 1)
    assert Room.objects.get(pk=room.pk).capacity == SEATS
