"""guildhouse demo"""

import argparse
import sys
import time

from guildhouse.keeping.demo.load import load
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help="do nothing when anybody is here already")


def run(options: argparse.Namespace) -> int:
    if options.if_empty and Person.objects.exists():
        return 0
    began = time.monotonic()
    try:
        load(_Bar(began))
    except Refused as refusal:
        print(f"guildhouse demo: {refusal}", file=sys.stderr)
        return 1
    print(f"\rThe demo house is ready, after {time.monotonic() - began:.0f} seconds.{' ' * 30}")
    return 0


class _Bar:
    """A line that says how far the loading is; on a terminal it is written over, else a line every quarter."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.said = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        share = done / total if total else 1
        line = f"Loading the demo house: {what}, {round(share * 20) * 5} %"
        if line == self.said:
            return
        if sys.stdout.isatty():
            print(f"\r{line}{' ' * 10}", end="", flush=True)
        elif round(share * 20) % 5 == 0:
            print(line, flush=True)
        self.said = line
