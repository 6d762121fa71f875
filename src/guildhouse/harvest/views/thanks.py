"""Thanks for something done in a room: written by one, answered by the other."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guildhouse.communities.doors import community_of
from guildhouse.harvest import actions, policy, presenting, queries
from guildhouse.harvest.forms import ThanksForm
from guildhouse.harvest.models import Recognition
from guildhouse.harvest.views.loading import looked_at, onwards
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused, require
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms.presenting.sight import Sight


@signed_in
def thank(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Thank somebody for one thing they did in this room."""
    sight = looked_at(request, slug, public_id)
    form = _form(request, sight)
    if request.method != "POST":
        return _asking(request, sight, form)
    require(
        policy.may_drop(sight.viewer, sight.room, at=sight.at)
    )  # there is nobody to choose from otherwise
    if not form.is_valid():
        return _asking(request, sight, form, status=422)
    try:
        actions.recognise(sight.room, actor=actor_of(request), **form.thanks())
    except Refused as refusal:
        if refusal.code not in ("text", "oneself"):
            raise
        form.add_error("text", str(refusal))
        return _asking(request, sight, form, status=refusal.status)
    messages.success(request, _("Sent. They read it first, and say whether anybody else does."))
    return onwards(request, "room-harvest", slug, public_id)


def _form(request: HttpRequest, sight: Sight) -> ThanksForm:
    may = policy.may_drop(sight.viewer, sight.room, at=sight.at)
    people = queries.people_of(sight.room, but=person_of(request)) if may else []
    posted = request.POST if request.method == "POST" else None
    chosen = {"to": request.GET.get("to", "")}
    return ThanksForm(posted, people=people, steps=presenting.steps_of(sight.room), initial=chosen)


def _asking(request: HttpRequest, sight: Sight, form: ThanksForm, *, status: int = 200) -> HttpResponse:
    context = {
        "sight": sight,
        "room": sight.room,
        "community": sight.room.community,
        "form": form,
        "verdict": policy.may_drop(sight.viewer, sight.room, at=sight.at),
    }
    return render(request, "harvest/thanks.html", context, status=status)


@signed_in
def recognition(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One word of thanks; whoever it is for says who sees it, and both may take it away."""
    community, _standing = community_of(request, slug)
    person = person_of(request)
    given = queries.recognition_of(community, public_id, person)
    if given is None:
        raise Http404
    if request.method == "POST":
        return _answered(request, given, slug)
    context = {
        "given": given,
        "row": presenting.thanks(given, slug, person),
        "room": given.room,
        "community": community,
        "states": Recognition.State,
    }
    return render(request, "harvest/recognition.html", context)


def _answered(request: HttpRequest, given: Recognition, slug: str) -> HttpResponse:
    actor, answer = actor_of(request), request.POST.get("answer", "")
    if answer in Recognition.SHOWN:
        actions.show(given, to=answer, actor=actor)
        messages.success(request, _("They see it now. You can change your mind at any time."))
    elif answer == "keep":
        actions.keep(given, actor=actor)
        messages.success(request, _("It stays between the two of you."))
    elif answer == "decline":
        actions.turn_down(given, actor=actor)
        messages.success(request, _("Declined. Nobody is shown it."))
    elif answer == "remove":
        actions.withdraw(given, actor=actor)
        messages.success(request, _("It is gone."))
        return redirect("room-harvest", slug, given.room.public_id)
    return redirect("recognition", slug, given.public_id)
