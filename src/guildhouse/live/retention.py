"""How long a room that ran keeps what was for one evening: hands, the bell, and how it was led."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from guildhouse.history.models import Fact
from guildhouse.kit.retention import Kept, delete, empty
from guildhouse.live.models import Hand, Hush, Run


def _hands(before: datetime, most: int) -> int:
    over = {"run__room__ends_at__lt": before}
    return delete(Hand.objects.filter(**over), most) + delete(Hush.objects.filter(**over), most)


def _runs(before: datetime, most: int) -> int:
    """Forget runs of long ago; then history says no more who led them, and who played which part."""
    done = delete(Run.objects.filter(room__ends_at__lt=before), most)
    there = Run.objects.filter(pk=OuterRef("subject_id"))
    told = Fact.objects.filter(subject_type=Run._meta.label_lower, happened_at__lt=before)
    told = told.exclude(concerns_id=None, actor_id=None).exclude(Exists(there))
    return done + empty(told, most, concerns_id=None, actor_id=None)


CLASSES = (
    Kept(
        "room_hands",
        _("Who raised a hand in a room, what about, and who wanted no bell"),
        1,
        _("It was for that moment."),
        _hands,
    ),
    Kept(
        "room_runs",
        _("How a room was led: its steps, how long they took, who led and who played which part"),
        365,
        _("It helps to plan the next rooms, and nobody a year later."),
        _runs,
    ),
)
