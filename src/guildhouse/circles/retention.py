"""How long it is kept who sat with whom, and what was asked about it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from guildhouse.circles.models import Arrangement, Circle, Round, Wish
from guildhouse.kit.retention import Kept, delete, empty
from guildhouse.kit.turns import writers_turn
from guildhouse.rooms.models import Room


def _circles(before: datetime, most: int) -> int:
    """Forget the circles of rooms of long ago, a room at a time."""
    rounds = Round.objects.filter(room=OuterRef("pk"))
    old = Room.objects.filter(ends_at__lt=before).filter(Exists(rounds))
    rooms = list(old.order_by("pk").values_list("pk", flat=True)[: max(1, most // 100)])
    if rooms:
        with writers_turn(), transaction.atomic():
            Round.objects.filter(room__in=rooms).delete()
            Arrangement.objects.filter(room__in=rooms).delete()
    return len(rooms)


def _wishes(before: datetime, most: int) -> int:
    return delete(Wish.objects.filter(room__ends_at__lt=before, everywhere=False), most)


def _links(before: datetime, most: int) -> int:
    return empty(Circle.objects.filter(round__room__ends_at__lt=before).exclude(link=""), most, link="")


CLASSES = (
    Kept(
        "circles",
        _("Who sat in a circle with whom, and in which part"),
        365,
        _("So that people meet others in the rooms that follow, and everybody gets to play each part."),
        _circles,
    ),
    Kept(
        "circle_wishes",
        _("Who asked the hosts of a room to be apart from somebody, or with them"),
        30,
        _("It was for that room. What a convener asked for every room stays until it is taken back."),
        _wishes,
    ),
    Kept(
        "circle_links",
        _("The links of circles in a room that is over"),
        30,
        _("Nobody goes there any more."),
        _links,
    ),
)
