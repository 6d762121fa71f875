"""Serves the site: granian for the pages, in processes of their own, and the worker in another beside them."""

import errno
import fcntl
import itertools
import logging
import multiprocessing
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

log = logging.getLogger(__name__)

SECONDS_TO_FINISH = 10
SECONDS_WITHOUT_FIRST = 1  # to finish, where the first process was killed: the next one waits for the door
SECONDS_AT_THE_DOOR = 5
SECONDS_BEFORE_ANOTHER = 1
OPEN_FILES = 16_384
COLLECTS_AFTER = 50_000, 20, 20  # new things: looking for those nobody holds took a tenth of a page's time
CONNECTIONS = 4096  # in one process: a stream holds one as long as somebody looks at a room
BEHIND_PAGES = 10  # how much nicer than the pages the worker is

# A pipe nothing is ever written to: it ends when the first process, which alone holds the other end, is gone.
_lifeline: tuple[int, int] | None = None
# A byte for each serving process, which it locks; its place says to which processor it keeps.
_processors: int | None = None


class CannotListen(Exception):
    """The address is taken or not ours; its text is a sentence for whoever started the site."""


def serve(host: str, port: int, *, workers: int, with_worker: bool, when_open: Callable[[], object]) -> None:
    """Serve on `host`:`port` with `workers` processes until SIGINT or SIGTERM, and the worker beside them if wanted.

    `when_open` is called once the address answers.

    The site is loaded once, here, and the other processes are forked from it: they share its memory. This process
    then does nothing but replace those that die. It never opens the database again: whoever is forked from a process
    that uses SQLite believes for ever that the locks held at that moment are still held.
    """
    global _lifeline, _processors
    import gc

    from django.db import connections
    from django.urls import get_resolver

    from guildhouse import bridge, wsgi  # noqa: F401

    get_resolver().url_patterns  # noqa: B018
    wait_until_free(host, port)
    connections.close_all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTS_AFTER)
    _lifeline = os.pipe()
    # Not every system binds processes, or has files that are nowhere; a sandbox may forbid them.
    if {"sched_setaffinity", "memfd_create"} <= set(dir(os)) and workers >= len(os.sched_getaffinity(0)):
        with suppress(OSError):
            _processors = os.memfd_create("processors")
    server = _server(host, port, workers)
    # The terminal is gone: granian would load the site anew, and go on for nobody.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.on_startup(when_open)
    _leave_handlers_behind()
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_working, args=(server, stop), name="keeper")
    if with_worker:
        server.on_startup(keeper.start)
        server.on_shutdown(stop.set)
    server.serve(target_loader=load)
    if with_worker:
        keeper.join(SECONDS_TO_FINISH + 1)


def work(*signals: int) -> None:
    """Do the work behind the pages until one of these signals comes."""
    from guildhouse.worker import run

    stop = threading.Event()
    for number in signals:
        # By a thread of its own: the one that is interrupted may hold the lock of the event, which it waits for.
        signal.signal(number, lambda *_: threading.Thread(target=stop.set).start())
    run(stop)


