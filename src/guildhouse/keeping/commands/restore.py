"""guildhouse restore"""

import argparse
import signal
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from guildhouse.keeping.backup import restoring
from guildhouse.keeping.backup.checking import Check
from guildhouse.keeping.backup.manifest import Unfit
from guildhouse.keeping.backup.progress import Line

WORDS = {True: "well", False: "ILL ", None: "–   "}

FOUND = {True: "well", False: "NOT well", None: "whole, but its database was not brought in"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="a file made by guildhouse backup")
    parser.add_argument(
        "--verify", action="store_true", help="only try it in a temporary place and say what was found"
    )
    parser.add_argument("--replace", action="store_true", help="put the house that is here aside first")
    parser.epilog = (
        "The house must be closed. Afterwards it sends no letters until guildhouse unmute. Exits with 1 when the"
        " archive is of no use or the house cannot take it; nothing has changed then."
    )


def run(options: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    line, began = Line(), time.monotonic()

    def say(check: Check) -> None:
        line.clear()
        print(f"{WORDS[check.is_well]}  {check.what:<11} {check.seen}", flush=True)

    try:
        if options.verify:
            is_well = restoring.verify(options.archive, say, line)
            line.clear()
            took = f"after {time.monotonic() - began:.1f} seconds. Nothing was changed."
            print(f"The archive is {FOUND[is_well]}, {took}")
            _say_of_the_key()
            return 1 if is_well is False else 0
        aside = restoring.restore(options.archive, say, line, replace=options.replace)
    except (DatabaseError, Unfit) as why:
        return line.end_with_no("restore", why)
    line.clear()
    print(f"The house is put back, after {time.monotonic() - began:.1f} seconds.")
    if aside:
        print(f"The old one is kept as {aside}; throw it away when you are sure.")
    _say_of_the_key()
    return 0


def _say_of_the_key() -> None:
    """Tell of a key that was made a moment ago because none was here: no archive holds it."""
    if settings.SECRET_KEY_IS_NEW:
        print(
            f"There was no secret key, so a new one was made: {settings.DATA / 'secret_key'}. Put the old one there"
            " before you open the house, or everybody sets up their code app again."
        )
