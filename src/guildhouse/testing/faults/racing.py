"""Everybody wants one of the last seats in the same moment, from a house of two serving processes."""

import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

from guildhouse.testing.faults import house as houses
from guildhouse.testing.faults.cluster import lasting_postgres
from guildhouse.testing.faults.players import Ledger
from guildhouse.testing.faults.running import Running

SEATS = 3


def main(people: int, *, postgres: bool, without: str = "") -> int:
    """Let so many people press at once; 0 when as many sit as there are seats and the line has no gap."""
    with ExitStack() as around:
        data = Path(around.enter_context(tempfile.TemporaryDirectory(prefix="guildhouse-race-")))
        cluster = around.enter_context(lasting_postgres()) if postgres else None
        houses.set_up(data, cluster.address if cluster else "")
        house = houses.furnish()
        told = {"GUILDHOUSE_DATABASE": cluster.address} if cluster else {}
        if without:
            _without_constraints()
        ledger = Ledger()
        with Running(data, without=without, **told) as running:
            _press_at_once(house, running, ledger, people)
        return _report(house, ledger, people)


def _press_at_once(house: houses.House, running: Running, ledger: Ledger, people: int) -> None:
    from guildhouse.communities import actions as communities
    from guildhouse.history.actors import Actor
    from guildhouse.rooms.models import Room, RoomRole
    from guildhouse.testing import small_house

    Room.objects.filter(pk=house.room.pk).update(capacity=SEATS)
    RoomRole.objects.filter(room=house.room, capacity__isnull=False).update(capacity=SEATS)
    crowd = [small_house.account(f"Crowd{number}") for number in range(people)]
    for person in crowd:
        communities.join(house.room.community, actor=Actor(person))
    start = threading.Barrier(people)

    def press(one: houses.Player, path: str) -> None:
        start.wait(60)
        one.do("ask", path)

    path = f"/c/weavers/rooms/{house.room.public_id}/seat/"
    players = [houses.player(person, running.address, ledger) for person in crowd]
    threads = [threading.Thread(target=press, args=(one, path)) for one in players]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _without_constraints() -> None:
    """Take away what would refuse a wrong count, so that the control shows the lock alone."""
    from guildhouse.rooms.models import Room, RoomRole, Seat
    from guildhouse.rooms.tests.racing import _have_constraints

    for model in (Room, RoomRole, Seat):
        _have_constraints(model, [])


def _report(house: houses.House, ledger: Ledger, people: int) -> int:
    from guildhouse.keeping.invariants import violations
    from guildhouse.rooms.models import Seat

    seats = Seat.objects.filter(room=house.room)
    sitting = seats.filter(state="confirmed").count()
    line = sorted(seats.filter(state="waitlisted").values_list("number", flat=True))
    broken = [*violations(), *ledger.troubles]
    if sitting != SEATS:
        broken.append(f"{sitting} people sit on {SEATS} seats.")
    if line != list(range(1, people - SEATS + 1)):
        broken.append(f"The line is {line}.")
    print(
        f"{people} people at once, {SEATS} seats: {sitting} sit, {len(line)} in line;"
        f" slowest answer {max(ledger.seconds) * 1000:.0f} ms, statuses {dict(ledger.statuses)}"
    )
    for words in broken[:10]:
        print(f"  ! {words}")
    return 1 if broken else 0
