"""What hosts do about a room that may not work: another format, another room, another time, another to present."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused, require
from guildhouse.people.doors import actor_of
from guildhouse.people.models import Person
from guildhouse.rooms import actions, policy
from guildhouse.rooms.forms.choosing import TimesForm
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting import choosing, formatting, hosting, words
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.views.loading import hosted_room_of, written


@signed_in
def conversion(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give the room another format, with everybody in their seat."""
    sight = hosted_room_of(request, slug, public_id)
    if request.method != "POST":
        return _conversions(request, sight)
    room = actions.convert(sight.room, written(request, "to", 40), actor=actor_of(request))
    said = _("The room is “%(format)s” now. Everybody keeps their seat; whoever has another role is asked.")
    short = words.usual_length(words.format_of(room.format), room)
    messages.success(request, f"{said % {'format': words.format_name(room.format)}} {short}".rstrip())
    return redirect("room-host", slug, public_id)


def _conversions(request: HttpRequest, sight: Sight) -> HttpResponse:
    """The formats that work with those who come, each with what it would cause."""
    room, slug = sight.room, sight.room.community.slug
    require(policy.may_convert(sight.viewer, room, at=sight.at))
    context = {
        "sight": sight,
        "room": room,
        "community": room.community,
        "format": words.format_name(room.format),
        "conversions": [
            (formatting.card(words.format_of(one.value), slug), one.causes)
            for one in choosing.conversions(sight, hosting.people_of(sight).coming)
        ],
    }
    return render(request, "rooms/conversion.html", context)


@signed_in
@require_POST
def merging(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask everybody whether they come to another room, or stop asking."""
    sight = hosted_room_of(request, slug, public_id)
    if request.POST.get("stop") == "yes":
        actions.stop_merging(sight.room, actor=actor_of(request))
        messages.success(
            request, _("The room stays a room of its own. Whoever has gone to the other one stays there.")
        )
        return redirect("room-host", slug, public_id)
    rooms = Room.objects.visible_to(sight.viewer.standing.person).filter(community=sight.room.community)
    into = get_object_or_404(rooms, public_id=written(request, "into", 12))
    actions.propose_merge(sight.room, into, actor=actor_of(request))
    messages.success(request, _("Everybody is asked by letter whether they come along."))
    return redirect("room-host", slug, public_id)


@signed_in
def times(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask everybody which of a few other times suit them."""
    sight = hosted_room_of(request, slug, public_id)
    form = TimesForm(request.POST or None, hour=sight.room.wall_time)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_times(sight.room, form.times(), actor=actor_of(request))
        except Refused as refusal:
            if refusal.code not in ("past", "too_far", "times"):
                raise
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Everybody is asked by letter. You choose once you know enough."))
            return redirect("room-host", slug, public_id)
    context = {"sight": sight, "room": sight.room, "community": sight.room.community, "form": form}
    return render(request, "rooms/times.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def time_choice(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Move the room to one of the proposed times, or leave it where it is."""
    sight = hosted_room_of(request, slug, public_id)
    if request.POST.get("stop") == "yes":
        actions.stop_asking_times(sight.room, actor=actor_of(request))
        messages.success(request, _("The room stays at its time. Nobody is asked any more."))
    else:
        actions.choose_time(sight.room, written(request, "time", 12), actor=actor_of(request))
        messages.success(request, _("The room has its new time. Everybody with a seat keeps it and is told."))
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def role_asking(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask somebody to take a role."""
    sight = hosted_room_of(request, slug, public_id)
    person = Person.objects.filter(public_id=written(request, "person", 12)).first()
    belongs = person is not None and (
        sight.room.seats.filter(person=person).exists()
        or person.memberships.living().filter(community=sight.room.community).exists()
    )
    if person is None or not belongs:
        raise Http404
    actions.ask_to_take(sight.room, person, written(request, "role", 40), actor=actor_of(request))
    messages.success(request, _("%(name)s is asked. Whether to is theirs to say.") % {"name": person})
    return redirect("room-host", slug, public_id)
