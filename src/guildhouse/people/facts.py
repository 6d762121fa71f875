from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to a person here, and the sentence that tells it."""

    JOINED_SITE = "people.joined_site", _("{actor} came to this house")
    CHANGED_PROFILE = (
        "people.changed_profile",
        _("{actor} changed what others see of them"),
    )
    BROUGHT_IN = "people.brought_in", _("{concerns} is known here from elsewhere")
    CORRECTED = "people.corrected", _("What is known of {concerns} from elsewhere was corrected")
    CLAIMED = "people.claimed", _("{actor} claimed the place that was kept for them")
    INVITED_TO_CLAIM = (
        "people.invited_to_claim",
        _("{actor} invited {concerns} to claim their place"),
    )
    MUTED = "people.muted", _("{actor} muted somebody")
    UNMUTED = "people.unmuted", _("{actor} listens again to somebody they had muted")
    SITE_CHANGED = "people.site_changed", _("{actor} changed the rules of this house")
    SITE_RESTORED = "people.site_restored", _("This house was put back from a backup")
    LETTERS_RELEASED = "people.letters_released", _("{actor} let letters leave the restored house again")
