"""The disk full: a file system of its own that really has no byte left, under a house that is open."""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guildhouse.testing.faults import house as houses
from guildhouse.testing.faults import letters
from guildhouse.testing.faults.players import Ledger, Player
from guildhouse.testing.faults.running import Running
from guildhouse.testing.faults.sink import mail_server

INSIDE = "GUILDHOUSE_TEST_SMALL_DISK"
MEGABYTES = 48
READ = ("/", "/rooms/", "/c/weavers/", "/communities/", "/healthz")


def main() -> int:
    """Fill the disk under a house on SQLite and make room again; 0 when reading went on and nothing is lost."""
    folder = os.environ.get(INSIDE)
    if folder is not None:
        return _inside(Path(folder))
    with tempfile.TemporaryDirectory(prefix="guildhouse-full-") as folder:
        # A mount that nobody else sees; who is not root becomes so inside, over nothing but this.
        alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
        mount = f'mount -t tmpfs -o size={MEGABYTES}m none "{folder}" && exec "$@"'
        again = [sys.executable, "-m", "guildhouse.testing.faults", "full"]
        done = subprocess.run(
            [*alone, "sh", "-c", mount, "sh", *again], env=os.environ | {INSIDE: folder}, check=False
        )
        return done.returncode


def _inside(data: Path) -> int:
    with mail_server() as sink:
        houses.set_up(data, GUILDHOUSE_MAIL=sink.url)
        told = {"GUILDHOUSE_MAIL": sink.url}
        ledger, house = Ledger(), houses.furnish()
        with Running(data, **told) as running:
            stories = houses.Stories(house, running.address, ledger)
            stories.come_and_go(house.seated[0])
            filler = _fill(data)
            seen = _while_full(running, stories, house)
            beaten = _heartbeat()
            filler.unlink()
            room_again = time.monotonic()
            for person in house.seated:
                stories.come_and_go(person)
            stories.join_and_leave()
            healed = time.monotonic() - room_again
            resumed = _wait_for_a_beat_after(beaten)
            log = running.said()
        # What the worker held when the disk was full is nobody's until its lease has run out.
        letters.let_leases_run_out()
        with Running(data, **told):
            drained = letters.wait_until_sent(60) == (0, True)
        return _report(ledger, seen, healed, drained, resumed, list(letters.lost_and_doubled(sink)), log)


def _fill(data: Path) -> Path:
    """A file that takes the last byte."""
    filler = data / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (2**20, 2**12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def _while_full(running: Running, stories: houses.Stories, house: Any) -> dict[str, list[str]]:
    player = stories.players[house.seated[1].pk]
    seen: dict[str, list[str]] = {"read": [], "read signed in": [], "written": []}
    seat = f"/c/weavers/rooms/{house.room.public_id}/seat/"
    for _time in range(3):
        seen["read"] += [str(running.status(path)) for path in READ]
        seen["read signed in"] += [_get(player, path) for path in (*READ, "/today/")]
        answer = player._send(seat, f"full-{_time}", {})
        seen["written"].append(f"{answer[0]}")
    return seen


def _get(player: Player, path: str) -> str:
    import http.client

    line = http.client.HTTPConnection(player.address, timeout=30)
    line.request("GET", path, headers={"Cookie": player.session})
    answer = line.getresponse()
    answer.read()
    line.close()
    return str(answer.status)


def _heartbeat() -> datetime:
    from guildhouse.history.queries import last_heartbeat

    return last_heartbeat() or datetime.min.replace(tzinfo=UTC)


def _wait_for_a_beat_after(before: datetime) -> float:
    began = time.monotonic()
    while _heartbeat() <= before and time.monotonic() - began < 40:
        time.sleep(0.2)
    return time.monotonic() - began


def _report(
    ledger: Ledger,
    seen: dict[str, list[str]],
    healed: float,
    drained: bool,
    resumed: float,
    mail: list[str],
    log: str,
) -> int:
    from guildhouse.keeping.invariants import violations

    broken = [*violations(), *ledger.troubles, *(words for words, _many in houses.differences(ledger)), *mail]
    broken += [
        f"{what} while full: {answers}"
        for what, answers in seen.items()
        if what != "written" and set(answers) != {"200"}
    ]
    if set(seen["written"]) != {"503"}:
        broken.append(f"written while full: {seen['written']}")
    if not drained or resumed > 35:
        broken.append(f"The worker did not go on: {drained}, {resumed:.0f} s")
    if "Traceback" in log:
        broken.append(f"{log.count('Traceback')} tracebacks: {log[log.index('Traceback') :][:1500]}")
    read = [*seen["read"], *seen["read signed in"]]
    print(
        f"a file system of {MEGABYTES} MB without a byte left (ENOSPC)\n"
        f"  reading {len(read)} pages: {sorted(set(read))}; writing: {sorted(set(seen['written']))}\n"
        f"  with room again, {sum(ledger.acknowledged.values())} acts answered,"
        f" the first eight after {healed:.2f} s; a worker seen after {resumed:.1f} s; letters all sent: {drained}"
    )
    for words in broken[:20]:
        print(f"  ! {words}")
    return 1 if broken else 0
