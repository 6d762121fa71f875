"""Looking for what most often goes wrong with a house, each finding with the sentence that mends it."""

import os
import shutil
import smtplib
import socket
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from guildhouse.history.models import Delivery
from guildhouse.history.queries import last_heartbeat, waiting_worker
from guildhouse.kit import clock
from guildhouse.kit.schema import waiting_migrations
from guildhouse.notices.held import held_letters
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person

LEAST_FREE = 500 * 1024 * 1024
WORKER_SILENT = timedelta(minutes=2)
CLOCKS_APART = timedelta(minutes=5)
LATE = timedelta(minutes=15)
SMTP_TIMEOUT = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, and how to mend it."""

    is_well: bool
    what: str
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, in an order in which the first bad finding usually explains those after it."""
    yield from _settings()
    reachable = _database()
    yield reachable
    if reachable.is_well:
        for look in IN_THE_DATABASE:
            yield look()
    yield _data_folder()
    yield _secret_key()
    yield _disk()
    yield _mail_server()


def _settings() -> Iterator[Finding]:
    found = checks.run_checks(include_deployment_checks=False, databases=[])
    serious = [one for one in found if one.level >= checks.WARNING and not one.is_silenced()]
    for one in serious:
        yield Finding(False, f"{one.msg} ({one.id})", one.hint or "See docs/self-hosting.md.")
    if not serious:
        yield Finding(True, "The settings fit together.")


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding(
            False,
            f"The database does not answer: {str(error).strip()}.",
            "Start it, or correct GUILDHOUSE_DATABASE.",
        )
    return Finding(True, f"The database answers ({connection.display_name}).")


def _migrations() -> Finding:
    waiting = waiting_migrations()
    if waiting:
        return Finding(
            False, f"{len(waiting)} changes of the database are waiting.", "Run guildhouse migrate."
        )
    return Finding(True, "The database is of this version.")


def _administrator() -> Finding:
    if Person.objects.living().filter(is_site_admin=True, is_active=True).exists():
        return Finding(True, "Somebody looks after the whole house.")
    return Finding(False, "Nobody looks after the whole house.", "Run guildhouse create-admin.")


def _worker() -> Finding:
    beat, now = last_heartbeat(), clock.now()
    if why := waiting_worker():
        return Finding(False, f"The worker waits: {why}.", "Set the clock of its machine right.")
    if beat is not None and beat - now > CLOCKS_APART:
        return Finding(
            False,
            f"A worker was seen in the future, at {beat:%Y-%m-%d %H:%M} UTC: two clocks are apart.",
            "Set the clocks of all machines right.",
        )
    if beat is not None and now - beat <= WORKER_SILENT:
        return Finding(True, "A worker is at work.")
    seen = f"was last seen at {beat:%Y-%m-%d %H:%M} UTC" if beat else "has never been seen"
    return Finding(
        False,
        f"The worker {seen}: no letters leave and no rooms begin.",
        "Start guildhouse serve (it brings one with SQLite) or guildhouse work.",
    )


def _backlog() -> Finding:
    late = Delivery.objects.filter(done_at=None, not_before__lt=clock.now() - LATE)
    count, failing = late.count(), late.exclude(last_error="").order_by("pk").first()
    if not count:
        return Finding(True, "Whatever happened has been told.")
    why = f" The first one says: {failing.last_error}" if failing else ""
    return Finding(
        False,
        f"{count} facts wait to be told for more than a quarter of an hour.{why}",
        "See that a worker runs, and its log.",
    )


def _letters() -> Finding:
    failed = Letter.objects.filter(state=Letter.State.FAILED)
    count = failed.count()
    if not count:
        return Finding(True, "No letter has failed.")
    last = failed.order_by("-pk").values_list("last_error", flat=True).first()
    return Finding(
        False,
        f"{count} letters could not be sent. The last one: {last}",
        "Correct the address or GUILDHOUSE_MAIL.",
    )


def _held() -> Finding:
    held = held_letters()
    if held is None:
        return Finding(True, "Letters may leave.")
    return Finding(
        False,
        f"The house was put back from a backup and holds its letters since {held.since:%Y-%m-%d %H:%M} UTC: "
        f"{held.older} about what happened before, {held.newer} about what came after.",
        "Run guildhouse unmute, or decide on the page /site/.",
    )


def _data_folder() -> Finding:
    if os.access(settings.DATA, os.W_OK | os.X_OK):
        return Finding(True, f"The data folder can be written ({settings.DATA}).")
    return Finding(
        False,
        f"The data folder {settings.DATA} cannot be written.",
        "Give it to the account that runs the house.",
    )


def _secret_key() -> Finding:
    path = Path(settings.DATA) / "secret_key"
    if not path.exists() or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(True, "The secret key is kept to this account.")
    return Finding(False, f"Others on this machine can read {path}.", f"Run chmod 600 {path}.")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    if free >= LEAST_FREE:
        return Finding(True, f"{free // 2**20} MiB are free where the data is.")
    return Finding(
        False, f"Only {free // 2**20} MiB are free where the data is.", "Make room before writing stops."
    )


def _mail_server() -> Finding:
    mail = settings.MAIL
    if not mail.hostname:
        return Finding(True, "No mail server is named: letters are shown in the house itself.")
    kind = smtplib.SMTP_SSL if mail.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(mail.hostname, mail.port or 0, timeout=SMTP_TIMEOUT) as server:
            server.noop()
    except (OSError, smtplib.SMTPException, socket.gaierror) as error:
        return Finding(
            False,
            f"The mail server {mail.hostname} does not answer: {error}.",
            "Correct GUILDHOUSE_MAIL, or start it.",
        )
    return Finding(True, f"The mail server {mail.hostname} answers.")


IN_THE_DATABASE: tuple[Callable[[], Finding], ...] = (
    _migrations,
    _administrator,
    _worker,
    _backlog,
    _letters,
    _held,
)
