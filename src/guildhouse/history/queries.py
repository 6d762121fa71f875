"""What can be asked of history."""

from collections.abc import Iterable

from django.db.models import Count, Sum

from guildhouse.history.models import Fact, Version


def version_of(community: int) -> int:
    """How many transactions have changed this community."""
    return (
        Version.objects.filter(pk=community).values_list("number", flat=True).first()
        or 0
    )


def version_of_all(communities: Iterable[int] | None = None) -> tuple[int, int]:
    """One key over several communities (all of them by default): how many have a version, and their sum."""
    versions = (
        Version.objects.all()
        if communities is None
        else Version.objects.filter(pk__in=communities)
    )
    found = versions.aggregate(count=Count("pk"), sum=Sum("number"))
    return found["count"], found["sum"] or 0


def facts_of(
    subject_type: str, subject_id: int, kinds: Iterable[str] = ()
) -> list[Fact]:
    """The facts about one thing, oldest first; only some kinds when they are named."""
    facts = Fact.objects.filter(subject_type=subject_type, subject_id=subject_id)
    if kinds:
        facts = facts.filter(kind__in=[str(kind) for kind in kinds])
    return list(facts.order_by("pk"))