def wait_until_free(host: str, port: int) -> None:
    """Wait for those who still finish there; refuse with CannotListen when somebody else stays.

    granian would quietly share the port with them.
    """
    deadline = time.monotonic() + SECONDS_AT_THE_DOOR
    while (error := _in_the_way(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise CannotListen(
                f"Cannot listen on {host}:{port} ({error.strerror}): choose another with --port."
            ) from error
        time.sleep(0.05)


def _in_the_way(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def load(target: str) -> object:
    """Give a serving process its application; called by granian in that process."""
    from guildhouse.bridge import Bridge, past_the_loop
    from guildhouse.wsgi import house

    _stand_apart()
    _hold_many_lines()
    _keep_to_one_processor()
    bridge = Bridge(house)
    past_the_loop(bridge)
    return bridge


def _server(host: str, port: int, workers: int) -> Any:
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    server = Granian(
        "guildhouse.bridge:Bridge",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.asyncio,
        workers=workers,
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.error,
    )
    server.respawned_wrks = Patience()
    return server


class Patience(dict[int, float]):
    """When each serving process was replaced. granian gives up where one dies twice within seconds; a house goes on."""

    SOON = 5.5

    def get(self, place: int, default: float = 0) -> float:  # type: ignore[override]
        """Long ago, so that another one begins; after a pause where the last one began a moment ago."""
        if time.monotonic() - super().get(place, 0.0) <= self.SOON:
            log.error("A serving process died twice within seconds; another one begins.")
            time.sleep(SECONDS_BEFORE_ANOTHER / 2)
        return float("-inf")


def _leave_handlers_behind() -> None:
    """Let SIGTERM end whoever is forked from here until they have a handler of their own.

    The one of the first process only notes that the house shall close. A process that has just inherited it would
    serve on when told to end, until it is killed ten seconds later.
    """
    told = signal.SIGTERM, signal.SIGINT

    def begin() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C tells the first process, which tells the others
        signal.pthread_sigmask(signal.SIG_UNBLOCK, told)

    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, told),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, told),
        after_in_child=begin,
    )


def _keep_working(server: Any, stop: threading.Event) -> None:
    # Not before the last fork: a lock held by another thread at that moment would stay shut in the child for ever.
    while len(server.wrks) < server.workers:
        if stop.wait(0.05):
            return
    fork = multiprocessing.get_context("fork")
    while not stop.is_set():
        worker = fork.Process(target=_work_beside, name="worker", daemon=True)
        worker.start()
        while worker.is_alive() and not stop.is_set():
            worker.join(0.2)
        if stop.is_set():
            worker.terminate()
            worker.join(SECONDS_TO_FINISH)
            worker.kill()
            worker.join()
            return
        if worker.exitcode:
            log.error("The worker ended by itself; another one begins.")
        stop.wait(SECONDS_BEFORE_ANOTHER)


def _work_beside() -> None:
    """The worker in a process of its own, until the first process ends it or is gone."""
    os.nice(BEHIND_PAGES)  # a rush on a room brings hundreds of letters: the answers go first
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _stand_apart()
    _let_go_of_the_door()
    work(signal.SIGTERM)


def _stand_apart() -> None:
    # A group of its own: Ctrl-C then reaches the first process alone, which ends this one. Two signals at the same
    # moment would meet inside granian's handler and hold it up until this process is killed.
    os.setpgrp()
    if _lifeline is not None:
        os.close(_lifeline[1])
        threading.Thread(target=_end_without, args=(_lifeline[0],), name="parent-watch", daemon=True).start()


def _hold_many_lines() -> None:
    # Each stream is an open file. Many systems give a program a thousand unless it asks for more.
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    if few != resource.RLIM_INFINITY and few < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _keep_to_one_processor() -> None:
    # Threads of one interpreter on two processors hand it to each other at every statement, which costs more than a
    # second processor gives. Only where all processors are taken so: else others could do nothing against a busy one.
    if _processors is None:
        return
    processors = sorted(os.sched_getaffinity(0))
    place = next(place for place in itertools.count() if _is_free(_processors, place))
    with suppress(OSError):  # a sandbox may forbid it: then the system moves this process as it likes
        os.sched_setaffinity(0, {processors[place % len(processors)]})


def _is_free(places: int, place: int) -> bool:
    # It is ours then, until this process ends.
    try:
        fcntl.lockf(places, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except BlockingIOError:
        return False
    return True


def _end_without(lifeline: int) -> None:
    """End this process when the one that started it is gone, even if it was killed."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    # Nobody is left who would end it, and nobody else may listen before it does. What is cut off is sent again.
    time.sleep(SECONDS_WITHOUT_FIRST)
    os._exit(1)


def _let_go_of_the_door() -> None:
    # Forked after the first process began to listen: while any copy is open, nobody else can listen there.
    for name in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else ():
        with suppress(OSError):
            found = socket.socket(fileno=os.dup(int(name)))
            listens = found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            found.close()
            if listens:
                os.close(int(name))
