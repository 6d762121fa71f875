"""How long history keeps what only its workers need."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guildhouse.history.models import Answer, Delivery, Heartbeat
from guildhouse.kit import clock
from guildhouse.kit.retention import Kept, delete


def _deliveries(before: datetime, most: int) -> int:
    return delete(Delivery.objects.filter(done_at__lt=before), most)


def _answers(before: datetime, most: int) -> int:
    # Those as far ahead were given by a clock that was wrong.
    ahead = clock.now() + (clock.now() - before)
    return delete(Answer.objects.exclude(at__range=(before, ahead)), most)


def _heartbeats(before: datetime, most: int) -> int:
    return delete(Heartbeat.objects.filter(at__lt=before), most)


CLASSES = (
    Kept(
        "deliveries",
        _("That a fact was told to the programs that make letters of it"),
        30,
        _("Nobody asks for it once it is done."),
        _deliveries,
    ),
    Kept(
        "answers",
        _("How a form was answered, so that sending it twice does no harm"),
        1,
        _("Nobody sends a form again after a day."),
        _answers,
    ),
    Kept(
        "heartbeats",
        _("When a worker was last seen"),
        1,
        _("It tells whether one is at work now."),
        _heartbeats,
    ),
)
