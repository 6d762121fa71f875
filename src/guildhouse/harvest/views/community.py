"""What the rooms of a community left to everybody in it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guildhouse.communities.doors import inside_of
from guildhouse.harvest import presenting, queries
from guildhouse.harvest.models import Card
from guildhouse.kit.doors import signed_in
from guildhouse.people.doors import person_of


@signed_in
@require_GET
def harvest(request: HttpRequest, slug: str) -> HttpResponse:
    """The cards that were shared with the community, all of them or of one kind, latest first."""
    community, standing = inside_of(request, slug)
    if not standing.is_member:
        raise Http404
    person, kind = person_of(request), request.GET.get("kind", "")
    kind = kind if kind in Card.Kind.values else ""
    counted = queries.kinds_in(community, person)
    here = reverse("community-harvest", args=[slug])
    context = {
        "community": community,
        "kind": kind,
        "total": sum(counted.values()),
        "most": queries.MOST_SHARED,
        "tabs": [
            (here, _("All"), not kind),
            *(
                (f"{here}?kind={one}", presenting.plural_of(one), one == kind)
                for one in Card.Kind.values
                if one in counted
            ),
        ],
        "rows": [
            presenting.row_of(card, slug, person, where=True)
            for card in queries.shared_in(community, person, kind)
        ],
    }
    return render(request, "harvest/community.html", context)
