"""Faults on purpose, against the whole program: `python -m guildhouse.testing.faults kill --rounds 300`."""

import argparse
import sys


def main() -> int:
    """Do what is asked for; 0 when everything that must hold held."""
    parser = argparse.ArgumentParser(prog="python -m guildhouse.testing.faults", description=__doc__)
    parser.add_argument("fault", choices=("kill",))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL with fsync, instead of SQLite")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from guildhouse.testing.faults import killing

    return killing.main(options.rounds, postgres=options.postgres, seed=options.seed)


if __name__ == "__main__":
    sys.exit(main())
