"""A mail server that hangs, refuses, and goes away at every step, while people press buttons."""

import statistics
import tempfile
import threading
import time
from pathlib import Path

from guildhouse.testing.faults import house as houses
from guildhouse.testing.faults import letters
from guildhouse.testing.faults.players import Ledger
from guildhouse.testing.faults.running import Running
from guildhouse.testing.faults.sink import Sink, mail_server

A_WHILE = 5 * 3600.0  # seconds; longer than the longest pause before a letter is tried again


def main(seconds: float, manners: list[str]) -> int:
    """Let the server misbehave for so many seconds in each manner; 0 when every letter arrived in the end."""
    with tempfile.TemporaryDirectory(prefix="guildhouse-mail-") as folder, mail_server() as sink:
        data, points = Path(folder), Path(folder) / "failpoints"
        points.mkdir()
        houses.set_up(data, GUILDHOUSE_MAIL=sink.url)
        told = {"GUILDHOUSE_MAIL": sink.url, "GUILDHOUSE_FAILPOINTS": str(points)}
        ledger, house, later = Ledger(), houses.furnish(), 0.0
        took: dict[str, list[float]] = {}
        for sink.manners in [*manners, "well"]:
            # Letters that were given back wait longer each time; a house whose clock is later need not.
            later += A_WHILE
            (points / "clock").write_text(str(later))
            with Running(data, **told) as running:
                stories = houses.Stories(house, running.address, ledger)
                took[sink.manners] = _press(stories, ledger, seconds)
                _wait_until_tried(sink)
                drained = sink.manners == "well" and letters.wait_until_sent(90) == (0, True)
                log = running.said()
        return _report(sink, ledger, took, drained, log)


def _wait_until_tried(sink: Sink) -> None:
    deadline = time.monotonic() + 40
    while not sink.tried[sink.manners] and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(0.5)


def _press(stories: houses.Stories, ledger: Ledger, seconds: float) -> list[float]:
    """Press buttons for so long; answer how long each answer took."""
    deadline, before = time.monotonic() + seconds, len(ledger.seconds)

    def on_and_on(person: object) -> None:
        while time.monotonic() < deadline:
            stories.come_and_go(person)
            time.sleep(0.1)

    threads = [threading.Thread(target=on_and_on, args=(person,)) for person in stories.house.seated[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ledger.seconds[before:])


def _report(sink: Sink, ledger: Ledger, took: dict[str, list[float]], drained: bool, log: str) -> int:
    from guildhouse.keeping.invariants import violations

    broken = [*violations(), *ledger.troubles, *letters.lost_and_doubled(sink, most=99)]
    # Each time it went away after the dot it had the letter already; one more each time, and never another name.
    drops = sink.tried["drop-after-dot"]
    again = sum(times - 1 for times in sink.arrived.values() if times > 1)
    if again > drops:
        broken.append(f"{again} letters came again, and the server went away after {drops} of them")
    if not drained:
        broken.append("Letters still wait.")
    if "Traceback" in log:
        broken.append(f"{log.count('Traceback')} tracebacks: {log[log.index('Traceback') :][:1500]}")
    print(
        f"{len(sink.arrived)} letters arrived, {again} came again with the same Message-ID"
        f" ({drops} drops after the dot)"
    )
    for manners, seconds in took.items():
        slow = seconds[int(len(seconds) * 0.95)]
        print(
            f"  {manners:<17} pages: median {statistics.median(seconds) * 1000:.0f} ms, p95 {slow * 1000:.0f} ms"
            f" of {len(seconds)}; connections {sink.tried[manners]}"
        )
    for words in broken[:20]:
        print(f"  ! {words}")
    return 1 if broken else 0
