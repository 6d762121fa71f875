"""SQLite held by another program for longer than anybody waits, with more writers than a house has threads."""

import sqlite3
import statistics
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from guildhouse.testing.faults import house as houses
from guildhouse.testing.faults.players import Ledger
from guildhouse.testing.faults.running import Running

DATABASE = "guildhouse.sqlite3"


def main(seconds: float) -> int:
    """Hold the database for so long; 0 when pages were read meanwhile and everything asked for was done once."""
    with tempfile.TemporaryDirectory(prefix="guildhouse-lock-") as folder:
        data = Path(folder)
        houses.set_up(data)
        ledger, house = Ledger(), houses.furnish()
        with Running(data) as running:
            stories = houses.Stories(house, running.address, ledger)
            threads = [threading.Thread(target=story[0], args=story[1:]) for story in stories.all()[:4]]
            with closing(sqlite3.connect(data / DATABASE, isolation_level=None, timeout=60)) as stranger:
                stranger.execute("BEGIN IMMEDIATE")
                for thread in threads:
                    thread.start()
                read = _read(running, f"/c/weavers/rooms/{house.room.public_id}/", seconds)
                stranger.execute("ROLLBACK")
            freed = time.monotonic()
            for thread in threads:
                thread.join()
            healed = time.monotonic() - freed
            return _report(seconds, ledger, read, healed, *running.ask("check-invariants"))


def _read(running: Running, path: str, seconds: float) -> list[tuple[int, float]]:
    began, read = time.monotonic(), []
    while time.monotonic() - began < seconds:
        asked = time.monotonic()
        read.append((running.status(path, patience=60), time.monotonic() - asked))
        time.sleep(0.1)
    return read


def _report(
    seconds: float,
    ledger: Ledger,
    read: list[tuple[int, float]],
    healed: float,
    sound: bool,
    checked: str,
) -> int:
    differences = [words for words, _many in houses.differences(ledger)]
    broken = [*ledger.troubles, *differences, *([] if sound else [checked])]
    broken += [f"a page answered {status}" for status, _took in read if status != 200]
    waited = sorted(took for _status, took in read)
    print(
        f"held for {seconds:.0f} s with 4 writers: {len(read)} pages read, {statistics.median(waited):.2f} s (median),"
        f" {waited[-1]:.2f} s (longest)\n"
        f"  writers: {sum(ledger.acknowledged.values())} acts answered, the last {healed:.2f} s after it was let go,"
        f" statuses {dict(sorted(ledger.statuses.items()))}; {checked.splitlines()[-1]}"
    )
    for words in broken[:20]:
        print(f"  ! {words}")
    return 1 if broken else 0
