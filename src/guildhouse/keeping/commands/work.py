"""guildhouse work"""

import argparse
import signal
import threading

from guildhouse import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Any number may run at once on PostgreSQL; SQLite needs none beside `guildhouse serve`."


def run(options: argparse.Namespace) -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    serving.work(stop)
    return 0
