from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to an import, and the sentence that tells it."""

    ASKED = "imports.asked", _("{actor} asked to bring in a landscape")
    DONE = "imports.done", _("A landscape was brought in")
    FAILED = "imports.failed", _("A landscape could not be brought in")
