"""How long letters stay."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guildhouse.kit.retention import Kept, delete, empty
from guildhouse.notices.models import WORDLESS, Letter

State = Letter.State
OVER = (State.SENT, State.TOLD, State.PARKED, State.FAILED, State.SHOWN, State.DROPPED)


def _secrets(before: datetime, most: int) -> int:
    shown = Letter.objects.filter(holds_secret=True, state__in=OVER, created_at__lt=before)
    return empty(shown.exclude(text="", html=""), most, **WORDLESS)


def _bodies(before: datetime, most: int) -> int:
    old = Letter.objects.filter(state__in=OVER, created_at__lt=before)
    return empty(old.exclude(text="", html="", subject=""), most, subject="", **WORDLESS)


def _letters(before: datetime, most: int) -> int:
    return delete(Letter.objects.filter(state__in=OVER, created_at__lt=before), most)


CLASSES = (
    Kept(
        "secrets",
        _("Letters with a code or a link that lets somebody in"),
        15,
        _(
            "They are emptied once sent; this is for those that were only shown. By then the link has run out."
        ),
        _secrets,
    ),
    Kept(
        "letters",
        _("What a letter said"),
        90,
        _("Long enough to look up what somebody was told."),
        _bodies,
    ),
    Kept(
        "letter_records",
        _("That a letter was sent, to which address and when"),
        365,
        _("Long enough to find out why somebody heard nothing."),
        _letters,
    ),
)
