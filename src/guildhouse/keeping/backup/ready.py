"""Making what came out of an archive fit to be opened: up to date, erased again, mute, and with nobody signed in."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from guildhouse.cases.actions import withdraw_again
from guildhouse.cases.queries import how_many_without_key
from guildhouse.history.actors import COMMAND
from guildhouse.history.models import Heartbeat
from guildhouse.keeping import actions
from guildhouse.keeping.backup import checking
from guildhouse.keeping.backup.checking import Check
from guildhouse.keeping.backup.manifest import Manifest, Unfit
from guildhouse.keeping.migrating import bring_up_to_date
from guildhouse.keeping.personal import register
from guildhouse.people.sessions import Session

Say = Callable[[Check], object]
NO_HOUSE = "The archive does not hold the house it says it holds; nothing was changed. Take another archive."


def make_ready(told: Manifest, erased: Path | None, say: Say, before: list[Check]) -> None:
    """Look at the present connection's database, bring it up to date and close it for letters and sessions.

    `erased` is the register of the archive; the one beside the database is done again too. Unfit when what came out
    is not what was packed.
    """
    checks = [*before, *checking.as_packed(told)]
    for check in checks:
        say(check)
    if not all(check.is_well for check in checks):
        raise Unfit(NO_HOUSE)
    bring_up_to_date(lambda line: say(Check(True, "upgrade", line)))
    say(_erase_again(erased))
    say(withdrawn_again())
    # Told and no reason to refuse: the house was like that when it was packed, and somebody needs it now.
    say(checking.sound())
    ended, _each = Session.objects.all().delete()
    Heartbeat.objects.all().delete()
    # Last, so that letters about what was just erased again count among those from before.
    actions.hold_letters(restored_to=told.taken_at, actor=COMMAND)
    say(Check(True, "sessions", f"{ended} ended: everybody signs in again"))
    say(Check(True, "letters", "held until guildhouse unmute"))


def hold_at_once() -> None:
    """Hold letters before anything else is looked at, should this be killed and the house opened all the same.

    In a house older than that column nothing is needed: it does not open before it is brought up to date.
    """
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "people_site")
        if any(column.name == "letters_held_since" for column in columns):
            cursor.execute("UPDATE people_site SET letters_held_since = now()")


def erasures_in(file: Path | None) -> list[register.Entry]:
    """What a register holds, and nothing where there is none; Unfit when a line of it cannot be read."""
    try:
        return list(register.read(file)) if file and file.exists() else []
    except register.Damaged as error:
        raise Unfit(
            f"{error} It says who was erased, and that is done again before a house opens: mend the line, or take"
            " it out."
        ) from error


def withdrawn_again() -> Check:
    """End the cases of the present connection's database whose keys were destroyed since it was packed."""
    ended, away = withdraw_again(), how_many_without_key()
    said = f"{ended} withdrawn again" if ended else "none to be withdrawn again"
    if away:
        said += f"; {away} cannot be read, because their keys are not in {settings.CASE_KEYS}"
    return Check(True, "cases", said)


def _erase_again(erased: Path | None) -> Check:
    here = register.path()
    known = erasures_in(here)
    mine = {(entry.what, entry.id) for entry in known}
    missing = [entry for entry in erasures_in(erased) if (entry.what, entry.id) not in mine]
    if missing:
        register.add(missing, here)
    if not known and not missing:
        return Check(True, "erasures", "none to be done again")
    done = actions.reapply_erasures(here)
    said = (
        f"{done.people} people and {done.communities} communities erased again, {done.gone_already} were gone"
    )
    return Check(True, "erasures", said)
