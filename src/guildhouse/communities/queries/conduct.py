"""Reports, blocks and appeals, for those who answer them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from guildhouse.communities.models import Block, Community, Office, Report
from guildhouse.communities.policy import Standing, may_read_report
from guildhouse.communities.queries.belonging import Belonging
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person

MOST = 200


def reports_for(community: Community, standing: Standing) -> list[Report]:
    """The reports this person may read and answer, unanswered ones first."""
    made = Report.objects.filter(community=community).select_related("reporter", "about", "answered_by")
    readable = [
        one
        for one in made.order_by("-at", "-pk")[:MOST]
        if may_read_report(standing, one, community.conduct_contact_id)
    ]
    return sorted(readable, key=lambda one: one.answered_at is not None)


def answerers(community: Community, between: Iterable[int | None]) -> list[int]:
    """The ids of those here who answer a report: the contact, or while none can, the conveners.

    `between` are the ids of who wrote it and of whom it is about: neither answers it.
    """
    contact = community.conduct_contact_id
    if contact is not None and contact not in between:
        return [contact]
    held = Office.objects.held().filter(community=community, kind=Office.Kind.CONVENER)
    conveners = held.exclude(person__in=[pk for pk in between if pk is not None])
    return list(conveners.order_by("since", "pk").values_list("person", flat=True))


def my_reports(community: Community, person: Person) -> list[Report]:
    """What the person reported here, with the answers."""
    return list(Report.objects.filter(community=community, reporter=person).order_by("-at", "-pk"))


def blocks(community: Community) -> list[Block]:
    """Who is kept out, the latest first."""
    kept_out = (
        Block.objects.in_force().filter(community=community).select_related("person", "by", "decided_by")
    )
    return list(kept_out.order_by("-at", "-pk"))


def block_of(person: Person, public_id: str) -> Block | None:
    """The block that concerns this person, or None: nobody else may open its page."""
    return Block.objects.filter(person=person, public_id=public_id).select_related("community", "by").first()


def my_block(community: Community, person: Person | None) -> Block | None:
    """The block in force that keeps this person out, or None."""
    if person is None:
        return None
    return Block.objects.in_force().filter(community=community, person=person).first()


def reports_waiting(person: Person, mine: list[Belonging]) -> list[Report]:
    """What waits for this person's answer, in their communities and in the house, the oldest first; one query."""
    offices = {one.community_id: one.offices for one in mine}
    sent = _reports_sent_to(person.pk, person.is_site_admin)
    return [one for one in sent if _may_answer(person, one, offices)]


@prepared
def _reports_sent_to(person: int, runs_house: bool) -> QuerySet[Report]:
    convening = Office.objects.held().filter(person=person, kind=Office.Kind.CONVENER).values("community")
    sent = Q(community__conduct_contact=person) | Q(community__in=convening)
    if runs_house:
        sent |= Q(to_site=True)
    unanswered = Report.objects.filter(sent, answered_at=None).select_related("community")
    return unanswered.order_by("at", "pk")[:MOST]


def _may_answer(person: Person, made: Report, offices: dict[int, frozenset[str]]) -> bool:
    held = offices.get(made.community_id, frozenset()) if made.community_id else frozenset()
    standing = Standing(person=person, offices=held, runs_house=person.is_site_admin)
    contact = made.community.conduct_contact_id if made.community else None
    return bool(may_read_report(standing, made, contact))


def reports_to_site(standing: Standing) -> list[Report]:
    """What was written to those who run the house and this person may read, unanswered ones first."""
    made = Report.objects.filter(to_site=True).select_related("reporter", "about", "community", "answered_by")
    readable = [one for one in made.order_by("-at", "-pk")[:MOST] if may_read_report(standing, one, None)]
    return sorted(readable, key=lambda one: one.answered_at is not None)


def appeals_to_site() -> list[Block]:
    """Appeals nobody has answered yet."""
    waiting = Block.objects.in_force().filter(~Q(appeal=""), decided_at=None)
    return list(waiting.select_related("person", "by", "community").order_by("appealed_at", "pk"))
