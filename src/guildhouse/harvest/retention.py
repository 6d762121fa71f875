"""How long what people wrote for themselves after a room is kept; cards stay, they are the community's."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.harvest.models import Commitment, Recognition, Reflection, Wording
from guildhouse.kit.retention import Kept, delete, empty


def _reflections(before: datetime, most: int) -> int:
    return delete(Reflection.objects.filter(at__lt=before), most)


def _thanks(before: datetime, most: int) -> int:
    unseen = (Recognition.State.GIVEN, Recognition.State.DECLINED)
    return delete(Recognition.objects.filter(at__lt=before, state__in=unseen), most)


def _words(before: datetime, most: int) -> int:
    old = Q(answered_at__lt=before) | Q(answered_at=None, card__at__lt=before)
    said = Commitment.objects.filter(old, shared_at=None).exclude(word="")
    return empty(said, most, word="") + delete(Wording.objects.filter(until__lt=before), most)


CLASSES = (
    Kept(
        "reflections",
        _("What people took from a room in two minutes, and whether it was worth the time"),
        365,
        _("It is for the days after the room; whoever wants to keep it takes a copy."),
        _reflections,
    ),
    Kept(
        "thanks",
        _("Words of thanks that nobody let be seen or kept"),
        365,
        _("Whoever they were for has not needed them."),
        _thanks,
    ),
    Kept(
        "card_words",
        _("How a card read before it was corrected, and why a commitment was moved or let go"),
        365,
        _("A year later it helps nobody."),
        _words,
    ),
)
