"""guildhouse work"""

import argparse
import signal

from guildhouse import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "`guildhouse serve` brings one; on PostgreSQL any number may run beside it, anywhere."


def run(options: argparse.Namespace) -> int:
    print("Guildhouse is at work behind the pages. Ctrl-C ends it.", flush=True)
    serving.work(signal.SIGINT, signal.SIGTERM)
    return 0
