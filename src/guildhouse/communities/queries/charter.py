"""The charter's editions, who accepted them, and the pauses."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from guildhouse.communities.models import Acceptance, CharterEdition, Community, Membership, Pause

# Who accepted a charter is told by so many names.
NAMES = 200


def editions(community: Community) -> list[CharterEdition]:
    """Every edition, the latest first."""
    return list(
        CharterEdition.objects.filter(community=community).select_related("written_by").order_by("-number")
    )


def edition(community: Community, number: int) -> CharterEdition | None:
    """One edition, or None."""
    return CharterEdition.objects.filter(community=community, number=number).first()


def acceptances(accepted: CharterEdition) -> list[Acceptance]:
    """The members who put their name to an edition, the latest first; the first `NAMES` of them and one more."""
    living = Membership.objects.living().filter(community=accepted.community_id, person=OuterRef("person"))
    mine = Acceptance.objects.filter(Exists(living), edition=accepted)
    return list(mine.order_by("-at", "-pk")[: NAMES + 1])


def whole_text(of: CharterEdition | None) -> str:
    """What one agrees to: the text with its confidentiality clause."""
    return f"{of.text}\n\n{of.confidentiality}" if of else ""


def pauses(community: Community) -> list[Pause]:
    """Pauses that were not ended early, the latest first."""
    declared = Pause.objects.filter(community=community, ended_at=None).select_related("by")
    return list(declared.order_by("-from_on", "-pk")[:30])


def pause_on(community: Community, at: datetime) -> Pause | None:
    """The pause this moment lies in, or None; a day is the day of UTC."""
    today: date = at.date()
    now = Pause.objects.filter(community=community, ended_at=None, from_on__lte=today, until_on__gte=today)
    return now.order_by("-until_on", "-pk").first()
