"""The `guildhouse` command: finds the command asked for and imports nothing of the others."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast


class CommandModule(Protocol):
    """What the module of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, options: argparse.Namespace) -> int: ...


@dataclass(frozen=True)
class Command:
    """Where a command lives and the sentence that introduces it.

    `sets_up_itself`: the command may still change the settings before Django reads them; every other module is
    imported with Django ready, so that it can import models at its top. `of_a_house`: it is of no use where there is
    no house, and must not make the beginnings of one.
    """

    module: str
    sentence: str
    sets_up_itself: bool = False
    of_a_house: bool = False


KEEPING = "guildhouse.keeping.commands."
COMMANDS = {
    "serve": Command(KEEPING + "serve", "Serve the pages, and do the work behind them.", True),
    "work": Command(KEEPING + "work", "Do the work behind the pages: letters, waiting lists, what is due."),
    "migrate": Command(KEEPING + "migrate", "Bring the database to the shape this version needs."),
    "create-admin": Command(
        KEEPING + "create_admin", "Make an account that may look after the whole site.", of_a_house=True
    ),
    "import": Command("guildhouse.imports.commands", "Bring in communities from a file, after a dry run."),
    "demo": Command(KEEPING + "demo", "Fill an empty house with three communities and a year of their life."),
    "backup": Command(
        KEEPING + "backup", "Put the whole house into one archive; it may stay open.", of_a_house=True
    ),
    "restore": Command(KEEPING + "restore", "Put a house back from an archive, or only try one."),
    "unmute": Command(
        KEEPING + "unmute",
        "Let letters leave again from a house that was put back from a backup.",
        of_a_house=True,
    ),
    "export": Command(
        KEEPING + "export",
        "Write down everything kept about somebody, for them to take along.",
        of_a_house=True,
    ),
    "erase": Command(KEEPING + "erase", "Erase somebody, or do it again after a restore.", of_a_house=True),
    "check-invariants": Command(
        KEEPING + "check_invariants", "Look for anything that should never be so.", of_a_house=True
    ),
    "doctor": Command(
        KEEPING + "doctor", "Say what is well with this installation and what is not.", of_a_house=True
    ),
    "bench": Command("guildhouse.bench.commands", "Measure how fast a house is on this machine.", True),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and answer the process's exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhouse.settings")
    try:
        if arguments[:1] == ["manage"]:
            return _manage(arguments[1:])
        code = _run(arguments)
        sys.stdout.flush()  # or a reader who has left is noticed only after the last word here
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _run(arguments: Sequence[str]) -> int:
    parser, subparsers = _parser()
    chosen = next((word for word in arguments if not word.startswith("-")), "")
    if chosen not in COMMANDS:
        parser.parse_args(arguments or ["--help"])
        parser.error("name a command")
    asks_for_help = {"-h", "--help"} & set(arguments)
    if COMMANDS[chosen].of_a_house and not asks_for_help and (why := _no_house()):
        print(f"guildhouse {chosen}: {why}", file=sys.stderr)
        return 1
    module = _load(chosen, COMMANDS[chosen])
    if module is None:
        return 2
    module.add_arguments(subparsers[chosen])
    return module.run(parser.parse_args(arguments))


def _parser() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    listed = "\n".join(f"  {name:<18}{command.sentence}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="guildhouse",
        description=f"A home for communities of practice.\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=_version())
    choices = parser.add_subparsers(
        metavar="COMMAND", dest="command", help="one of those above; COMMAND --help tells more"
    )
    return parser, {
        name: choices.add_parser(name, description=command.sentence) for name, command in COMMANDS.items()
    }


def _no_house() -> str:
    """Why there is none where one is looked for; empty where there is one, or another database is named.

    Asked before Django is ready: reading the settings makes the data folder and a secret key in it.
    """
    from django.core.exceptions import ImproperlyConfigured

    from guildhouse.kit.env import Env

    env = Env(os.environ)
    try:
        data = Path(env.text("DATA", "data")).absolute()
        if env.text("DATABASE") or (data / "guildhouse.sqlite3").exists():
            return ""
    except ImproperlyConfigured:
        return ""  # said by the settings themselves
    return (
        f"There is no house in {data}. Set GUILDHOUSE_DATA to the folder of yours, or go where it is;"
        " guildhouse migrate begins a new one."
    )


def _load(name: str, command: Command) -> CommandModule | None:
    if not command.sets_up_itself and not set_up():
        return None
    try:
        return cast(CommandModule, import_module(command.module))
    except ModuleNotFoundError as error:
        if error.name is None or not command.module.startswith(error.name):
            raise
        print(f"guildhouse: this version does not have the command {name} yet.", file=sys.stderr)
        return None


def set_up() -> bool:
    """Make Django ready; when a setting is nonsense, say which and answer False."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"guildhouse: {error}", file=sys.stderr)
        return False
    return True


def _manage(arguments: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["guildhouse manage", *arguments])
    return 0


def _version() -> str:
    # importlib.metadata costs a third of the whole answer to --help, so it is asked only when it is wanted.
    if "--version" not in sys.argv:
        return ""
    from importlib.metadata import version

    return f"guildhouse {version('guildhouse')}"
