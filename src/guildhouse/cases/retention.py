"""How long cases are kept, and that there was one."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from guildhouse.cases.models import Agreement, Case
from guildhouse.kit.retention import Kept, delete


def _records(before: datetime, most: int) -> int:
    return delete(Case.objects.filter(ended_at__lt=before), most)


def _agreements(before: datetime, most: int) -> int:
    living = Case.objects.living().filter(room=OuterRef("room"))
    return delete(Agreement.objects.filter(room__ends_at__lt=before).exclude(Exists(living)), most)


CLASSES = (
    Kept(
        "cases",
        _("What a case says"),
        30,
        _(
            "It was told in confidence, for that room. Its key is destroyed, so it is gone from every backup too."
        ),
        instead=_(
            "30 days after its room, or as its presenter chooses within the charter; never longer than a year"
        ),
    ),
    Kept(
        "case_records",
        _("That a case was brought, and who read it"),
        90,
        _("Long enough for its presenter to look up who did."),
        _records,
    ),
    Kept(
        "case_agreements",
        _("Who agreed that machines read the cases of a room"),
        90,
        _("The room is over, and nothing is left to read."),
        _agreements,
    ),
    Kept(
        "case_keys",
        _("That the key of a case was destroyed: an empty file, by a name made by chance"),
        0,
        _(
            "Without it nobody could tell, after a restore, a case that was withdrawn from one that is only not here."
        ),
        instead=_("for good"),
    ),
)
