from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to the circles of a room, and the sentence that tells it."""

    FORMED = "circles.formed", _("{actor} formed the circles of a room")
    REPAIRED = "circles.repaired", _("The circles of a room were mended: {actor}")
    CHANGED = "circles.changed", _("{concerns} came into another circle")
    SHOWN = "circles.shown", _("{actor} showed the circles of a room to its people")
    HIDDEN = "circles.hidden", _("{actor} took the circles of a room back from view")
    LET_GO = "circles.let_go", _("{actor} let go of the circles of a room")
    LINKED = "circles.linked", _("{actor} gave the circles of a room their links")
    WISHED = "circles.wished", _("{actor} asked the hosts something about the circles of a room")
    UNWISHED = "circles.unwished", _("{actor} took back what they had asked about the circles of a room")
