"""What somebody with a seat answers: about a role, another room, another time; that they are there, or cannot come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import actions, checkin
from guildhouse.rooms.actions.asking import MUST_ACCEPT
from guildhouse.rooms.forms.choosing import CodeForm, ExcuseForm
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.views.loading import room_of, written
from guildhouse.rooms.views.room import shown


@signed_in
@require_POST
def role(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say whether one takes a role."""
    sight = room_of(request, slug, public_id)
    yes = request.POST.get("yes") == "yes"
    if actions.answer_role_ask(sight.room, actor=actor_of(request), yes=yes).accepted:
        messages.success(request, _("The role is yours; the hosts are told."))
    else:
        messages.success(request, _("The hosts know that you would rather not. Your seat is still yours."))
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def merging(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say whether one comes along to the other room."""
    sight = room_of(request, slug, public_id)
    yes = request.POST.get("yes") == "yes"
    try:
        said = actions.answer_merge(
            sight.room, actor=actor_of(request), yes=yes, accepts=written(request, "accepts", 120)
        )
    except Refused as refusal:
        if refusal.code != MUST_ACCEPT:
            raise
        return shown(request, sight, status=refusal.status, accepts_error=str(refusal))
    if said.comes:
        into = Room.objects.select_related("community").get(pk=said.merging.into_id)
        messages.success(request, _("You have a seat in this room now, and none in the other any more."))
        return redirect("room", into.community.slug, into.public_id)
    messages.success(request, _("The hosts know that you do not come along. You may still change your mind."))
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def times(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say which times suit."""
    sight = room_of(request, slug, public_id)
    suits = [one.replace("\0", "")[:12] for one in request.POST.getlist("suits")]
    actions.say_which_suit(sight.room, suits, actor=actor_of(request))
    messages.success(request, _("Noted. You may change it until a host chooses; then you get a letter."))
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def check_in(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say by the code of the room that one is there."""
    sight, person = room_of(request, slug, public_id), person_of(request)
    form = CodeForm(request.POST)
    if form.is_valid() and person is not None and not checkin.may_try(person, sight.room):
        form.add_error("code", _("Too many tries. Wait ten minutes, or ask the host to note that you came."))
        return shown(request, sight, status=429, code_form=form)
    if form.is_valid():
        try:
            seat = actions.check_in(sight.room, form.cleaned_data["code"], actor=actor_of(request))
        except Refused as refusal:
            if refusal.code != "code":
                raise
            form.add_error("code", str(refusal))
        else:
            if seat.state == Seat.State.ATTENDED:
                messages.success(request, _("It is noted that you are here."))
            else:
                messages.success(request, _("Good: once the room begins, it is noted that you are here."))
            return redirect("room", slug, public_id)
    return shown(request, sight, status=400, code_form=form)


@signed_in
@require_POST
def excuse(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that one cannot come."""
    sight = room_of(request, slug, public_id)
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        return shown(request, sight, status=400, excuse_form=form)
    actions.excuse(sight.room, actor=actor_of(request), why=form.cleaned_data["why"])
    messages.success(request, _("You are excused; the hosts are told, and nothing is held against you."))
    return redirect("room", slug, public_id)
