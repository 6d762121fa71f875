from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to the letters of a person, and the sentence that tells it."""

    CHOSEN = "notices.chosen", _("{concerns} chose which letters come, and when")
    ADDRESS_FAILED = "notices.address_failed", _("Letters to {concerns} come back, so none is sent")
    ADDRESS_MENDED = "notices.address_mended", _("Letters reach {concerns} again")
