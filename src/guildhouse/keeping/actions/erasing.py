"""Erasing somebody: everything personal goes, what they did for others stays under a name that is nobody's."""

from datetime import datetime

from guildhouse.history.actions import act, record, touch
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.keeping import policy, queries
from guildhouse.keeping.actions.leaving import close_doors, leave_everything
from guildhouse.keeping.models import Erasure, Tombstone
from guildhouse.keeping.personal import register
from guildhouse.keeping.personal.clearing import clear, clear_late_letters, clear_letters, spoken_of
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, require
from guildhouse.people import erased, sessions
from guildhouse.people.facts import Facts
from guildhouse.people.models import Person

Kind = Tombstone.Kind
NOTED_AT_ONCE = 100


@act
def erase(person: Person, *, actor: Actor, at: datetime | None = None, anyway: bool = False) -> Person:
    """Erase somebody now: everything personal goes, what they did for others stays under a pseudonym.

    Done again it takes out what came late and changes nothing else. `anyway` does it even where a community is left
    without a convener: for what was erased before a restore, `at` that moment.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.erased_at is None:
        require(policy.may_keep(actor))
        if not anyway:
            alone, admins = queries.convenes_alone(person, seen_by=person), queries.admins()
            require(policy.may_erase(person, convenes_alone=alone, admins=admins))
        leave_everything(person, actor)
    everybody = queries.all_who_were(person)
    words = spoken_of(everybody)
    _touch_all(everybody)
    for one in everybody:
        close_doors(one)
        sessions.end(one.pk)
        _empty(one, at or clock.now())
    clear(everybody)
    clear_letters(everybody, words)
    for forget in erased.ON_ERASING:
        forget(everybody, words)
    return _bury(person, actor)


def erase_due(most: int = 5) -> int:
    """Erase whoever's waiting time is over; answers how many. One who convenes alone by then waits a day more."""
    done = 0
    due = Erasure.objects.due(clock.now()).exclude(person=None)
    for pk, person in due.order_by("due_at", "pk").values_list("pk", "person")[:most]:
        try:
            erase(Person(pk=person), actor=SYSTEM)
            done += 1
        except Refused as refused:
            _postpone(pk, for_good=refused.code == "merged")
    return done


@act
def _postpone(pk: int, *, for_good: bool) -> None:
    # Their page says what stands in the way; a day later it is tried again. A place somebody claimed meanwhile is
    # that person's now, and stays with them.
    at = clock.now()
    then = {"ended_at": at} if for_good else {"due_at": at + policy.LOOKS_AGAIN}
    Erasure.objects.waiting().filter(pk=pk).update(**then)


@act
def _sweep(stone: Tombstone) -> None:
    person = Person.objects.filter(public_id=stone.public_id).exclude(erased_at=None).first()
    if person is not None:
        everybody = queries.all_who_were(person)
        clear(everybody)
        clear_late_letters(everybody, stone.erased_at)
    Tombstone.objects.filter(pk=stone.pk).update(swept_at=clock.now())


def sweep_due(most: int = 5) -> int:
    """Look a day later through what somebody erased left behind; answers how many were looked through."""
    before = clock.now() - policy.SWEPT_AFTER
    stones = Tombstone.objects.filter(kind=Kind.PERSON, swept_at=None, erased_at__lte=before)
    due = list(stones.order_by("pk")[:most])
    for stone in due:
        _sweep(stone)
    return len(due)


def note_erasures() -> int:
    """Write into the register of this data folder what it does not hold yet; answers how many.

    Each machine of a house has a register of its own, and each of them has to be whole.
    """
    held = register.held(register.path())
    there = Tombstone.objects.order_by("pk").values_list("pk", "kind", "public_id")
    missing = [pk for pk, kind, public_id in there if (kind, public_id) not in held][:NOTED_AT_ONCE]
    if missing:
        stones = Tombstone.objects.filter(pk__in=missing).order_by("pk")
        register.add([register.entry_of(stone) for stone in stones], register.path())
    return len(missing)


def _touch_all(people: list[Person]) -> None:
    """Have every page be made anew that may have shown these people."""
    ids = [person.pk for person in people]
    mine = Fact.objects.filter(actor_id__in=ids) | Fact.objects.filter(concerns_id__in=ids)
    touch(*mine.exclude(community_id=None).values_list("community_id", flat=True).distinct())


def _empty(person: Person, at: datetime) -> None:
    person.name = erased.pseudonym(person.public_id)
    person.handle = erased.known_by(person.handle)
    person.quiet_from = person.quiet_until = person.last_login = None
    person.is_site_admin = person.is_active = False
    person.erased_at = person.erased_at or at
    person.set_unusable_password()
    fields = ("name", "handle", "quiet_from", "quiet_until", "last_login", "is_site_admin", "is_active")
    person.save(update_fields=[*fields, "erased_at", "password"])


def _bury(person: Person, actor: Actor) -> Person:
    person = Person.objects.get(pk=person.pk)
    Erasure.objects.waiting().filter(person=person).update(ended_at=clock.now())
    stone = {"known_by": person.handle, "erased_at": person.erased_at or clock.now()}
    _stone, is_new = Tombstone.objects.get_or_create(
        kind=Kind.PERSON, public_id=person.public_id, defaults=stone
    )
    if is_new:
        record(Facts.ERASED, actor=actor, subject=person, concerns=person.pk)
    return person
