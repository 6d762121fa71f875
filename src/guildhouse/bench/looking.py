"""Somebody who opens a few pages in turn, in a process of their own: what else is measured meanwhile must not hold
them up. `python -m guildhouse.bench.looking` reads the pages as one line of JSON and looks until its input ends."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from guildhouse.bench import load

SECONDS_BETWEEN = 0.05


@contextmanager
def looking(port: int, pages: dict[str, str]) -> Iterator[dict[str, list[float]]]:
    """Look until the block ends; then milliseconds by page are in what it gave."""
    took: dict[str, list[float]] = {}
    command = [sys.executable, "-m", "guildhouse.bench.looking"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as looker:  # noqa: S603 - ours
        print(json.dumps({"port": port, "pages": pages}), file=looker.stdin, flush=True)
        try:
            yield took
        finally:
            took |= json.loads(looker.communicate()[0])


def look(port: int, pages: dict[str, str], over: threading.Event) -> dict[str, list[float]]:
    """Open each page in turn, twenty times a second in all, until it is over; milliseconds by page."""
    took: dict[str, list[float]] = {name: [] for name in pages}
    while not over.is_set():
        for name, request in pages.items():
            took[name].append(load.timed(port, request)[0])
            over.wait(SECONDS_BETWEEN)
    return took


def _wait_for_the_end(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def main() -> None:
    """Look at what the first line of the input says."""
    order: dict[str, Any] = json.loads(sys.stdin.readline())
    over = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(over,), daemon=True).start()
    json.dump(look(order["port"], order["pages"], over), sys.stdout)


if __name__ == "__main__":
    main()
