"""How many people take part in two communities at once."""

from collections.abc import Collection

from django.db.models import Count, F

from guildhouse.communities.models import Bridge, Membership

# So many memberships are counted whenever somebody asks; of more, the worker keeps the numbers.
COUNTED_AT_ONCE = 2_000
Between = tuple[int, int, int]


def bridges(among: Collection[int], *, memberships: int) -> list[Between]:
    """Each two of these communities with people in both: their ids and how many, the strongest first.

    `memberships` is how many there are in all of these communities. Where they are many, the numbers are those of
    the worker's last count.
    """
    if memberships <= COUNTED_AT_ONCE:
        return counted(among)
    kept = Bridge.objects.filter(one__in=among, other__in=among).order_by("-people", "pk")
    return list(kept.values_list("one", "other", "people"))


def counted(among: Collection[int] | None = None) -> list[Between]:
    """The same, counted now; in the whole house where no communities are given."""
    both = Membership.objects.filter(
        ended_at=None,
        person__memberships__ended_at=None,
        person__memberships__community__gt=F("community"),
        **({} if among is None else {"community__in": among, "person__memberships__community__in": among}),
    )
    found = both.values("community").annotate(other=F("person__memberships__community"), people=Count("pk"))
    return list(found.order_by("-people", "community", "other").values_list("community", "other", "people"))
