"""Whose hands are still up though they are gone."""

from django.db.models import Exists, OuterRef, QuerySet

from guildhouse.communities.models import Office
from guildhouse.live.models import Hand
from guildhouse.rooms.models import Host, Seat


def without_a_seat() -> QuerySet[Hand]:
    """Hands of those who neither come to the room nor host it any more."""
    mine = {"person": OuterRef("person")}
    seats = Seat.objects.filter(room=OuterRef("run__room"), state__in=Seat.COMING, **mine)
    hosts = Host.objects.filter(room=OuterRef("run__room"), **mine)
    convenes = Office.objects.held().filter(
        community=OuterRef("run__room__community"), kind=Office.Kind.CONVENER, **mine
    )
    return Hand.objects.exclude(Exists(seats)).exclude(Exists(hosts)).exclude(Exists(convenes))
