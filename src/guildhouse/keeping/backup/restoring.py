"""Putting a house back from an archive: tried beside the old one first, and only then in its place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from guildhouse.keeping.backup import archive, checking, elsewhere, manifest, postgres, sqlite
from guildhouse.keeping.backup.archive import Progress, on_the_disk
from guildhouse.keeping.backup.checking import Check
from guildhouse.keeping.backup.manifest import Manifest, Unfit
from guildhouse.keeping.backup.ready import Say, erasures_in, hold_at_once, make_ready, withdrawn_again
from guildhouse.keeping.migrating import bring_up_to_date
from guildhouse.keeping.personal import register
from guildhouse.kit import clock
from guildhouse.people.models import Person

NOT_TRIED = (
    "the dump was not brought in: {why}. Name an empty database in GUILDHOUSE_DATABASE and restore into it."
)


def verify(path: Path, say: Say, progress: Progress) -> bool | None:
    """Try an archive in a temporary place, telling each thing looked at; nothing of the house is touched.

    Whether all is well; None where it is whole and there was no place to bring its database in.
    """
    _must_be_a_file(path)
    with (
        tempfile.TemporaryDirectory(prefix="guildhouse-verify-") as folder,
        archive.opened(path) as (told, tar),
    ):
        _not_newer(told)
        parts = archive.unpack(told, tar, Path(folder), progress)
        checks = _said(checking.unpacked(told), say)
        if erased := erasures_in(parts.get(register.NAME)):
            say(Check(True, "erasures", f"{len(erased)}, done again when it is put back"))
        try:
            with _tried(told, parts, progress) as description:
                checks += _said(_looked_at(told, description), say)
        except _NotTried as why:
            say(Check(None, "database", NOT_TRIED.format(why=why)))
            return None if all(check.is_well for check in checks) else False
    return all(check.is_well for check in checks)


def restore(path: Path, say: Say, progress: Progress, *, replace: bool) -> str:
    """Put a house back, telling each thing looked at; answers where the old one was put aside, if there was one.

    Unfit when the archive is of no use, when somebody is in the house already (unless `replace`), or when it is open.
    """
    _must_be_free(replace)
    _must_be_a_file(path)
    here = settings.DATA if connection.vendor == "postgresql" else _file().parent
    with (
        tempfile.TemporaryDirectory(prefix=".restoring-", dir=here) as folder,
        archive.opened(path) as (told, tar),
    ):
        _not_newer(told)
        _same_kind(told)
        parts = archive.unpack(told, tar, Path(folder), progress)
        _said(checking.unpacked(told), say)
        label = f"{clock.now():%Y%m%dt%H%M%S}"
        if connection.vendor == "postgresql":
            aside = _into_postgres(told, parts, label, say, progress)
        else:
            aside = _into_sqlite(told, parts, label, say)
    return aside


def _into_sqlite(told: Manifest, parts: dict[str, Path], label: str, say: Say) -> str:
    made, place = parts["database.sqlite3"], _file()
    connection.close()
    with sqlite.alone(place):
        with elsewhere.over(elsewhere.over_file(made)):
            make_ready(told, parts.get(register.NAME), say, [_whole(made)])
        with sqlite.alone(made):
            pass  # all of it is in one file again
        aside = place.with_name(f"{place.name}.before-restore-{label}")
        if place.exists():
            # Two names for the old one first: at no moment is there none, which would be opened as an empty house.
            os.link(place, aside)
        made.replace(place)
        on_the_disk(place.parent)
    return str(aside) if aside.exists() else ""


def _into_postgres(told: Manifest, parts: dict[str, Path], label: str, say: Say, progress: Progress) -> str:
    aside = postgres.put_aside(label) if manifest.counted() else ""
    with ExitStack() as undo:
        if aside:
            undo.callback(postgres.take_back, aside)
        postgres.load(parts["database.dump"], connection.settings_dict, progress)
        hold_at_once()
        make_ready(told, parts.get(register.NAME), say, [])
        undo.pop_all()
    return f"the schema {aside} of the same database" if aside else ""


def _looked_at(told: Manifest, description: dict[str, Any]) -> Iterator[Check]:
    with elsewhere.over(description):
        if told.database == "sqlite":
            yield _whole(Path(description["NAME"]))
        yield from checking.as_packed(told)
        lines: list[str] = []
        bring_up_to_date(lines.append)
        yield Check(True, "upgrade", " ".join(lines) or "not needed: it is of this version")
        yield withdrawn_again()
        yield checking.sound()


class _NotTried(Exception):
    """Why a dump could not be tried on this machine."""


@contextmanager
def _tried(told: Manifest, parts: dict[str, Path], progress: Progress) -> Iterator[dict[str, Any]]:
    """The description of a database that holds what the archive holds, in a temporary place."""
    if told.database == "sqlite":
        yield elsewhere.over_file(parts["database.sqlite3"])
        return
    if connection.vendor != "postgresql":
        raise _NotTried("it is of PostgreSQL, and this house is of SQLite")
    with ExitStack() as stack:
        try:
            made = stack.enter_context(postgres.another_database(f"{os.getpid()}_{clock.now():%H%M%S}"))
        except Unfit as why:
            raise _NotTried(str(why)) from why
        postgres.load(parts["database.dump"], made, progress)
        yield made


def _whole(path: Path) -> Check:
    wrong = sqlite.look_through(path)
    return Check(not wrong, "file", wrong or "whole, and every row leads where it says")


def _must_be_a_file(path: Path) -> None:
    if not path.is_file():
        raise Unfit(f"There is no archive {path}.")


def _must_be_free(replace: bool) -> None:
    if connection.vendor == "postgresql" and (count := postgres.others()):
        raise Unfit(
            f"The house is open: {count} others are connected to its database. Close it and try again."
        )
    if connection.vendor == "sqlite" and not _file().exists():
        return
    if manifest.is_a_house() and not replace and (count := Person.objects.count()):
        raise Unfit(
            f"There is a house here already, with {count} people. --replace puts it aside and this one in its place."
        )


def _not_newer(told: Manifest) -> None:
    newer = manifest.unknown(told)
    if newer:
        raise Unfit(
            f"The archive was made by a newer version ({told.version}): it knows {len(newer)} changes of the database"
            f" that this one does not, {newer[0]} first. Install that version or a newer one, and restore with it."
        )


def _same_kind(told: Manifest) -> None:
    if told.database != connection.vendor:
        raise Unfit(
            f"The archive is of {told.database}, this house is of {connection.vendor}, and a house does not move"
            " between the two by an archive. Set GUILDHOUSE_DATABASE to one of the kind it was made on."
        )


def _said(checks: "Iterator[Check] | list[Check]", say: Say) -> list[Check]:
    told = []
    for check in checks:
        say(check)
        told.append(check)
    return told


def _file() -> Path:
    return Path(connection.settings_dict["NAME"])
