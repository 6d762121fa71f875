"""How long is kept what accounts leave behind: sessions, links to claim a place, sign-ups nobody confirmed."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from guildhouse.history.models import Fact
from guildhouse.kit.models import Limit
from guildhouse.kit.retention import Kept, delete, empty
from guildhouse.people.models import AddressChange, ClaimInvitation, Person, Session


def _sessions(before: datetime, most: int) -> int:
    return delete(Session.objects.filter(expire_date__lt=before), most)


def _claims(before: datetime, most: int) -> int:
    over = ClaimInvitation.objects.filter(Q(used_at__lt=before) | Q(expires_at__lt=before))
    return empty(over.exclude(email="", note=""), most, email="", note="")


def _limits(before: datetime, most: int) -> int:
    return delete(Limit.objects.filter(expires__lt=before.timestamp()), most)


def _changes(before: datetime, most: int) -> int:
    over = AddressChange.objects.filter(
        Q(done_at__lt=before) | Q(ended_at__lt=before) | Q(expires_at__lt=before)
    )
    return delete(over, most)


def _unconfirmed(before: datetime, most: int) -> int:
    # Nothing was ever done by them: whoever did anything has a fact, and confirmed first.
    spoken_of = Fact.objects.filter(Q(actor_id=OuterRef("pk")) | Q(concerns_id=OuterRef("pk")))
    people = Person.objects.filter(claimed_at=None, erased_at=None, created_at__lt=before).exclude(email=None)
    return delete(people.filter(merged_into=None).exclude(Exists(spoken_of)), most)


CLASSES = (
    Kept(
        "sessions",
        _("Where somebody was signed in"),
        0,
        _("Once it is over it is of use to nobody."),
        _sessions,
    ),
    Kept(
        "limits",
        _("How often somebody tried to come in, under a digest"),
        0,
        _("The limit is over."),
        _limits,
    ),
    Kept(
        "claims",
        _("The address a link to a kept place was sent to, and the word with it"),
        30,
        _("The link was used or has run out; whoever sent it may still ask why."),
        _claims,
    ),
    Kept(
        "address_changes",
        _("From which address to which somebody changed, or wished to"),
        90,
        _("Long enough to notice that it was not oneself."),
        _changes,
    ),
    Kept(
        "unconfirmed",
        _("An account whose address nobody confirmed"),
        30,
        _("Whoever signed up did not come, or the address was another's."),
        _unconfirmed,
    ),
)
