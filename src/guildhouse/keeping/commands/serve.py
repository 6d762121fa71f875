"""guildhouse serve"""

import argparse
import os
import shutil
import sys

from guildhouse import cli
from guildhouse.kit import together

EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - looked for, not listened on


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default=os.environ.get("GUILDHOUSE_LISTEN", "127.0.0.1"), help="where to listen"
    )
    parser.add_argument("--port", type=int, default=8000, help="8000 when not given")
    parser.add_argument("--workers", type=int, default=1, help="processes that serve pages, 1 when not given")
    parser.add_argument("--no-worker", action="store_true", help="leave the work behind the pages to others")
    parser.add_argument(
        "--migrate", action="store_true", help="bring the database up to date first, if it is not"
    )


def run(options: argparse.Namespace) -> int:
    address = _address(options.host, options.port)
    os.environ["GUILDHOUSE_LISTEN"] = options.host
    if not {"GUILDHOUSE_ORIGIN", "GUILDHOUSE_ORIGIN_FILE"} & set(os.environ):
        os.environ["GUILDHOUSE_ORIGIN"] = address
    figures = together.share()
    try:
        return _serve(options, address) if cli.set_up() else 2
    finally:
        if figures is not None:
            shutil.rmtree(figures, ignore_errors=True)


def _serve(options: argparse.Namespace, address: str) -> int:
    from guildhouse import serving
    from guildhouse.keeping.migrating import bring_up_to_date
    from guildhouse.kit.checks import unsound
    from guildhouse.kit.schema import waiting_migrations
    from guildhouse.kit.static import collect

    if wrong := unsound():
        print("\n".join(f"guildhouse serve: {one}" for one in wrong), file=sys.stderr)
        return 1
    if options.migrate:
        bring_up_to_date(print)
    elif waiting_migrations():
        print(
            "guildhouse serve: the database is not up to date: run `guildhouse migrate` first.",
            file=sys.stderr,
        )
        return 1
    collect()
    try:
        serving.serve(
            options.host,
            options.port,
            workers=options.workers,
            with_worker=not options.no_worker,
            when_open=lambda: print(_welcome(address), flush=True),
        )
    except serving.CannotListen as error:
        print(f"guildhouse serve: {error}", file=sys.stderr)
        return 1
    return 0


def _welcome(address: str) -> str:
    """Where to go and how to come in."""
    from django.db import connections

    from guildhouse.people.models import Person, Site

    site = Site.objects.filter(pk=1).first()
    anybody = Person.objects.claimed().exists()
    connections.close_all()
    if site and site.is_demo:
        how = "Choose on the first page who you would like to be: everybody there is made up."
    elif anybody:
        how = "Sign in on the first page."
    else:
        how = "The first page makes the first account."
    return f"\n  {site.name if site else 'Guildhouse'} is open at {address}\n  {how}\n  Ctrl-C closes it.\n"


def _address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"
