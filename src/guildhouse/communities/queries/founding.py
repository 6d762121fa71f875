"""What a call still needs before it may open."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities import meetings
from guildhouse.communities.models import Community, Office, SignOn
from guildhouse.people.models import Site


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of opening: whether it is met, what it says, how to meet it, and the name of the page where."""

    key: str
    met: bool
    sentence: str
    how: str
    page: str


def signers_needed() -> int:
    """How many sign-ons a call needs here."""
    return Site.objects.values_list("signers_needed", flat=True).first() or Site().signers_needed


def sign_ons(community: Community) -> list[SignOn]:
    """Who signed on and why, the first one first."""
    return list(SignOn.objects.filter(community=community).select_related("person").order_by("at", "pk"))


def conditions(community: Community, *, at: datetime) -> list[Condition]:
    """What must hold before a call opens, each met or missing with how to meet it."""
    offices = Office.objects.held().filter(community=community)
    held = set(offices.values_list("kind", flat=True).order_by("kind").distinct())
    return [
        *_written(community),
        _signed(community),
        Condition(
            "convener",
            Office.Kind.CONVENER in held,
            _("Somebody convenes."),
            _("Appoint a convener on the offices page."),
            "community-offices",
        ),
        Condition(
            "room",
            meetings.count_ahead(community.pk, at) > 0,
            _("A first room is planned."),
            _("Plan a room: what to practise, when, for how many."),
            "room-new",
        ),
        _way_in(community, Office.Kind.WELCOMER in held),
    ]


def _written(community: Community) -> list[Condition]:
    texts = (
        (
            "domain",
            community.domain,
            _("The domain is written: what we care about."),
            _("Write it into the call."),
        ),
        (
            "stakes",
            community.stakes,
            _("The stakes are written: why we would do this without being told to."),
            _("Write them into the call."),
        ),
        (
            "scope",
            community.scope,
            _("The scope is written: what this is, and what it is not."),
            _("Write it into the call."),
        ),
        (
            "rhythm",
            community.rhythm,
            _("There is a rhythm: how often you meet, and when you are quiet."),
            _("Say it in the call."),
        ),
    )
    return [
        Condition(key, bool(text.strip()), sentence, how, "community-call")
        for key, text, sentence, how in texts
    ]


def _signed(community: Community) -> Condition:
    needed, have = signers_needed(), SignOn.objects.filter(community=community).count()
    sentence = ngettext(
        "%(needed)s person has signed on and said why.",
        "%(needed)s people have signed on and said why.",
        needed,
    )
    how = _("%(have)s so far. Send the address of this page to people who care, and ask them to sign on.")
    return Condition(
        "signers",
        have >= needed,
        sentence % {"needed": needed},
        how % {"have": have},
        "community-founding",
    )


def _way_in(community: Community, welcomed: bool) -> Condition:
    if welcomed:
        how, page = _("Write a first thing to do into the call."), "community-call"
    else:
        how, page = _("Name a welcomer on the offices page."), "community-offices"
    return Condition(
        "way-in",
        welcomed and bool(community.first_thing.strip()),
        _("There is a way in: somebody who welcomes newcomers, and a first thing they can do."),
        how,
        page,
    )


def missing(community: Community, *, at: datetime) -> list[Condition]:
    """The conditions that do not hold yet."""
    return [condition for condition in conditions(community, at=at) if not condition.met]
