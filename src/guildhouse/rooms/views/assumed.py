"""What an import assumed about a room or a series: saying that it is right, or that it is the other week."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.kit.doors import signed_in
from guildhouse.people.doors import actor_of
from guildhouse.rooms import actions
from guildhouse.rooms.views.loading import hosted_room_of, series_of


@signed_in
@require_POST
def assumption(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Confirm what an import assumed."""
    sight = hosted_room_of(request, slug, public_id)
    actions.confirm_assumption(sight.room, actor=actor_of(request), field=request.POST.get("field", ""))
    messages.success(request, _("Thank you: it is not marked as assumed any more."))
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def phase(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a series meets in the other weeks."""
    series, _standing = series_of(request, slug, public_id)
    try:
        from_on = date.fromisoformat(request.POST.get("from_on", ""))
    except ValueError:
        raise Http404 from None
    actions.shift_phase(series, from_on=from_on, actor=actor_of(request))
    messages.success(request, _("The dates have moved to the other weeks; those with people in them stayed."))
    return redirect("series", slug, public_id)
