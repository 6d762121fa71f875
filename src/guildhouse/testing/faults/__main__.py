"""Faults on purpose, against the whole program: `python -m guildhouse.testing.faults kill --rounds 300`."""

import argparse
import sys

from guildhouse.testing.faults import filling, killing, locking, mailing, racing, stopping
from guildhouse.testing.faults.sabotaged import BELTS
from guildhouse.testing.faults.sink import MANNERS

FAULTS = {
    "kill": killing.main,
    "stop": stopping.main,
    "full": filling.main,
    "lock": locking.main,
    "mail": mailing.main,
    "race": racing.main,
}


def main() -> int:
    """Do what is asked for; 0 when everything that must hold held."""
    parser = argparse.ArgumentParser(prog="python -m guildhouse.testing.faults", description=__doc__)
    faults = parser.add_subparsers(dest="fault", required=True)
    kill = faults.add_parser("kill", help="kill -9 at named places and at any moment")
    kill.add_argument("--rounds", type=int, default=5)
    kill.add_argument("--postgres", action="store_true", help="on PostgreSQL with fsync, instead of SQLite")
    kill.add_argument("--seed", type=int, default=1)
    kill.add_argument("--without", default="", choices=["", *BELTS], help="with a belt taken off; must fail")
    stop = faults.add_parser("stop", help="PostgreSQL stopped and started under load")
    stop.add_argument("--times", type=int, default=1)
    stop.add_argument(
        "--without", default="", choices=["", "waiting"], help="not waiting for the disk; must fail"
    )
    faults.add_parser("full", help="a disk without a byte left")
    lock = faults.add_parser("lock", help="SQLite held by another program")
    lock.add_argument("--seconds", type=float, default=25)
    mail = faults.add_parser("mail", help="a mail server that hangs, refuses and goes away")
    mail.add_argument("--seconds", type=float, default=3, help="in each manner")
    mail.add_argument("--manners", nargs="*", default=MANNERS, choices=MANNERS)
    race = faults.add_parser("race", help="the last seats, by many at once")
    race.add_argument("--people", type=int, default=24)
    race.add_argument("--postgres", action="store_true")
    race.add_argument(
        "--without", default="", choices=["", "seats"], help="without lock and constraints; must fail"
    )
    options = vars(parser.parse_args())
    return int(FAULTS[options.pop("fault")](**options))


if __name__ == "__main__":
    sys.exit(main())
