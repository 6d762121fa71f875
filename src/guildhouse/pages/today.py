"""Today: what needs me, at most seven things; otherwise one invitation to take part."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guildhouse.communities import needs as communities
from guildhouse.communities.doors import belongings_of
from guildhouse.communities.queries import Belonging, standing_among
from guildhouse.harvest import needs as harvest
from guildhouse.kit import clock
from guildhouse.kit.doors import signed_in
from guildhouse.kit.prepared import prepared
from guildhouse.people.doors import person_of
from guildhouse.people.models import Person
from guildhouse.rooms import needs as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer, may_ask

MOST = 7
LOOKED_AT = 20  # rooms ahead, for one to come to


@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """What needs me."""
    person, at = person_of(request), clock.now()
    mine = belongings_of(request)
    waiting = [*rooms.needs(person, at), *communities.needs(person, mine, at), *harvest.needs(person, at)]
    waiting.sort(key=lambda need: (need.rank, need.by))
    context = {"needs": waiting[:MOST], "more": max(0, len(waiting) - MOST), "mine": mine}
    if not waiting:
        context["invitation"] = _invitation(person, mine, at)
    return render(request, "pages/today.html", context)


def _invitation(person: Person, mine: list[Belonging], at: datetime) -> Room | None:
    """The next room this person may ask a seat in: of their communities, or of any when they have none."""
    for room in _ahead_of(person.pk, at, bool(mine)):
        standing = standing_among(person, room.community, mine, blocked=False)
        if may_ask(Viewer(standing), room, at=at):
            return room
    return None


@prepared
def _ahead_of(person: int, at: datetime, belongs: bool) -> QuerySet[Room]:
    """The next rooms in which the person is nothing yet, of their communities or open to everybody."""
    someone = Person(pk=person)
    here = someone.memberships.living().values("community")
    near = Q(community__in=here) if belongs else Q(access=Room.Access.SITE)
    rooms = Room.objects.visible_to(someone).open_to_requests(at).filter(near)
    taken = Exists(someone.seats.filter(room=OuterRef("pk"))) | Exists(
        someone.hosted.filter(room=OuterRef("pk"))
    )
    rooms = rooms.exclude(taken).exclude(community__in=someone.blocks.in_force().values("community"))
    return rooms.select_related("community").order_by("starts_at", "pk")[:LOOKED_AT]
