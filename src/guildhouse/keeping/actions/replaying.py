"""Erasing again, after a restore, whoever the register says was erased since."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.keeping.actions.erasing import erase
from guildhouse.keeping.actions.erasing_communities import remove_community
from guildhouse.keeping.models import Tombstone
from guildhouse.keeping.personal import register
from guildhouse.people import erased
from guildhouse.people.facts import Facts
from guildhouse.people.models import Person

Kind = Tombstone.Kind


@dataclass(slots=True)
class Replayed:
    """How many people and communities were erased again, and how many were gone already or never here."""

    people: int = 0
    communities: int = 0
    gone_already: int = 0

    def count(self, entry: register.Entry, done: bool) -> None:
        """Note what became of one line."""
        if not done:
            self.gone_already += 1
        elif entry.what == Kind.PERSON:
            self.people += 1
        else:
            self.communities += 1


def reapply_erasures(at: Path | None = None) -> Replayed:
    """Do every erasure of a register again in a house that was put back from a backup; again changes nothing.

    `at` is the register, by default the one beside the database. Run it before the restored house opens. Raises
    `register.Damaged` before anything is done when a line cannot be read.
    """
    entries = {(entry.what, entry.id): entry for entry in register.read(at or register.path())}
    told = Replayed()
    for entry in entries.values():
        _again(entry, told)
    return told


def _again(entry: register.Entry, told: Replayed) -> None:
    if entry.what == Kind.COMMUNITY:
        told.count(entry, remove_community(entry.id, actor=SYSTEM, at=entry.at))
        return
    person = Person.objects.filter(public_id=entry.id).first()
    if person is None:
        remember_unknown(entry.id, entry.known_by, actor=SYSTEM, at=entry.at)
        told.count(entry, False)
    elif person.erased_at is None:
        erase(person, actor=SYSTEM, at=entry.at, anyway=True)
        told.count(entry, True)
    else:
        told.count(entry, False)


@act
def remember_unknown(public_id: str, known_by: str, *, actor: Actor, at: datetime) -> None:
    """Remember that somebody was erased whom this house does not know yet, so that no import makes them again."""
    _stone, is_new = Tombstone.objects.get_or_create(
        kind=Kind.PERSON, public_id=public_id, defaults={"known_by": known_by, "erased_at": at}
    )
    if is_new and known_by and not Person.objects.filter(handle=known_by).exists():
        name = erased.pseudonym(public_id)
        person = Person(public_id=public_id, name=name, handle=known_by, is_active=False, erased_at=at)
        person.set_unusable_password()
        person.save(force_insert=True)
        record(Facts.ERASED, actor=actor, subject=person, concerns=person.pk, at=at)
