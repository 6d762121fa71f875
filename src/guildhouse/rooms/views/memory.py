"""What a person did in rooms, for themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from guildhouse.kit import clock
from guildhouse.kit.doors import signed_in
from guildhouse.people.models import Person
from guildhouse.rooms.memory import newest_seats
from guildhouse.rooms.presenting import memory


@signed_in
def my_rooms(request: HttpRequest) -> HttpResponse:
    """The rooms I was in during the last year, what I was there, whom I met, and my certificates."""
    me, at = get_object_or_404(Person, pk=request.user.pk), clock.now()
    seats = newest_seats(me.pk)
    context = {
        "mine": memory.mine(me, seats, at),
        "met": memory.met(me, seats, at),
        "seats": memory.attended(me, seats, at),
    }
    return render(request, "rooms/my_rooms.html", context)
