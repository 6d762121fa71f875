"""guildhouse unmute"""

import argparse
import sys

from guildhouse.history.actors import COMMAND
from guildhouse.keeping import actions
from guildhouse.notices.held import Held, held_letters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--drop-older", action="store_true", help="never send what tells of things from before the restore"
    )
    choice.add_argument(
        "--send-older", action="store_true", help="send that too; people may read some of it twice"
    )
    parser.epilog = "Where anything from before the restore waits, one of the two must be chosen."


def run(options: argparse.Namespace) -> int:
    held = held_letters()
    if held is None:
        print("Letters leave this house as usual; nothing was changed.")
        return 0
    if held.older and not (options.drop_older or options.send_older):
        print(f"guildhouse unmute: {_which(held)} Choose --drop-older or --send-older.", file=sys.stderr)
        return 2
    dropped = actions.release_letters(drop_older=options.drop_older, actor=COMMAND)
    print(f"Letters leave again. Dropped: {dropped}. On their way: {held.newer + held.older - dropped}.")
    return 0


def _which(held: Held) -> str:
    return (
        f"{held.older} letters or facts not yet told are from before the restore, and may have been sent already;"
        f" {held.newer} are newer."
    )
