"""The cases of a room, and one of them as those confirmed in the room read it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guildhouse.cases import actions, policy, presenting, queries
from guildhouse.cases.models import Case
from guildhouse.cases.views.loading import Cases, cases_of
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of
from guildhouse.rooms.models import Room


@signed_in
@require_GET
def cases(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What is open in this room, and my own."""
    seen = cases_of(request, slug, public_id)
    room, before = seen.room, seen.before
    machines = queries.machines(room)
    context = {
        "room": room,
        "community": room.community,
        "mine": seen.mine,
        "standing": presenting.how_it_stands(seen.mine, room, seen.sight.at) if seen.mine else "",
        "may_bring": policy.may_begin(before, room, at=seen.sight.at),
        "is_in": before.is_in,
        "open_cases": _readable(seen),
        "machines": machines,
        "asks_about_machines": bool(policy.may_agree(before, seen.mine))
        and bool(machines.come or room.welcomes_agents),
        "i_agree": seen.person.pk in machines.agree,
        "is_kept_out": before.is_machine and not before.all_agree,
    }
    return render(request, "cases/cases.html", context)


def _readable(seen: Cases) -> list[Case]:
    """What this person may be shown, by the same rule that shows it."""
    found = queries.open_cases(seen.room, but=seen.person) if seen.before.may_be_told else []
    return [case for case in found if policy.may_read(case, seen.before, seen.room, at=seen.sight.at)]


@signed_in
@require_GET
def case(request: HttpRequest, slug: str, public_id: str, case: str) -> HttpResponse:
    """One case. That it was shown, and to whom, is noted for its presenter."""
    seen = cases_of(request, slug, public_id)
    found = Case.objects.filter(room=seen.room, public_id=case).select_related("person").first()
    if found is None:
        raise Http404
    if found.person_id == seen.person.pk:
        return redirect("room-case-mine", slug, public_id)
    try:
        words = actions.read(found, actor=actor_of(request))
    except Refused as refused:
        # What one may not read, what is gone and what never was look alike.
        raise Http404 from refused
    context = {"room": seen.room, "community": seen.room.community, "case": found, "words": words}
    return render(request, "cases/case.html", context | {"until": found.expires_at(seen.room)})


@signed_in
@require_POST
def machines(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Agree that machines read the cases of this room, or take that back."""
    room: Room = cases_of(request, slug, public_id).room
    if request.POST.get("agree") == "yes":
        actions.agree(room, actor=actor_of(request))
        messages.success(request, _("Noted. Machines read the cases once everybody in the room agrees."))
    else:
        actions.disagree(room, actor=actor_of(request))
        messages.success(request, _("Noted. No machine reads the cases of this room."))
    return redirect("room-cases", slug, public_id)
