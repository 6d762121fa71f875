from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened while a room runs, and the sentence that tells it. Hands leave no trace."""

    BEGAN = "live.began", _("{actor} began to lead a room through its steps")
    WENT_TO_STEP = "live.went_to_step", _("{actor} led a room to another step")
    LENGTHENED = "live.lengthened", _("{actor} gave a step more time")
    PAUSED = "live.paused", _("{actor} paused a room")
    WENT_ON = "live.went_on", _("{actor} went on with a room")
    PART_GIVEN = "live.part_given", _("{actor} asked {concerns} to play a part in a room")
    ENDED = "live.ended", _("The steps of a room came to their end")
