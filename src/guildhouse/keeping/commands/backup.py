"""guildhouse backup"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from django.db import DatabaseError

from guildhouse.keeping.backup import making
from guildhouse.keeping.backup.manifest import Unfit
from guildhouse.keeping.backup.progress import Line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--into",
        required=True,
        type=Path,
        metavar="FOLDER|FILE",
        help="a folder, made when it is missing, or a file that is not there yet and ends in .tar.gz",
    )
    parser.add_argument(
        "--keep",
        type=_at_least_one,
        metavar="N",
        help="afterwards, throw away all but the newest N in the folder",
    )
    parser.add_argument(
        "--secrets-into",
        type=Path,
        metavar="FILE",
        help="write the secret key there too, readable for you alone",
    )
    parser.epilog = (
        "The house may stay open. The archive never holds the secret key. Exits with 1 when none was made."
    )


def run(options: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.nice(10)
    line, began = Line(), time.monotonic()
    try:
        if options.keep and making.names_a_file(options.into):
            raise Unfit(f"--keep needs a folder, and {options.into} names an archive.")
        if options.secrets_into:
            making.write_secrets(options.secrets_into)
        target, made = making.make(options.into, line)
        gone = making.thin(options.into, options.keep) if options.keep else []
    except (DatabaseError, Unfit) as why:
        return line.end_with_no("backup", why)
    line.clear()
    size = target.stat().st_size / 2**20
    print(
        f"{target}: {sum(made.counts.values())} rows, {size:.1f} MiB, in {time.monotonic() - began:.1f} seconds."
    )
    if gone:
        print(f"Thrown away: {', '.join(path.name for path in gone)}.")
    return 0


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 on")
    return int(text)
