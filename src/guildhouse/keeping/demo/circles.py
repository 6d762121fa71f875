"""The circles of the demo house: those of its next room in triads are formed and shown."""

from datetime import datetime, timedelta

from guildhouse.circles import actions, policy, queries
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo.founding import VIA
from guildhouse.kit import clock
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_of


def sit(now: datetime) -> None:
    """Form and show the circles of the next rooms that work in circles and have people enough."""
    ahead = Room.objects.upcoming(now).filter(state__in=Room.SEATABLE, created_by__isnull=False)
    found = 0
    for room in ahead.select_related("community", "created_by").order_by("starts_at", "pk"):
        shown = format_of(room.format)
        if found == 2 or shown.circles is None or len(queries.coming(room, shown)) < policy.FEWEST:
            continue
        found += 1
        host = Actor(room.created_by, VIA)
        with clock.at(now - timedelta(hours=3)):
            actions.form(room, actor=host, seed=1)
            actions.show(room, actor=host)
