"""guildhouse erase"""

import argparse
import sys
from pathlib import Path

from guildhouse.communities.models import Community
from guildhouse.history.actors import COMMAND
from guildhouse.keeping import actions, queries
from guildhouse.keeping.models import Tombstone
from guildhouse.keeping.personal import register
from guildhouse.kit.rules import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "person", nargs="?", help="an e-mail address, a handle, or the last part of the page's address"
    )
    parser.add_argument("--now", action="store_true", help="without the week in which it can be taken back")
    parser.add_argument("--reason", default="", help="told to the person, who may take it up with you")
    parser.add_argument("--yes", action="store_true", help="do not ask again")
    parser.add_argument(
        "--replay", type=Path, metavar="REGISTER", help="do every erasure of a register again after a restore"
    )
    parser.add_argument("--community", metavar="ADDRESS", help="erase this archived community, now")
    parser.add_argument("--register", type=Path, metavar="FILE", help="write the register of erasures anew")
    parser.epilog = "What somebody did for others stays, under a name that is nobody's. There is no way back."


def run(options: argparse.Namespace) -> int:
    if options.replay:
        return _replay(options.replay)
    if options.register:
        return _write(options.register)
    if options.community:
        return _community(options)
    person = queries.find_one(options.person or "")
    if person is None:
        return _say_no("Nobody here is known by that. Give an address, a handle or a public id.")
    when = "now, for good" if options.now else "in a week"
    if not options.yes and input(f"Erase {person.name} {when}? Type yes: ").strip() != "yes":
        return _say_no("Nothing was done.")
    try:
        if options.now:
            gone = actions.erase(person, actor=COMMAND)
            actions.note_erasures()
            print(f"Erased. What they did for others stands under {gone.name}.")
        else:
            erasure = actions.ask_erasure(person, actor=COMMAND, reason=options.reason)
            print(f"To be erased on {erasure.due_at:%Y-%m-%d %H:%M} UTC. They are told.")
    except Refused as error:
        return _say_no(str(error))
    return 0


def _community(options: argparse.Namespace) -> int:
    community = Community.objects.filter(slug=options.community).first()
    if community is None:
        return _say_no(f"There is no community at /c/{options.community}/.")
    if not options.yes and input(f"Erase {community.name} now, for good? Type yes: ").strip() != "yes":
        return _say_no("Nothing was done.")
    try:
        actions.erase_community(community, actor=COMMAND)
    except Refused as error:
        return _say_no(str(error))
    actions.note_erasures()
    print("Erased, with its rooms, its history and the letters about it.")
    return 0


def _write(into: Path) -> int:
    stones = Tombstone.objects.order_by("pk")
    try:
        into.touch(mode=0o600, exist_ok=False)
        register.add([register.entry_of(stone) for stone in stones], into)
    except OSError as error:
        return _say_no(f"{into} cannot be written: {error.strerror}.")
    print(f"{len(stones)} erasures are in {into}.")
    return 0


def _replay(at: Path) -> int:
    if not at.exists():
        return _say_no(f"There is no register at {at}.")
    try:
        told = actions.reapply_erasures(at)
    except register.Damaged as error:
        return _say_no(str(error))
    print(
        f"Erased again: {told.people} people and {told.communities} communities; "
        f"{told.gone_already} were gone already or never here."
    )
    return 0


def _say_no(why: str) -> int:
    print(f"guildhouse erase: {why}", file=sys.stderr)
    return 1
