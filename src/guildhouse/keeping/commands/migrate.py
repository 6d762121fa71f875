"""guildhouse migrate"""

import argparse

from guildhouse.keeping.migrating import bring_up_to_date
from guildhouse.kit.schema import waiting_migrations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit with 1 when something is to do"
    )


def run(options: argparse.Namespace) -> int:
    if options.check:
        waiting = waiting_migrations()
        print("\n".join(waiting) if waiting else "The database is up to date.")
        return 1 if waiting else 0
    if not bring_up_to_date(print):
        print("The database is up to date.")
    return 0
