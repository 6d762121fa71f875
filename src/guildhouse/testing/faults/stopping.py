"""The database stopped at once and started again, under readers and writers who never pause."""

import http.client
import re
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from guildhouse.testing.faults import house as houses
from guildhouse.testing.faults.cluster import Cluster, lasting_postgres
from guildhouse.testing.faults.players import Ledger, Player
from guildhouse.testing.faults.running import Running

READERS = 3
UP, DOWN = 2.0, 2.0
# The most connections that a house of two processes with two threads each, a health check and a worker may hold.
MOST_CONNECTIONS = 9
MAY_ANSWER = {200, 302, 304, 503}


@dataclass
class Watch:
    """What readers saw: how often each status, and every answer that should not have been."""

    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def read(self, player: Player, paths: list[str]) -> None:
        """Read these pages one after the other, until it is over."""
        while not self.over.is_set():
            for path in paths:
                self._look(player, path)

    def _look(self, player: Player, path: str) -> None:
        began = time.monotonic()
        line = http.client.HTTPConnection(player.address, timeout=30)
        try:
            line.request("GET", path, headers={"Cookie": player.session})
            answer = line.getresponse()
            body = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.wrong.append(f"{path}: nobody answered ({error!r})")
            return
        finally:
            line.close()
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.statuses[f"{path if path in ('/healthz', '/readyz') else 'page'} {answer.status}"] += 1
        if (
            answer.status not in MAY_ANSWER
            or "Traceback" in body
            or (path == "/healthz" and answer.status != 200)
        ):
            self.wrong.append(f"{path}: {answer.status} {body[:80]!r}")
        is_page = bool(answer.headers["Retry-After"]) and "<main" in body
        if answer.status == 503 and path != "/readyz" and not is_page:
            self.wrong.append(f"{path}: 503 without Retry-After, or without a page: {body[:80]!r}")


# With it PostgreSQL answers before the disk has what it answers for.
HASTY = ("synchronous_commit=off", "wal_writer_delay=10s")


def main(times: int, *, without: str = "") -> int:
    """Stop PostgreSQL so many times and print what came of it; 0 when only 503 was said and nothing is lost."""
    with ExitStack() as around:
        data = Path(around.enter_context(tempfile.TemporaryDirectory(prefix="guildhouse-stop-")))
        cluster = around.enter_context(lasting_postgres("log_connections=on", *(HASTY if without else ())))
        houses.set_up(data, cluster.address)
        ledger, house, watch = Ledger(), houses.furnish(), Watch()
        told = {"GUILDHOUSE_DATABASE": cluster.address}
        with Running(data, **told) as running:
            stories = houses.Stories(house, running.address, ledger)
            threads = _everybody(stories, watch)
            healed, connections = _stop_and_start(times, cluster, running, watch)
            watch.over.set()
            for thread in threads:
                thread.join()
            log = running.said()
        return _report(times, ledger, watch, healed, connections, log)


def _everybody(stories: houses.Stories, watch: Watch) -> list[threading.Thread]:
    player = next(iter(stories.players.values()))
    room = f"/c/weavers/rooms/{stories.house.room.public_id}/"
    paths = ["/healthz", "/readyz", "/", "/rooms/", "/c/weavers/", room]
    threads = [threading.Thread(target=watch.read, args=(player, paths)) for _each in range(READERS)]
    threads += [threading.Thread(target=_tell, args=(watch.over, *story)) for story in stories.all()[-5:-2]]
    for thread in threads:
        thread.start()
    return threads


def _tell(over: threading.Event, story: "object", *about: object) -> None:
    while not over.is_set():
        story(*about)  # type: ignore[operator]


def _stop_and_start(
    times: int, cluster: Cluster, running: Running, watch: Watch
) -> tuple[list[float], list[int]]:
    healed, connections = [], []
    for _time in range(times):
        time.sleep(UP)
        cluster.stop()
        time.sleep(DOWN)
        if running.status("/readyz") != 503:
            watch.wrong.append("/readyz does not say that the database is away")
        said = len((cluster.folder / "log").read_text())
        cluster.start()
        healed.append(running.wait_until_whole())
        time.sleep(UP)
        since = (cluster.folder / "log").read_text()[said:]
        connections.append(len(re.findall("connection authorized", since)))
    return healed, connections


def _report(
    times: int, ledger: Ledger, watch: Watch, healed: list[float], connections: list[int], log: str
) -> int:
    from django.db import connections as ours

    from guildhouse.keeping.invariants import violations

    ours.close_all()
    differences = list(houses.differences(ledger))
    broken = [*violations(), *ledger.troubles, *(words for words, _many in differences), *watch.wrong]
    if log.count("Traceback"):
        broken.append(
            f"{log.count('Traceback')} tracebacks in the log: {log[log.index('Traceback') :][:3000]}"
        )
    # One of them is the question whether it runs again.
    if max(connections) > 2 * MOST_CONNECTIONS + 1:
        broken.append(f"{max(connections)} connections after a start")
    print(
        f"stopped {times} times for {DOWN:.0f} s under {READERS} readers and 3 writers\n"
        f"  readers saw {dict(sorted(watch.statuses.items()))}, the slowest answer took {watch.slowest:.2f} s\n"
        f"  writers: {sum(ledger.acknowledged.values())} acts answered,"
        f" statuses {dict(sorted(ledger.statuses.items()))}\n"
        f"  lost {sum(-many for _words, many in differences if many < 0)},"
        f" doubled {sum(many for _words, many in differences if many > 0)}\n"
        f"  whole again after {', '.join(f'{one:.2f}' for one in healed)} s;"
        f" connections opened in the {UP:.0f} s after: {connections}"
    )
    for words in broken[:20]:
        print(f"  ! {words}")
    return 1 if broken else 0
