"""kill -9, over and over, at named places and at any moment, while people ask, withdraw, join and get letters."""

import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from guildhouse.testing.faults import house as houses
from guildhouse.testing.faults import letters
from guildhouse.testing.faults.cluster import lasting_postgres
from guildhouse.testing.faults.players import Ledger
from guildhouse.testing.faults.running import Recovery, Running
from guildhouse.testing.faults.sink import Sink, mail_server

PLACES = (
    *(f"rooms.{act}.{when}" for act in ("ask", "withdraw", "accept_offer") for when in ("begun", "*-commit")),
    *(f"communities.{act}.*-commit" for act in ("accept_invitation", "ask_to_join", "accept", "leave")),
    "*.before-commit",
    "*.after-commit",
    "*.recorded",
    "rooms.seat_*.recorded",
    "deliveries.mail.claimed",
    "deliveries.mail.settled",
    "mail.before-send",
    "mail.after-send",
)

# The last line of a traceback, also where it stands inside a line of JSON.
ERROR = re.compile(r"^\S*(?:Error|Exception|Warning|Injected)\b.{0,150}", re.MULTILINE)


def main(rounds: int, *, postgres: bool, seed: int, without: str = "") -> int:
    """Run so many rounds and print what came of it; 0 when nothing is lost, doubled or broken."""
    with ExitStack() as around:
        folder = around.enter_context(tempfile.TemporaryDirectory(prefix="guildhouse-kill-"))
        sink = around.enter_context(mail_server())
        cluster = around.enter_context(lasting_postgres()) if postgres else None
        data, points = Path(folder), Path(folder) / "failpoints"
        points.mkdir()
        houses.set_up(data, cluster.address if cluster else "", GUILDHOUSE_MAIL=sink.url)
        told = {"GUILDHOUSE_MAIL": sink.url, "GUILDHOUSE_FAILPOINTS": str(points)}
        if cluster:
            told["GUILDHOUSE_DATABASE"] = cluster.address
        ledger, house = Ledger(), houses.furnish()
        began = time.monotonic()
        with Running(data, without=without, **told) as running:
            places = (*PLACES, *[""] * 6)
            _play(running, house, ledger, points, rounds, places, random.Random(seed))
            log = running.said()
        took = time.monotonic() - began
        letters.let_leases_run_out()
        with Running(data, without=without, **told):
            drained = letters.wait_until_sent(60 + 3 * rounds)
        return _report(rounds, running, ledger, sink, drained, took, points, log)


def _play(
    running: Running,
    house: Any,
    ledger: Ledger,
    points: Path,
    rounds: int,
    places: Sequence[str],
    chance: random.Random,
) -> None:
    stories = houses.Stories(house, running.address, ledger)
    for number in range(rounds):
        place = chance.choice(places)
        threads = [threading.Thread(target=_tell, args=story) for story in stories.all()]
        for thread in threads:
            thread.start()
        if place:
            (points / place).write_text("kill")
        else:
            time.sleep(chance.random() * 0.4)
            running.kill_somebody(chance)
        for thread in threads:
            thread.join()
        for left in points.glob("*.*"):
            left.unlink(missing_ok=True)
        running.wait_until_whole()
        if (number + 1) % 25 == 0:
            print(f"  {number + 1} rounds, {running.deaths} deaths", file=sys.stderr, flush=True)


def _tell(story: Any, *about: Any) -> None:
    from django.db import connections

    try:
        story(*about)
    finally:
        connections.close_all()


def _by_kind(recoveries: list[Recovery]) -> str:
    lines = []
    for who in sorted({one.who for one in recoveries}):
        ready = sorted(one for one in recoveries if one.who == who)
        middle, last = statistics.median(one.seconds for one in ready), ready[-1]
        lines.append(
            f"    {who} died {len(ready)} times: {middle:.2f} s (median),"
            f" {last.seconds:.2f} s (longest, at load {last.load:.0f})\n"
        )
    return "".join(lines)


def _report(
    rounds: int,
    running: Running,
    ledger: Ledger,
    sink: Sink,
    drained: tuple[int, bool],
    took: float,
    points: Path,
    log: str,
) -> int:
    differences = list(houses.differences(ledger))
    lost = sum(-many for _words, many in differences if many < 0)
    doubled = sum(many for _words, many in differences if many > 0)
    broken = [*ledger.troubles, *(words for words, _many in differences)]
    sound, checked = running.ask("check-invariants")
    if not sound:
        broken.append(checked)
    broken += list(letters.lost_and_doubled(sink))
    if not drained[1]:
        broken.append(f"{drained[0]} letters or facts wait, and nothing moves.")
    places = points.with_suffix(".log")
    met = places.read_text().splitlines() if places.exists() else []
    errors = ERROR.findall(log.replace("\\n", "\n"))
    ready = sorted(one.seconds for one in running.recoveries) or [0.0]
    print(
        f"{rounds} rounds in {took:.0f} s: {running.deaths} deaths by kill -9, {len(met)} of them at"
        f" {len({line.split()[0] for line in met})} named places\n"
        f"  answered {sum(ledger.acknowledged.values())}, sent again without an answer {ledger.retries},"
        f" sent again after one {ledger.repeated}\n"
        f"  lost {lost}, doubled {doubled}; check-invariants: {checked.splitlines()[-1]}\n"
        f"  letters arrived {len(sink.arrived)}, of these twice with the same Message-ID {letters.sent_twice(sink)},"
        f" still on their way {drained[0]}\n"
        f"  ready again after {statistics.median(ready):.2f} s (median), {ready[int(len(ready) * 0.95)]:.2f} s (95 %),"
        f" {ready[-1]:.2f} s (longest)\n"
        f"{_by_kind(running.recoveries)}"
        f"  statuses {dict(sorted(ledger.statuses.items()))}; tracebacks in the log {log.count('Traceback')}"
        f" {dict(Counter(errors).most_common(5))}"
    )
    for words in broken[:40]:
        print(f"  ! {words}")
    # A few rounds on a busy machine say nothing about the slowest one.
    slow = ready[int(len(ready) * 0.95)] if rounds >= 20 else statistics.median(ready)
    return 1 if broken or lost or doubled or slow > 5 else 0
