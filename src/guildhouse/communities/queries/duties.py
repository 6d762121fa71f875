"""Who carries which of the seven duties, in which season, and what those before them left to know."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from guildhouse.communities.duties import ABOUT, About
from guildhouse.communities.models import Community, DeclaredSeason, Duty, Membership
from guildhouse.communities.seasons import Season, season_after, season_on
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person

NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Seasons:
    """The season a community is in, the one after, and whether duties are handed over already."""

    today: date
    this: Season
    next: Season

    @property
    def hands_over(self) -> bool:
        """Whether the season is so near its end that duties of the next can be taken."""
        return self.this.hands_over_on(self.today)

    def open(self, begins_on: date) -> Season | None:
        """The season with this first day, if a duty can be taken for it now."""
        can = (self.this, self.next) if self.hands_over else (self.this,)
        return next((one for one in can if one.begins_on == begins_on), None)


@dataclass(frozen=True, slots=True)
class Shared:
    """One of the seven: what it is, who carries it in this season and who has promised to in the next."""

    kind: str
    label: str
    about: About
    now: list[Duty] = field(default_factory=list)
    next: list[Duty] = field(default_factory=list)


def today_in(community: Community, at: datetime) -> date:
    """Which day it is where the community is at home."""
    return at.astimezone(ZoneInfo(community.zone)).date()


def seasons(community: Community, at: datetime) -> Seasons:
    """The season the community is in at this moment, and the next; one query."""
    rows = DeclaredSeason.objects.filter(community=community).order_by("begins_on", "pk")
    declared = [Season(*days) for days in rows.values_list("begins_on", "ends_on")]
    today = today_in(community, at)
    this = season_on(today, declared)
    return Seasons(today, this, season_after(this, declared))


def duties(community: Community, seasons: Seasons) -> list[Shared]:
    """All seven with those who carry them, in an order that never changes; one query."""
    carried = Duty.objects.carried().filter(community=community, ends_on__gte=seasons.today)
    found: dict[str, Shared] = {
        kind: Shared(kind, str(Duty.Kind(kind).label), ABOUT[kind]) for kind in Duty.Kind.values
    }
    for duty in carried.select_related("person").order_by("taken_at", "pk"):
        shared = found[duty.kind]
        (shared.now if duty.is_of(seasons.today) else shared.next).append(duty)
    return list(found.values())


def duty_notes(community: Community, kind: str) -> list[Duty]:
    """The latest notes for whoever carries this duty next, with who wrote them."""
    noted = Duty.objects.filter(community=community, kind=kind).exclude(note="")
    return list(noted.select_related("person").order_by("-begins_on", "-taken_at", "-pk")[:NOTES_SHOWN])


def my_duties(community: Community, person: Person) -> list[Duty]:
    """What the person carries or is asked to carry here, the season that ends first before the others."""
    mine = Duty.objects.living().filter(community=community, person=person)
    return list(mine.order_by("ends_on", "pk"))


def my_turns(community: Community, person: Person, kind: str) -> list[Duty]:
    """One duty as the person carries or lately carried it, or is asked to, in the order in which its seasons end."""
    mine = Duty.objects.filter(community=community, person=person, kind=kind)
    held = mine.filter(state__in=(Duty.State.ASKED, Duty.State.CARRIED, Duty.State.ENDED))
    return list(held.order_by("-ends_on", "-pk")[:NOTES_SHOWN])[::-1]


def duty_of(community: Community, public_id: str) -> Duty | None:
    """The duty with this public id."""
    found = Duty.objects.filter(community=community, public_id=public_id)
    return found.select_related("person", "community").first()


def said_to_duty(community: Community, person: Person, kind: str, begins_on: date) -> str:
    """What this member was asked or said before: "asked" (about any duty), "declined" (this one, this season), ""."""
    theirs = Duty.objects.filter(community=community, person=person)
    if theirs.filter(state=Duty.State.ASKED).exists():
        return Duty.State.ASKED
    declined = theirs.filter(kind=kind, begins_on=begins_on, state=Duty.State.DECLINED)
    return Duty.State.DECLINED if declined.exists() else ""


def duties_waiting(person: Person, at: datetime) -> list[Duty]:
    """What they were asked to carry, and what they carry and owe a note on; one query."""
    return [one for one in _living_duties(person.pk) if one.waits(today_in(one.community, at))]


@prepared
def _living_duties(person: int) -> QuerySet[Duty]:
    here = Membership.objects.living().filter(person=person).values("community")
    mine = Duty.objects.living().filter(person=person, community__in=here)
    return mine.select_related("community").order_by("ends_on", "pk")
