"""What can be asked about cases. Words are unsealed only where a name here says so."""

from dataclasses import asdict, replace
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from guildhouse.cases import keys
from guildhouse.cases.models import Agreement, Case, Reading
from guildhouse.cases.policy import Before
from guildhouse.cases.sealing import Words, unseal
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.policy import Viewer


class Read(NamedTuple):
    """Who was shown a case, as its presenter sees it."""

    person: Person
    reading: Reading


class Machines(NamedTuple):
    """Whether machines come to a room, who of the people confirmed in it agrees that they read, and out of how many."""

    come: list[Person]
    agree: set[int]
    people: set[int]

    @property
    def all_agree(self) -> bool:
        """Whether there is nobody whose agreement is missing; nobody at all is no agreement."""
        return bool(self.people) and self.people <= self.agree


def before(viewer: Viewer, room: Room) -> Before:
    """A person before the cases of a room: no query but for a machine."""
    seen = Before(viewer)
    return replace(seen, all_agree=machines(room).all_agree) if seen.is_machine else seen


def machines(room: Room) -> Machines:
    """Who has to agree, and does, before a machine reads the cases of a room."""
    seated = Seat.objects.filter(room=room, state__in=Seat.COMING).values("person")
    brought = Case.objects.living().filter(room=room).values("person")
    people = Person.objects.filter(pk__in=seated) | Person.objects.filter(pk__in=brought)
    here = list(people.order_by("pk").distinct())
    agree = Agreement.objects.filter(room=room).values_list("person", flat=True)
    come = [one for one in here if one.kind == Person.Kind.AGENT]
    return Machines(come, set(agree), {one.pk for one in here if one.kind != Person.Kind.AGENT})


def mine(person: Person, room: Room) -> Case | None:
    """The person's case for this room: the living one, else the one that ended last."""
    cases = Case.objects.filter(room=room, person=person)
    return cases.order_by(F("ended_at").desc(nulls_first=True), "-pk").first()


def open_cases(room: Room, *, but: Person | None = None) -> list[Case]:
    """The cases that are open to those confirmed in a room, in the order in which they were opened."""
    cases = Case.objects.open().filter(room=room).exclude(person=but).select_related("person")
    return list(cases.order_by("opened_at", "pk"))


def how_many_open(room: Room) -> int:
    """How many cases of a room are open; to be told only to those who may read them."""
    return Case.objects.open().filter(room=room).count()


def to_read(person: int) -> Coalesce:
    """How many cases of others are open in a room, as a part of the room's own query."""
    others = Case.objects.open().filter(room=OuterRef("pk")).exclude(person=person).order_by()
    return Coalesce(Subquery(others.values("room").annotate(many=Count("pk")).values("many")), 0)


def is_brought(room: Room) -> bool:
    """Whether a case is open in this room: all that its hosts are told."""
    return Case.objects.open().filter(room=room).exists()


def words_of(case: Case) -> Words | None:
    """The words of a case; None when they cannot be read, whatever the row says. Ask the policy first."""
    if case.ended_at is not None:
        return None
    return unseal(case.sealed, key=case.key, bound_to=case.public_id)


def readers(case: Case) -> list[Read]:
    """Who was shown the case, latest first; for its presenter."""
    rows = Reading.objects.filter(case=case).select_related("person").order_by("-last_at", "-pk")
    return [Read(row.person, row) for row in rows]


def who_would_read(room: Room, *, but: Person) -> list[Person]:
    """Who is confirmed in the room besides this person: to whom a case is shown when it is opened."""
    seated = Exists(Seat.objects.filter(room=room, person=OuterRef("pk"), state__in=Seat.COMING))
    return list(Person.objects.filter(seated).exclude(pk=but.pk).order_by("name", "pk"))


def own_words(person: Person) -> dict[int, dict[str, str]]:
    """What somebody's own cases say, by the case: for their own copy of what is kept of them."""
    found = {case.pk: words_of(case) for case in Case.objects.living().filter(person=person).order_by("pk")}
    return {pk: asdict(words) for pk, words in found.items() if words is not None}


def how_many_without_key() -> int:
    """How many cases cannot be read here, though nobody destroyed their key: it lies elsewhere."""
    names = Case.objects.living().order_by("pk").values_list("key", flat=True)
    return sum(not keys.is_here(name) and not keys.is_destroyed(name) for name in names)
