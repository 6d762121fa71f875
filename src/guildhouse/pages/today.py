"""Today: what needs me, at most seven things; otherwise one invitation to take part."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guildhouse.communities import needs as communities
from guildhouse.communities.doors import belongings_of
from guildhouse.harvest import needs as harvest
from guildhouse.kit import clock
from guildhouse.kit.doors import signed_in
from guildhouse.people.doors import person_of
from guildhouse.rooms import needs as rooms
from guildhouse.rooms.models import Room

MOST = 7


@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """What needs me."""
    person, at = person_of(request), clock.now()
    mine = belongings_of(request)
    waiting = [*rooms.needs(person, at), *communities.needs(person, mine, at), *harvest.needs(person, at)]
    waiting.sort(key=lambda need: (need.rank, need.by))
    context = {"needs": waiting[:MOST], "more": max(0, len(waiting) - MOST), "mine": mine}
    if not waiting:
        open_rooms = Room.objects.visible_to(person).open_to_requests(at)
        near = Q(community__in=[one.community_id for one in mine]) if mine else Q(access=Room.Access.SITE)
        context["invitation"] = (
            open_rooms.filter(near).select_related("community").order_by("starts_at", "pk").first()
        )
    return render(request, "pages/today.html", context)
