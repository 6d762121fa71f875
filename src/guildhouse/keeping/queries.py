"""What those who keep a house want to know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guildhouse import __version__
from guildhouse.communities.models import Community, Office, Report
from guildhouse.history.models import Delivery, Fact
from guildhouse.keeping.models import Erasure
from guildhouse.kit import clock
from guildhouse.kit.dates import number
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat

MOST_COUNTED = 20_000


@dataclass(frozen=True, slots=True)
class Figures:
    """The house in numbers."""

    version: str
    people: str
    without_account: str
    communities: int
    rooms_ahead: int
    facts: str
    deliveries_open: str
    letters_waiting: str
    letters_failed: str
    reports_open: int


def figures() -> Figures:
    """The numbers of the site page, each by one short query."""
    waiting = Delivery.objects.filter(done_at=None)
    people = Person.objects.living()
    return Figures(
        version=__version__,
        people=counted(people),
        without_account=counted(people.filter(claimed_at=None)),
        communities=Community.objects.count(),
        rooms_ahead=Room.objects.upcoming(clock.now()).count(),
        facts=counted(Fact.objects.order_by()),
        deliveries_open=counted(waiting),
        letters_waiting=counted(Letter.objects.filter(state=Letter.State.QUEUED)),
        letters_failed=counted(Letter.objects.filter(state=Letter.State.FAILED)),
        reports_open=Report.objects.filter(to_site=True, answered_at=None).count(),
    )


def counted(rows: QuerySet[Any]) -> str:
    """How many there are, in words: exactly up to `MOST_COUNTED`, for counting many takes a while."""
    found = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    many = number(min(found, MOST_COUNTED))
    return _("more than %(many)s") % {"many": many} if found > MOST_COUNTED else many


def admins() -> int:
    """How many people look after the house and can come in."""
    return Person.objects.living().filter(is_site_admin=True, is_active=True).count()


def convenes_alone(person: Person, *, seen_by: Person | None) -> list[str]:
    """The names of communities under way, calls included, of which this person is the only convener.

    What the reader may not know of has no name here.
    """
    held = Office.objects.held().filter(kind=Office.Kind.CONVENER)
    others = held.filter(community=OuterRef("pk")).exclude(person=person)
    mine = Community.objects.exclude(state=Community.State.ARCHIVED)
    mine = mine.filter(pk__in=held.filter(person=person).values("community")).exclude(Exists(others))
    known = set(mine.visible_to(seen_by).values_list("pk", flat=True))
    found = mine.order_by("name", "pk").values_list("pk", "name")
    return [name if pk in known else _("a community you do not see") for pk, name in found]


def all_who_were(person: Person) -> list[Person]:
    """The person, and every place that turned out to be theirs."""
    found = [person]
    for one in found:
        found += Person.objects.select_for_update(no_key=True).filter(merged_into=one).order_by("pk")
    return found


def find_one(word: str) -> Person | None:
    """The one person with this address, handle or public id, in whatever case the first two are written."""
    if not word:
        return None
    known = Q(email__iexact=word) | Q(handle__iexact=word) | Q(public_id=word)
    return Person.objects.living().filter(known).order_by("pk").first()


def find_people(word: str, state: str = "") -> QuerySet[Person]:
    """People by a part of their name, or by their whole address or handle; in one state when it is named."""
    people = Person.objects.filter(merged_into=None)
    if word:
        people = people.filter(
            Q(name__icontains=word)
            | Q(called__icontains=word)
            | Q(email__iexact=word)
            | Q(handle__iexact=word)
        )
    if state in STATES:
        people = people.filter(STATES[state])
    else:
        people = people.filter(erased_at=None)
    return people.order_by(Lower("name"), "pk")


STATES = {
    "locked": Q(is_active=False, erased_at=None),
    "going": Q(erasures__ended_at=None, erasures__isnull=False),
    "without": Q(claimed_at=None, erased_at=None),
    "admins": Q(is_site_admin=True, erased_at=None),
    "erased": Q(erased_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class AccountState:
    """Somebody's account, for those who look after the house: its state in a word, and since when."""

    person: Person
    state: str
    due_at: datetime | None = None


def states_of(people: Iterable[Person]) -> list[AccountState]:
    """The states of these accounts, in their order; one query whatever their number."""
    people = list(people)
    due = dict(Erasure.objects.waiting().filter(person__in=people).values_list("person", "due_at"))
    return [AccountState(person, _state(person, person.pk in due), due.get(person.pk)) for person in people]


def _state(person: Person, is_going: bool) -> str:
    if person.erased_at is not None:
        return "erased"
    if is_going:
        return "going"
    if not person.is_active:
        return "locked"
    return "open" if person.is_claimed else "without"


@dataclass(frozen=True, slots=True)
class StandsFor:
    """What would be left to others: communities convened alone, and rooms to come hosted or sat in."""

    convenes_alone: list[str]
    hosts: int
    seats: int


def stands_for(person: Person, *, seen_by: Person | None) -> StandsFor:
    """What hangs on somebody, in numbers and in names of communities everybody may know of."""
    ahead = Room.objects.upcoming(clock.now())
    return StandsFor(
        convenes_alone=convenes_alone(person, seen_by=seen_by),
        hosts=ahead.filter(hosts__person=person).count(),
        seats=ahead.filter(pk__in=Seat.objects.living().filter(person=person).values("room")).count(),
    )
