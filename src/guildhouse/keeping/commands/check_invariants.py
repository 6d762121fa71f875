"""guildhouse check-invariants"""

import argparse
import time

from guildhouse.keeping.invariants import violations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Only reads. Exits with 1 when something is false that must never be false."


def run(options: argparse.Namespace) -> int:
    began, found = time.monotonic(), 0
    for sentence in violations():
        found += 1
        print(sentence)
    took = time.monotonic() - began
    print(
        f"{found} violations, after {took:.1f} seconds."
        if found
        else f"No violations, after {took:.1f} seconds."
    )
    return 1 if found else 0
