"""A person as others see them, where I take part, and everything kept about me."""

from datetime import datetime
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guildhouse.communities.models import Community, Membership, Office
from guildhouse.kit.doors import public, signed_in
from guildhouse.people import claiming, policy
from guildhouse.people.doors import person_of
from guildhouse.people.models import Mute, Person


class Place(NamedTuple):
    """One community somebody takes part in, and how."""

    slug: str
    name: str
    level: str
    offices: list[str]
    since: datetime


@public
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person: what they practise and can help with, for those they show it to."""
    shown = get_object_or_404(Person.objects.filter(erased_at=None), public_id=public_id)
    if shown.merged_into_id:
        return redirect("person", Person.objects.get(pk=shown.merged_into_id).public_id)
    me = person_of(request)
    places = places_of(shown, seen_by=me)
    together = me is not None and are_together(shown, me)
    if not shown.is_claimed and not shown.is_active:
        raise Http404
    context = {
        "shown": shown,
        "me": me,
        "places": places,
        "opens_up": policy.sees_profile(me, shown, together=together),
        "muted": me is not None and Mute.objects.filter(person=me, muted=shown).exists(),
        "may_invite": policy.may_invite_to_claim(me, shown, claiming.vouched_for(me, shown)),
    }
    response = render(request, "pages/person.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@signed_in
def my_places(request: HttpRequest) -> HttpResponse:
    """The communities I take part in, as what, since when."""
    me = get_object_or_404(Person, pk=request.user.pk)
    return render(request, "pages/my_places.html", {"me": me, "places": places_of(me, seen_by=me)})


def are_together(shown: Person, reader: Person) -> bool:
    """Whether both belong to one community."""
    mine = Membership.objects.living().filter(person=reader).values("community")
    return Membership.objects.living().filter(person=shown, community__in=mine).exists()


def places_of(shown: Person, *, seen_by: Person | None) -> list[Place]:
    """The communities of a person that this reader may know they belong to.

    Members are seen by other members; somebody from outside sees only the offices of public communities.
    """
    visible = Community.objects.visible_to(seen_by)
    memberships = Membership.objects.living().filter(person=shown, community__in=visible.values("pk"))
    rows = memberships.select_related("community").order_by("joined_at", "pk")
    offices: dict[int, list[str]] = {}
    for office in Office.objects.held().filter(person=shown).order_by("since", "pk"):
        offices.setdefault(office.community_id, []).append(office.get_kind_display())
    inside = _own_communities(seen_by)
    oneself = seen_by is not None and seen_by.pk == shown.pk

    def is_known(row: Membership) -> bool:
        in_public_office = (
            row.community_id in offices and row.community.visibility == Community.Visibility.PUBLIC
        )
        return oneself or row.community_id in inside or in_public_office

    return [
        Place(
            slug=row.community.slug,
            name=row.community.name,
            level=row.get_level_display(),
            offices=offices.get(row.community_id, []),
            since=row.joined_at,
        )
        for row in rows
        if is_known(row)
    ]


def _own_communities(reader: Person | None) -> set[int]:
    if reader is None:
        return set()
    return set(Membership.objects.living().filter(person=reader).values_list("community", flat=True))
