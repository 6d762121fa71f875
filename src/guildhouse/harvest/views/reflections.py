"""Two minutes at the end of a room."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guildhouse.harvest import actions, policy, queries
from guildhouse.harvest.forms import ReflectionForm
from guildhouse.harvest.views.loading import looked_at, onwards
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms.presenting.sight import Sight


@signed_in
def reflection(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What do I take, what will I try, was it worth the time: for oneself, and one tap for the room."""
    sight = looked_at(request, slug, public_id)
    if request.method != "POST":
        return _shown(request, sight, ReflectionForm(initial=_known(request, sight)))
    form = ReflectionForm(request.POST)
    if not form.is_valid():
        return _shown(request, sight, form, status=422)
    said = dict(form.cleaned_data)
    commits = said.pop("commit")
    try:
        actions.reflect(sight.room, actor=actor_of(request), **said)
    except Refused as refusal:
        if refusal.code != "text":
            raise
        form.add_error("takes", str(refusal))
        return _shown(request, sight, form, status=refusal.status)
    if commits and said["tries"]:
        actions.try_out(sight.room, actor=actor_of(request))
        messages.success(request, _("Kept. What you will try comes up on your page of today in two weeks."))
    else:
        messages.success(request, _("Kept, for you."))
    return onwards(request, "room-harvest", slug, public_id)


def _known(request: HttpRequest, sight: Sight) -> dict[str, object]:
    mine = queries.my_reflection(sight.room, person_of(request))
    if mine is None:
        return {}
    return {
        "takes": mine.takes,
        "tries": mine.tries,
        "worth": mine.worth,
        "shared": mine.shared_at is not None,
        "commit": mine.card_id is not None,
    }


def _shown(request: HttpRequest, sight: Sight, form: ReflectionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "sight": sight,
        "room": sight.room,
        "community": sight.room.community,
        "form": form,
        "verdict": policy.may_reflect(sight.viewer, sight.room, at=sight.at),
    }
    return render(request, "harvest/reflection.html", context, status=status)
