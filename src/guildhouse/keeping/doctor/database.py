"""What the doctor asks of the database: its own state, and how the house within it is."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection

from guildhouse.cases.queries import how_many_without_key
from guildhouse.history.models import Delivery, Fact
from guildhouse.history.queries import last_heartbeat, waiting_worker
from guildhouse.keeping.doctor.findings import Finding, ill, well
from guildhouse.kit import clock, supported
from guildhouse.kit.checks import is_loopback
from guildhouse.kit.marks import last_backup
from guildhouse.kit.schema import waiting_migrations
from guildhouse.notices.held import held_letters
from guildhouse.notices.models import Letter
from guildhouse.people.factors import keepers_without_factor
from guildhouse.people.models import Person, Site

SECONDS_TO_ANSWER = 5
WORKER_SILENT = timedelta(minutes=2)
CLOCKS_APART = timedelta(minutes=5)
LATE = timedelta(minutes=15)
BACKUP_EACH = timedelta(days=3)


def look() -> Iterator[Finding]:
    """Whether the database answers and is fit, and if so how the house is."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"].setdefault("connect_timeout", SECONDS_TO_ANSWER)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        old = supported.too_old()
    except DatabaseError as error:
        yield ill("database", f"The database does not answer: {_first_line(error)}.")
        return
    if old:
        yield ill("database", old, "Upgrade it.")
        return
    yield well(f"The database answers ({connection.display_name}).")
    yield from _postgres() if connection.vendor == "postgresql" else ()
    if waiting := waiting_migrations():
        yield ill(
            "database", f"{len(waiting)} changes of the database are waiting.", "Run guildhouse migrate."
        )
        return
    yield well("The database is of this version.")
    for ask in OF_THE_HOUSE:
        yield ask()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")


def _postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('synchronous_commit')")
        encoding, commit = cursor.fetchone()
    if encoding != "UTF8":
        yield ill(
            *("database", f"The database holds text as {encoding}, which not every name fits into."),
            "Make a new one with ENCODING 'UTF8' TEMPLATE template0, and move the house there by backup and restore.",
        )
    if commit == "off":
        yield ill("durability", "synchronous_commit is off: a power cut may take the last moments with it.")


def _keeper() -> Finding:
    keepers = Person.objects.living().filter(is_site_admin=True, is_active=True).count()
    if not keepers:
        return ill("keeper", "Nobody looks after the whole house.", "Run guildhouse create-admin.")
    from_elsewhere = settings.BEHIND_PROXY or not is_loopback(settings.LISTEN)
    if from_elsewhere and len(keepers_without_factor()) == keepers:
        return ill(
            *(
                "keeper",
                "Nobody who looks after the house has a second factor: a stolen password opens all of it.",
            ),
            "Have them add a passkey or a code app under My place in this house;"
            " GUILDHOUSE_ADMIN_SECOND_FACTOR=yes asks it of them.",
        )
    return well("Somebody looks after the whole house.")


def _worker() -> Finding:
    beat, now = last_heartbeat(), clock.now()
    if why := waiting_worker():
        return ill("worker", f"The worker waits: {why}.", "Set the clock of its machine right.")
    if beat is not None and beat - now > CLOCKS_APART:
        return ill(
            *(
                "worker",
                f"A worker was seen in the future, at {beat:%Y-%m-%d %H:%M} UTC: two clocks are apart.",
            ),
            "Set the clocks of all machines right.",
        )
    if beat is not None and now - beat <= WORKER_SILENT:
        return well("A worker is at work.")
    seen = f"was last seen at {beat:%Y-%m-%d %H:%M} UTC" if beat else "has never been seen"
    return ill(
        *("worker", f"The worker {seen}: no letters leave and no rooms begin."),
        "Start guildhouse serve, which brings one, or guildhouse work.",
    )


def _backlog() -> Finding:
    late = Delivery.objects.filter(done_at=None, not_before__lt=clock.now() - LATE)
    count, failing = late.count(), late.exclude(last_error="").order_by("pk").first()
    if not count:
        return well("Whatever happened has been told.")
    why = f" The first one says: {failing.last_error}" if failing else ""
    return ill(
        *("worker", f"{count} facts wait to be told for more than a quarter of an hour.{why}"),
        "See that a worker runs, and its log.",
    )


def _letters() -> Finding:
    failed = Letter.objects.filter(state=Letter.State.FAILED)
    count = failed.count()
    if not count:
        return well("No letter has failed.")
    last = failed.order_by("-pk").values_list("last_error", flat=True).first()
    return ill(
        *("mail", f"{count} letters could not be sent. The last one: {last}"),
        "Correct the address or GUILDHOUSE_MAIL.",
    )


def _held() -> Finding:
    held = held_letters()
    if held is None:
        return well("Letters may leave.")
    return ill(
        "backup",
        f"The house was put back from a backup and holds its letters since {held.since:%Y-%m-%d %H:%M} UTC: "
        f"{held.older} about what happened before, {held.newer} about what came after.",
        "Run guildhouse unmute, or decide on the page /site/.",
    )


def _backup() -> Finding:
    now, made = clock.now(), last_backup()
    if made and now - made <= BACKUP_EACH:
        return well(f"The last backup is of {made:%Y-%m-%d %H:%M} UTC.")
    # A house of some days has nothing to lose yet, and a demonstration never has.
    is_demo = Site.objects.filter(pk=1, is_demo=True).exists()
    first = Fact.objects.order_by("pk").values_list("happened_at", flat=True).first()
    if is_demo or first is None or now - first <= BACKUP_EACH:
        return well("No backup is due yet.")
    seen = f"is of {made:%Y-%m-%d %H:%M} UTC" if made else "is not known to this data folder"
    return ill(
        *("backup", f"The last backup {seen}."),
        "Run guildhouse backup every night: docs/deployment.md#backups",
    )


def _cases() -> Finding:
    if away := how_many_without_key():
        return ill(
            "folder",
            f"{away} cases cannot be read: their keys are not in {settings.CASE_KEYS}.",
            "Bring that folder from where the house was, or set GUILDHOUSE_CASE_KEYS to where it is.",
        )
    return well("Every case that is kept has its key.")


OF_THE_HOUSE: tuple[Callable[[], Finding], ...] = (
    *(_keeper, _worker, _backlog, _letters, _held, _backup, _cases),
)
