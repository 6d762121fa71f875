"""What hosts decide about people: requests, the line, invitations, removals."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from guildhouse.history.actors import Actor
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of
from guildhouse.rooms import actions
from guildhouse.rooms.forms.hosting import CohostForm, DecisionForm, InviteForm
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting import hosting
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.views.hosting import Errors, decision_form, shown
from guildhouse.rooms.views.loading import hosted_room_of, written

FIELD_OF = {"reason": "reason", "question": "question", "other_room": "other"}


@signed_in
@require_POST
def requests(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer one request or many: approve, decline, ask something, offer another date."""
    sight = hosted_room_of(request, slug, public_id)
    asking = hosting.people_of(sight).requests
    form = decision_form(asking, hosting.other_dates(sight), request.POST)
    if not form.is_valid():
        return shown(request, sight, status=400, decision=request.POST)
    chosen = [seat for seat in asking if seat.public_id in form.cleaned_data["seat"]]
    try:
        said = _decide(sight, chosen, form, actor_of(request))
    except Refused as refusal:
        if refusal.code not in FIELD_OF:
            raise
        field = FIELD_OF[refusal.code]
        if field == "reason" and form.cleaned_data["reason"]:
            field = "next_step"
        errors: Errors = {("decision", field): str(refusal)}
        return shown(request, sight, status=400, decision=request.POST, errors=errors)
    messages.success(request, said)
    return redirect("room-host", slug, public_id)


def _decide(sight: Sight, chosen: list[Seat], form: DecisionForm, actor: Actor) -> str:
    given, room = form.cleaned_data, sight.room
    if given["decision"] == "approve":
        answered = actions.approve(room, chosen, actor=actor)
        return _what_approving_gave(answered)
    if given["decision"] == "decline":
        names = ("reason_code", "reason", "next_step", "may_ask_again")
        actions.decline(room, chosen, actor=actor, **{name: given[name] for name in names})
        return _("Your answer is on its way to them, with the reason and the next step.")
    if given["decision"] == "question":
        actions.ask_back(room, chosen, actor=actor, question=given["question"])
        return _("Your question is on its way. The answer will stand beside the request.")
    other = Room.objects.filter(community=room.community_id, public_id=given["other"]).first()
    actions.offer_other_date(room, chosen, other or room, actor=actor, reason=given["word"])
    return _("They are invited to the other date, and told why.")


def _what_approving_gave(answered: list[Seat]) -> str:
    seated = sum(seat.state == Seat.State.CONFIRMED for seat in answered)
    lined = sum(seat.state == Seat.State.WAITLISTED for seat in answered)
    said = ngettext("%(count)s person has a seat now.", "%(count)s people have a seat now.", seated)
    parts = [said % {"count": seated}] if seated else []
    if lined:
        said = ngettext(
            "No seat was left for %(count)s: that person stands in line.",
            "No seat was left for %(count)s: they stand in line.",
            lined,
        )
        parts.append(said % {"count": lined})
    return " ".join([*parts, _("Everybody is told.")])


@signed_in
@require_POST
def promotion(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give a free seat to somebody in line."""
    sight = hosted_room_of(request, slug, public_id)
    seat = _seat(sight, request)
    given = actions.promote(sight.room, seat, actor=actor_of(request), reason=written(request, "reason", 600))
    if given.state == Seat.State.CONFIRMED:
        messages.success(request, _("%(name)s has a seat now and is told.") % {"name": seat.person})
    elif given.ahead_why:
        said = _("%(name)s is first in line now, and gets the next seat that frees.")
        messages.success(request, said % {"name": seat.person})
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def removal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take somebody off the room."""
    sight = hosted_room_of(request, slug, public_id)
    seat = _seat(sight, request)
    actions.remove(sight.room, seat, actor=actor_of(request), reason=written(request, "reason", 2000))
    messages.success(request, _("%(name)s is off this room and reads your reason.") % {"name": seat.person})
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def invitation(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Invite a member."""
    sight = hosted_room_of(request, slug, public_id)
    form = InviteForm(request.POST, sight=sight)
    if not form.is_valid():
        return shown(request, sight, status=400, invitation=request.POST)
    person = form.cleaned_data["person"]
    actions.invite(sight.room, person, actor=actor_of(request), role=form.cleaned_data.get("role", ""))
    messages.success(request, _("%(name)s is invited; whether to come is theirs to say.") % {"name": person})
    return redirect("room-host", slug, public_id)


@signed_in
@require_POST
def cohost(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Name somebody who answers for the room too."""
    sight = hosted_room_of(request, slug, public_id)
    form = CohostForm(request.POST, sight=sight)
    if not form.is_valid():
        return shown(request, sight, status=400, cohost=request.POST)
    person = form.cleaned_data["person"]
    actions.name_host(sight.room, person, actor=actor_of(request))
    messages.success(request, _("%(name)s hosts this room with you.") % {"name": person})
    return redirect("room-host", slug, public_id)


def _seat(sight: Sight, request: HttpRequest) -> Seat:
    seats = Seat.objects.filter(room=sight.room).select_related("person")
    return get_object_or_404(seats, public_id=written(request, "seat"))
