"""From a request to what a room left behind; what one may not know of is a 404, like what does not exist."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from guildhouse.communities.doors import community_of
from guildhouse.harvest import policy, queries
from guildhouse.harvest.models import Card
from guildhouse.people.doors import person_of
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.views.loading import room_of


def looked_at(request: HttpRequest, slug: str, public_id: str) -> Sight:
    """The room at this address, for those who have something to do with its harvest."""
    sight = room_of(request, slug, public_id)
    if not policy.may_look(sight.viewer):
        raise Http404
    return sight


def card_of(request: HttpRequest, slug: str, public_id: str) -> Card:
    """The card at this address, if the person reads it."""
    community, _standing = community_of(request, slug)
    card = queries.card_of(community, public_id, person_of(request))
    if card is None:
        raise Http404
    return card


def onwards(request: HttpRequest, name: str, *where: str) -> HttpResponse:
    """To the page of ours that the form names (the screen of a room under way), else to the one named here."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect(name, *where)
