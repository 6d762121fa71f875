"""guildhouse create-admin"""

import argparse
import getpass
import os
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from guildhouse.history.actors import COMMAND
from guildhouse.keeping import actions
from guildhouse.kit.rules import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", help="asked for when not given")
    parser.add_argument("--name", help="asked for when not given")
    parser.epilog = "The password is asked for, or taken from GUILDHOUSE_ADMIN_PASSWORD."


def run(options: argparse.Namespace) -> int:
    try:
        email = options.email or input("E-mail: ").strip()
        validate_email(email)
        name = options.name or input("Name: ").strip()
        password = os.environ.get("GUILDHOUSE_ADMIN_PASSWORD") or _ask_password()
        validate_password(password)
        person = actions.make_admin(email, name, password, actor=COMMAND)
    except ValidationError as error:
        return _say_no(" ".join(error.messages))
    except Refused as error:
        return _say_no(str(error))
    except EOFError:
        return _say_no("Nobody is here to answer: give --email, --name and GUILDHOUSE_ADMIN_PASSWORD.")
    print(f"{person.name} can sign in with {person.email} and look after the whole site.")
    return 0


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise EOFError
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("The same again: "):
        raise ValidationError("The two passwords differ.")
    return first


def _say_no(why: str) -> int:
    print(f"guildhouse create-admin: {why}", file=sys.stderr)
    return 1
