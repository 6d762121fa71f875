"""Who hears of a fact."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from guildhouse.communities.models import Block, Membership, Office, Report, SignOn
from guildhouse.communities.models.membership import LEVEL_RANK, Level
from guildhouse.communities.queries import answerers
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.prepared import prepared
from guildhouse.notices.models import Letter
from guildhouse.people.models import Mute, Person, PersonQuerySet
from guildhouse.rooms.models import Host, Room, Seat, Series, StandingSeat


def concerned(fact: Fact) -> list[Person]:
    """The one person the fact is about, unless they did it themselves."""
    return [] if fact.concerns_id == fact.actor_id else people(fact.concerns_id)


def concerned_too(fact: Fact) -> list[Person]:
    """The one person the fact is about, also when they did it themselves: for letters that confirm."""
    return people(fact.concerns_id)


def actor(fact: Fact) -> list[Person]:
    """Whoever did it, where it leaves them something to keep."""
    return people(fact.actor_id)


def asker(fact: Fact) -> list[Person]:
    """Whoever asked somebody to do what the fact says they took on or could not, but for whoever did it."""
    asked_by = fact.data.get("asked_by")
    return [] if asked_by == fact.actor_id else people(asked_by)


def conveners(fact: Fact) -> list[Person]:
    """The conveners of the community, but for whoever did it."""
    return _holding(fact, Office.Kind.CONVENER)


def welcomers(fact: Fact) -> list[Person]:
    """Those appointed to welcome newcomers, but for whoever did it."""
    return _holding(fact, Office.Kind.WELCOMER)


def members(fact: Fact) -> list[Person]:
    """Everybody who belongs to the community, but for whoever did it."""
    here = Membership.objects.living().filter(community=fact.community_id).values("person")
    return _others(fact, here)


def signers(fact: Fact) -> list[Person]:
    """Everybody who signed on to the call, but for whoever did it."""
    return _others(fact, SignOn.objects.filter(community=fact.community_id).values("person"))


def conduct_contact(fact: Fact) -> list[Person]:
    """Whoever answers the report of a fact: in the community, or those who run the house."""
    # The fact names nobody on purpose, so the people it is between are read from the report itself.
    report = Report.objects.filter(pk=fact.subject_id).select_related("community").first()
    if report is None:
        return site_admins(fact)
    between = (report.reporter_id, report.about_id)
    if report.community and not report.to_site:
        return _others(fact, answerers(report.community, between))
    admins = site_admins(fact)
    # Whoever wrote it is told themselves where nobody else looks after the house: better than nobody.
    return [one for one in admins if one.pk not in between] or [
        one for one in admins if one.pk != report.about_id
    ]


def site_admins(fact: Fact) -> list[Person]:
    """The people who run this house, but for whoever did it."""
    return _others(fact, Person.objects.filter(is_site_admin=True).values("pk"))


def hosts(fact: Fact) -> list[Person]:
    """Those who answer for the room of a fact, but for whoever did it; its conveners when nobody is named."""
    room = fact.subject_id if fact.subject_type == Room._meta.label_lower else fact.data.get("room")
    named = _others(fact, Host.objects.filter(room=room).values("person"))
    return named or conveners(fact)


def hosts_without_link(fact: Fact) -> list[Person]:
    """Those who answer for a room to come that people reach by a link, while it has none."""
    lacking = Room.objects.open_to_requests(clock.now()) | Room.objects.filter(state=Room.State.CLOSED)
    return hosts(fact) if lacking.filter(pk=fact.subject_id, link="").exists() else []


def could_come_to_room(fact: Fact) -> list[Person]:
    """Members who may ask for a seat in a room that still takes requests, but for those who have to do with it."""
    room = Room.objects.open_to_requests(clock.now()).filter(pk=fact.subject_id).first()
    if room is None or "how" in fact.data:  # a date of a series is not told by itself
        return []
    known = Seat.objects.filter(room=room).values("person").union(room.hosts.values("person"))
    return _could_come(fact, room.access, room.access_level, {pk for (pk,) in known.values_list("person")})


def could_come_to_series(fact: Fact) -> list[Person]:
    """Members who may come to a series that is running, but for whoever planned it."""
    series = Series.objects.running().filter(pk=fact.subject_id).first()
    return _could_come(fact, series.access, series.access_level, set()) if series else []


def _could_come(fact: Fact, access: str, level: str, known: set[int]) -> list[Person]:
    if access in (Room.Access.INVITED, Room.Access.FIXED):
        return []
    here = Membership.objects.living().filter(community=fact.community_id)
    if access == Room.Access.LEVEL and level:
        here = here.filter(
            level__in=[one for one, rank in LEVEL_RANK.items() if rank >= LEVEL_RANK[Level(level)]]
        )
    return [person for person in _others(fact, here.values("person")) if person.pk not in known]


def seated(fact: Fact) -> list[Person]:
    """Everybody with a seat, an offer, a request or a place in line of the room, but for whoever did it."""
    return _others(fact, Seat.objects.living().filter(room=fact.subject_id).values("person"))


def lost_with_series(fact: Fact) -> list[Person]:
    """Those whose seats or standing seats ended with a series, but for whoever ended it."""
    rooms = Room.objects.filter(series=fact.subject_id).values("pk")
    seats = Seat.objects.filter(room__in=rooms, state=Seat.State.LAPSED, changed_at=fact.happened_at)
    standing = StandingSeat.objects.filter(series__in=Series.objects.filter(pk=fact.subject_id))
    return _others(fact, seats.values("person").union(standing.values("person")))


def muting(actor_id: int | None, people: Iterable[int]) -> frozenset[int]:
    """Those of these people who would rather not hear of what this actor does."""
    if actor_id is None:
        return frozenset()
    ids = list(people)
    if len(ids) == 1:  # as most letters have one reader
        return frozenset(pk for (pk,) in _muting(actor_id, ids[0]))
    return frozenset(Mute.objects.filter(muted=actor_id, person__in=ids).values_list("person", flat=True))


@prepared
def _muting(muted: int, person: int) -> QuerySet[Mute, tuple[int]]:
    return Mute.objects.filter(muted=muted, person=person).values_list("person")


def _holding(fact: Fact, office: str) -> list[Person]:
    return _others(
        fact, Office.objects.held().filter(community=fact.community_id, kind=office).values("person")
    )


def _others(fact: Fact, people: QuerySet[Any, Any] | list[int]) -> list[Person]:
    found = _reachable().filter(pk__in=people).order_by("pk")
    return [person for person in found if person.pk != fact.actor_id]


def people(pk: int | None) -> list[Person]:
    """The person with this id, if letters reach them."""
    return _reachable_one(pk) if pk else []


@prepared
def _reachable_one(person: int) -> QuerySet[Person]:
    return _reachable().filter(pk=person)


def person_of(pk: int | None) -> Person | None:
    """The person with this id, or None when there is nobody."""
    found = _anybody(pk) if pk else []
    return found[0] if found else None


@prepared
def _anybody(person: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=person)


def _reachable() -> PersonQuerySet:
    return Person.objects.living().claimed().filter(is_active=True).exclude(email=None)


def conveners_who_did_not_block(fact: Fact) -> list[Person]:
    """Conveners who may answer an appeal: all but whoever asked the person to stay away."""
    blocked_by = Block.objects.filter(pk=fact.subject_id).values_list("by", flat=True).first()
    return [person for person in conveners(fact) if person.pk != blocked_by]


def name_of(pk: int | None) -> str:
    """What a person is called; empty when there is nobody."""
    return str(person_of(pk) or "")


def letters_by_state() -> dict[str, int]:
    """How many letters there are in each state."""
    counted = Letter.objects.values_list("state").annotate(Count("pk")).order_by("state")
    return dict.fromkeys(Letter.State.values, 0) | dict(counted)


def oldest_due() -> datetime | None:
    """Since when the letter that is due for longest has been due; None where none is."""
    due = Letter.objects.due(clock.now()).order_by("not_before", "pk")
    moment: datetime | None = due.values_list("not_before", flat=True).first()
    return moment


def latest_letters(most: int = 100) -> list[Letter]:
    """The letters written last, newest first."""
    worded = Letter.objects.exclude(subject="")  # what waits for a digest has no words yet
    return list(worded.select_related("person").defer("text", "html").order_by("-pk")[:most])
