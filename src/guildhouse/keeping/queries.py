"""What those who keep a house want to know of it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from guildhouse import __version__
from guildhouse.communities.models import Community, Office, Report
from guildhouse.history.models import Delivery, Fact
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room


@dataclass(frozen=True, slots=True)
class Figures:
    """The house in numbers."""

    version: str
    people: int
    without_account: int
    communities: int
    rooms_ahead: int
    facts: int
    deliveries_open: int
    letters_waiting: int
    letters_failed: int
    reports_open: int


def figures() -> Figures:
    """The numbers of the site page, each by one short query."""
    waiting = Delivery.objects.filter(done_at=None)
    people = Person.objects.living()
    return Figures(
        version=__version__,
        people=people.count(),
        without_account=people.filter(claimed_at=None).count(),
        communities=Community.objects.count(),
        rooms_ahead=Room.objects.upcoming(clock.now()).count(),
        facts=Fact.objects.count(),
        deliveries_open=waiting.count(),
        letters_waiting=Letter.objects.filter(state=Letter.State.QUEUED).count(),
        letters_failed=Letter.objects.filter(state=Letter.State.FAILED).count(),
        reports_open=Report.objects.filter(to_site=True, answered_at=None).count(),
    )


def admins() -> int:
    """How many people look after the house and can come in."""
    return Person.objects.living().filter(is_site_admin=True, is_active=True).count()


def convenes_alone(person: Person) -> list[str]:
    """The names of communities under way, calls included, of which this person is the only convener."""
    held = Office.objects.held().filter(kind=Office.Kind.CONVENER)
    others = held.filter(community=OuterRef("pk")).exclude(person=person)
    mine = Community.objects.exclude(state=Community.State.ARCHIVED)
    mine = mine.filter(pk__in=held.filter(person=person).values("community")).exclude(Exists(others))
    return list(mine.order_by("name", "pk").values_list("name", flat=True))


def all_who_were(person: Person) -> list[Person]:
    """The person, and every place that turned out to be theirs."""
    found = [person]
    for one in found:
        found += Person.objects.select_for_update(no_key=True).filter(merged_into=one).order_by("pk")
    return found
