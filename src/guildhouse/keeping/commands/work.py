"""guildhouse work"""

import argparse
import signal
import threading

from guildhouse import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "`guildhouse serve` brings one; on PostgreSQL any number may run beside it, anywhere."


def run(options: argparse.Namespace) -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    serving.work(stop)
    return 0
