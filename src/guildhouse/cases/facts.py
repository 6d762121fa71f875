from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to a case, and the sentence that tells it; none of them holds a word of it."""

    BROUGHT = "cases.brought", _("{actor} began to write a case for a room")
    CHANGED = "cases.changed", _("{actor} changed the words of a case")
    OPENED = "cases.opened", _("{actor} opened a case to those confirmed in the room")
    STAYS = "cases.stays", _("{actor} changed how long a case stays")
    CAME_ALONG = "cases.came_along", _("{actor} took a case along to another room")
    WITHDRAWN = "cases.withdrawn", _("{actor} withdrew a case")
    EXPIRED = "cases.expired", _("A case expired")
    LESSON_LEFT = "cases.lesson_left", _("{actor} took a lesson from a case")
    AGREED = "cases.agreed", _("{actor} agreed that machines read the cases of a room")
    AGREEMENT_WITHDRAWN = "cases.agreement_withdrawn", _("{actor} no longer agrees that machines read them")
