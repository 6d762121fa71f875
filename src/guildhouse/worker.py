"""The worker: tells what happened, lets rooms run by the clock, and sends the letters."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils.module_loading import import_string

from guildhouse.history.actions import beat
from guildhouse.history.deliveries import rush
from guildhouse.history.queries import last_heartbeat
from guildhouse.history.steady import SteadyClock

log = structlog.get_logger()

IDLE = 0.5  # seconds between two looks when nothing is waiting
UNREACHABLE = 2.0
BEAT = 15.0
# A rush on a room is answered first: its letters are written when it is over, or after so long, a few at a time.
PATIENCE = timedelta(seconds=20)
RESTS, LONGEST_REST = 3, 1.0  # times as long as it has worked; seconds

# Every task does one portion of work and returns how much it found. Named in the settings, as readers of history are:
# the worker stands below the doors whose work it does.
TASKS: tuple[Callable[[], int], ...] = tuple(import_string(name) for name in settings.WORKER_TASKS)


def run(stop: threading.Event, once: bool = False) -> None:
    """Work until `stop` is set, or (`once`) until nothing is left to do at this moment.

    Any number of workers may run at once: each piece of work is claimed by a lease before it is done.
    """
    if once:
        _work(stop, once)
        return
    try:
        _work(stop, once)
    finally:
        connections.close_all()


def _work(stop: threading.Event, once: bool) -> None:
    name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident() % 10000}"
    beaten, waited, steady = -BEAT, "", None
    while not stop.is_set():
        try:
            steady = steady or SteadyClock(last_heartbeat())
            waits = "" if once else steady.doubt()
            if monotonic() - beaten >= BEAT or waits != waited:
                beat(name, waits)
                beaten = monotonic()
            waited = _told(waits, waited)
            lasts = None if once else rush()
            began = monotonic()
            rests = waits or (lasts is not None and lasts < PATIENCE)
            found = 0 if rests else work_once(stop, None if once else steady)
        except (DatabaseError, InterfaceError) as error:
            log.warning("database out of reach", error=str(error))
            close_old_connections()
            if once:
                raise
            stop.wait(UNREACHABLE)
            continue
        if not found:
            if once:
                return
            stop.wait(IDLE)
        elif lasts is not None:
            stop.wait(min(RESTS * (monotonic() - began), LONGEST_REST))


def _told(waits: str, before: str) -> str:
    if waits and not before:
        log.error("the worker waits", why=waits)
    elif before and not waits:
        log.warning("the worker goes on")
    return waits


def work_once(stop: threading.Event, steady: SteadyClock | None = None) -> int:
    """One portion of every task; stops between two of them when asked to, or when the clock is in doubt."""
    found = 0
    for task in TASKS:
        if stop.is_set() or (steady and steady.doubt()):
            break
        found += _portion(task)
    return found


def _portion(task: Callable[[], int]) -> int:
    try:
        return task()
    except (DatabaseError, InterfaceError):
        raise
    except Exception:  # the outermost frame of a job: one that is broken must not stop the others
        log.exception("a task of the worker failed", task=f"{task.__module__}.{task.__qualname__}")
        return 0
