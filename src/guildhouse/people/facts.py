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
    LOCKED = "people.locked", _("{actor} closed the account of {concerns}")
    UNLOCKED = "people.unlocked", _("{actor} opened the account of {concerns} again")
    SESSIONS_ENDED = "people.sessions_ended", _("{actor} signed {concerns} out everywhere")
    ERASURE_ASKED = "people.erasure_asked", _("{actor} asked for {concerns} to be erased")
    ERASURE_TAKEN_BACK = "people.erasure_taken_back", _("{actor} took back that {concerns} is to be erased")
    ERASED = "people.erased", _("{concerns} was erased")
    ADDRESS_CHANGE_ASKED = "people.address_change_asked", _("{actor} asked for another e-mail address")
    ADDRESS_CHANGED = "people.address_changed", _("{actor} uses another e-mail address")
    ADDRESS_CHANGE_STOPPED = "people.address_change_stopped", _("A change of address was stopped")
    ADDRESS_CHANGE_UNDONE = "people.address_change_undone", _("A change of address was taken back")
