"""What a person does about their own seat."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.kit import clock
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import actions, policy, queries
from guildhouse.rooms.actions.asking import MUST_ACCEPT, MUST_ANSWER
from guildhouse.rooms.forms.asking import AnswerForm, AskForm, ContestForm
from guildhouse.rooms.models import Seat
from guildhouse.rooms.presenting import mine
from guildhouse.rooms.presenting import sight as sight_of
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.views.loading import room_of, written
from guildhouse.rooms.views.room import shown

FIELD_OF = {
    MUST_ANSWER: "answer",
    MUST_ACCEPT: "accepts",
    "observers": "role",
    "other_role": "role",
    "no_role": "role",
}


@signed_in
def seat(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask for a seat. Whoever signs in on the way comes back to this page."""
    if request.method == "POST" and (taken := _asked_at_once(request, slug, public_id)):
        return taken
    sight = room_of(request, slug, public_id)
    if request.method != "POST":
        if sight.has_living_seat and sight.seat and sight.seat.state != Seat.State.INVITED:
            return redirect("room", slug, public_id)
        return _asking(request, sight, AskForm(sight=sight, initial=_known(request, sight)))
    form = AskForm(request.POST, sight=sight)
    if not form.is_valid():
        return _asking(request, sight, form, status=400)
    role = form.cleaned_data.get("role") or written(request, "role")
    given = {name: value for name, value in form.cleaned_data.items() if name != "role"}
    began = clock.now()
    try:
        taken = actions.ask(sight.room, actor=actor_of(request), role=role, **given)
    except Refused as refusal:
        return _refused(request, sight, form, refusal)
    _tell_what_came(request, taken, began)
    return redirect("room", slug, public_id)


def _asked_at_once(request: HttpRequest, slug: str, public_id: str) -> HttpResponse | None:
    """The button of the room's page, which names the role and asks nothing more; None when the form must be shown.

    Hundreds of people press it in one second: what a form would show is not asked for.
    """
    if set(request.POST) - {"csrfmiddlewaretoken"} != {"role"} or not request.POST["role"]:
        return None
    room, began = sight_of.room_to_act_in(person_of(request), slug, public_id), clock.now()
    if room is None:
        return None
    try:
        taken = actions.ask(room, actor=actor_of(request), role=written(request, "role"))
    except Refused:
        return None
    _tell_what_came(request, taken, began)
    return redirect("room", slug, public_id)


def _known(request: HttpRequest, sight: Sight) -> dict[str, Any]:
    role = request.GET.get("role", "") or (sight.seat.role.key if sight.seat else "")
    return {"role": role, "answer": sight.seat.answer if sight.seat else ""}


def _refused(request: HttpRequest, sight: Sight, form: AskForm, refusal: Refused) -> HttpResponse:
    """The sentence beside the field it is about; anything else is said by the room's page."""
    name = FIELD_OF.get(refusal.code, "")
    if name not in form.fields:
        raise refusal
    form.add_error(name, str(refusal))
    return _asking(request, sight, form, status=refusal.status)


def _asking(request: HttpRequest, sight: Sight, form: AskForm, *, status: int = 200) -> HttpResponse:
    context = {
        "sight": sight,
        "room": sight.room,
        "community": sight.room.community,
        "form": form,
        "verdict": policy.may_ask(sight.viewer, sight.room, at=sight.at),
        "consequences": [(sight.role_name(role), mine.consequence(sight, role)) for role in sight.roles],
        "refusal": mine.refusal(sight),
    }
    return render(request, "rooms/seat.html", context, status=status)


def _tell_what_came(request: HttpRequest, taken: Seat, began: datetime) -> None:
    if taken.state == Seat.State.CONFIRMED:
        messages.success(request, _("You have a seat. What you need on the day is on this page."))
    elif taken.state == Seat.State.WAITLISTED:
        words = _("You are no. %(number)s in line. We write to you when your turn comes.")
        entered = taken.entered_line_at is not None and taken.entered_line_at >= began
        place = taken.place_on_entering if entered else queries.place_in_line(taken)
        messages.success(request, words % {"number": place})
    elif taken.state == Seat.State.REQUESTED:
        messages.success(request, _("Your request is with the hosts. You get a letter when they answer."))


@signed_in
@require_POST
def withdrawal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give up a seat, an offer, a request or a place in line."""
    sight = room_of(request, slug, public_id)
    had = sight.seat.state if sight.seat else ""
    actions.withdraw(sight.room, actor=actor_of(request))
    said = {
        Seat.State.CONFIRMED: _("Your seat is free again for others. You are welcome to come back."),
        Seat.State.OFFERED: _("The seat goes to the next in line."),
        Seat.State.WAITLISTED: _("You left the line."),
        Seat.State.REQUESTED: _("Your request is taken back."),
        Seat.State.INVITED: _("The host knows that you are not coming."),
    }
    if had in said:
        messages.success(request, said[Seat.State(had)])
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def acceptance(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take the seat that is offered."""
    sight = room_of(request, slug, public_id)
    actions.accept_offer(sight.room, actor=actor_of(request))
    messages.success(request, _("The seat is yours. What you need on the day is on this page."))
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def short_notice(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say whether one would still come when a seat frees close to the start."""
    sight = room_of(request, slug, public_id)
    fine = request.POST.get("fine") == "yes"
    taken = actions.say_short_notice(sight.room, actor=actor_of(request), fine=fine)
    if taken.state == Seat.State.CONFIRMED:
        messages.success(request, _("A seat was free: you have it."))
    elif fine:
        messages.success(request, _("Noted: you may get a seat up to the start."))
    else:
        messages.success(request, _("Noted: you get no seat once the cut-off has passed."))
    return redirect("room", slug, public_id)


@signed_in
@require_POST
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer the question a host asked."""
    sight = room_of(request, slug, public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_back(sight.room, actor=actor_of(request), **form.cleaned_data)
        except Refused as refusal:
            if refusal.code != MUST_ANSWER:
                raise
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The hosts have your answer. You get a letter when they decide."))
            return redirect("room", slug, public_id)
    return shown(request, sight, status=400, answer_form=form)


@signed_in
@require_POST
def contest(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that one's attendance is noted wrongly."""
    sight = room_of(request, slug, public_id)
    form = ContestForm(request.POST)
    if form.is_valid():
        try:
            actions.contest_attendance(sight.room, actor=actor_of(request), **form.cleaned_data)
        except Refused as refusal:
            if refusal.code != "text":
                raise
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The hosts read this and can change what is noted."))
            return redirect("room", slug, public_id)
    return shown(request, sight, status=400, contest_form=form)
