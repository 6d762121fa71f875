"""What hosts do about the room itself: show it, close it, limit it, write to its people, note who came."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of
from guildhouse.rooms import actions
from guildhouse.rooms.forms.hosting import LimitsForm, MessageForm, WhyForm
from guildhouse.rooms.models import Seat
from guildhouse.rooms.views.hosting import Errors, shown
from guildhouse.rooms.views.loading import hosted_room_of


@signed_in
@require_POST
def publication(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show a draft to everybody who may see it."""
    sight = hosted_room_of(request, slug, public_id)
    actions.publish(sight.room, actor=actor_of(request))
    messages.success(
        request, _("The room is published: people can ask for seats. You are told when they do.")
    )
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def draft(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Delete a draft."""
    sight = hosted_room_of(request, slug, public_id)
    actions.delete_draft(sight.room, actor=actor_of(request))
    messages.success(request, _("The draft is gone. Nobody but its hosts had seen it."))
    return redirect("community-rooms", slug)


@signed_in
@require_POST
def requests_closed(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take no new requests, or take them again."""
    sight = hosted_room_of(request, slug, public_id)
    if request.POST.get("closed") == "yes":
        actions.close(sight.room, actor=actor_of(request))
        messages.success(request, _("No new requests. Whoever has a seat or stands in line keeps it."))
    else:
        actions.reopen(sight.room, actor=actor_of(request))
        messages.success(request, _("People can ask again; what is free went to those in line first."))
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def run_anyway(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Run the room with those who come."""
    sight = hosted_room_of(request, slug, public_id)
    actions.run_anyway(sight.room, actor=actor_of(request))
    messages.success(request, _("The room runs with those who come. You are not asked again."))
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def limits(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Set how many fit."""
    sight = hosted_room_of(request, slug, public_id)
    form = LimitsForm(request.POST, sight=sight)
    if not form.is_valid():
        return shown(request, sight, status=400, limits=request.POST)
    try:
        actions.set_limits(sight.room, actor=actor_of(request), **form.limits())
    except Refused as refusal:
        if refusal.code not in ("below_held", "limit"):
            raise
        errors: Errors = {("limits", None): str(refusal)}
        return shown(request, sight, status=409, limits=request.POST, errors=errors)
    messages.success(request, _("The limits are set; what is free now went to those in line."))
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def message(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write to the people of the room."""
    sight = hosted_room_of(request, slug, public_id)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return shown(request, sight, status=400, message=request.POST)
    try:
        actions.message(sight.room, actor=actor_of(request), **form.cleaned_data)
    except Refused as refusal:
        if refusal.code != "text":
            raise
        errors: Errors = {("message_form", "text"): str(refusal)}
        return shown(request, sight, status=400, message=request.POST, errors=errors)
    messages.success(request, _("Your message is on its way to them."))
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def attendance(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Note who came, for everybody at once."""
    sight = hosted_room_of(request, slug, public_id)
    sent = [seat for seat in Seat.objects.filter(room=sight.room) if f"came-{seat.public_id}" in request.POST]
    came = {seat.pk: request.POST[f"came-{seat.public_id}"] for seat in sent if _is_as_seen(request, seat)}
    noted = actions.note_attendance(sight.room, came, actor=actor_of(request))
    if len(came) < len(sent):
        messages.warning(request, _("Of some, something else was noted meanwhile; look at them again."))
    elif noted:
        messages.success(request, _("Noted. Each person sees their own, and can say if it is wrong."))
    else:
        messages.info(request, _("Nothing changed: it was noted like this already."))
    return redirect("room-host", slug, public_id)


def _is_as_seen(request: HttpRequest, seat: Seat) -> bool:
    """Whether the seat is as the page showed it: what others said since is not written over by what stood there."""
    return request.POST.get(f"seen-{seat.public_id}", str(seat.revision)) == str(seat.revision)


@signed_in
def cancellation(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Cancel the room, after reading what that causes."""
    sight = hosted_room_of(request, slug, public_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(sight.room, actor=actor_of(request), **form.cleaned_data)
        except Refused as refusal:
            if refusal.code != "why":
                raise
            form.add_error("why", str(refusal))
        else:
            messages.success(request, _("The room is cancelled, and everybody who planned to come is told."))
            return redirect("room", slug, public_id)
    context = {"sight": sight, "room": sight.room, "community": sight.room.community, "form": form}
    return render(request, "rooms/cancel.html", context, status=400 if form.errors else 200)
