"""How long communities keep what was said on the way: invitations, requests, reports, blocks that were lifted."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Block, Duty, Invitation, JoinRequest, Report
from guildhouse.kit.retention import Kept, delete


def _invitations(before: datetime, most: int) -> int:
    return delete(Invitation.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)), most)


def _requests(before: datetime, most: int) -> int:
    # Whoever was told not to ask again is remembered as long as that holds.
    settled = JoinRequest.objects.exclude(state=JoinRequest.State.ASKED).filter(may_ask_again=True)
    return delete(settled.filter(Q(decided_at__lt=before) | Q(decided_at=None, asked_at__lt=before)), most)


def _reports(before: datetime, most: int) -> int:
    return delete(Report.objects.filter(answered_at__lt=before), most)


def _duties_not_carried(before: datetime, most: int) -> int:
    not_carried = Duty.objects.filter(state__in=(Duty.State.DECLINED, Duty.State.LAPSED))
    return delete(not_carried.filter(ended_at__lt=before), most)


def _blocks(before: datetime, most: int) -> int:
    return delete(Block.objects.filter(lifted_at__lt=before), most)


CLASSES = (
    Kept(
        "invitations",
        _("Invitations that have run out, and who came by them"),
        365,
        _("Whoever invited answers for it for a while."),
        _invitations,
    ),
    Kept(
        "requests",
        _("Requests to join that were answered, with what was said"),
        365,
        _("One can look up why, and ask again."),
        _requests,
    ),
    Kept(
        "reports",
        _("Reports that were answered"),
        730,
        _("Long enough to see when something happens again."),
        _reports,
    ),
    Kept(
        "duties_not_carried",
        _("That somebody was asked to carry a duty and did not"),
        90,
        _("Long enough not to ask again at once; nobody is measured by it."),
        _duties_not_carried,
    ),
    Kept(
        "blocks",
        _("That somebody was asked to stay away, once that is over"),
        365,
        _("Long enough to see when something happens again."),
        _blocks,
    ),
)
