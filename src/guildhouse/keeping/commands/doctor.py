"""guildhouse doctor"""

import argparse

from guildhouse.keeping.doctor import examine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Changes nothing. Exits with 1 when something is to be mended."


def run(options: argparse.Namespace) -> int:
    ill = 0
    for finding in examine():
        print(f"{'well' if finding.is_well else 'ILL '}  {finding.what}")
        if not finding.is_well:
            ill += 1
            print(f"      → {finding.mend}")
    if ill:
        print("One thing to mend." if ill == 1 else f"{ill} things to mend.")
    else:
        print("The house is well.")
    return 1 if ill else 0
