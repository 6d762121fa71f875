"""Letting things happen at the same moment, over real connections."""

import contextvars
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections

SECONDS_TO_FINISH = 60


@dataclass(frozen=True)
class Outcome:
    """What became of one of those who raced."""

    value: Any = None
    error: BaseException | None = None


def run_at_once(*functions: Callable[[], Any]) -> list[Outcome]:
    """Call all functions at once, each in a thread with its own connections; the clock held here is held there."""
    start = threading.Barrier(len(functions))
    outcomes: list[Outcome | None] = [None] * len(functions)

    def run(place: int, function: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait(SECONDS_TO_FINISH)
            outcomes[place] = Outcome(value=function())
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is told
            outcomes[place] = Outcome(error=error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, place, function), daemon=True)
        for place, function in enumerate(functions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS_TO_FINISH)
    return [outcome or Outcome(error=TimeoutError("still running after a minute")) for outcome in outcomes]
