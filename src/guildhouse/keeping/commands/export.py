"""guildhouse export"""

import argparse
import os
import sys
from pathlib import Path

from guildhouse.keeping import queries
from guildhouse.keeping.personal.export import as_archive
from guildhouse.kit import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", help="an e-mail address, a handle, or the last part of the page's address")
    parser.add_argument(
        "--into", type=Path, required=True, metavar="FILE", help="a ZIP that is not there yet"
    )
    parser.epilog = "The same as somebody gets from the page /me/data/. Give it to nobody else."


def run(options: argparse.Namespace) -> int:
    person = queries.find_one(options.person)
    if person is None:
        return _say_no("Nobody here is known by that. Give an address, a handle or a public id.")
    try:
        with open(options.into, "xb", opener=_for_us_alone) as file:
            file.write(as_archive(person, at=clock.now()))
    except FileExistsError:
        return _say_no(f"{options.into} is there already. Name another file.")
    except OSError as error:
        return _say_no(f"{options.into} cannot be written: {error.strerror}.")
    print(f"Everything kept about {person.name} is in {options.into}.")
    return 0


def _for_us_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _say_no(why: str) -> int:
    print(f"guildhouse export: {why}", file=sys.stderr)
    return 1
