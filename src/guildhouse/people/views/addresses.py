"""Another address: asked for by its person, agreed to at both ends, stopped or taken back by the old one."""

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.fresh import is_fresh
from guildhouse.people import actions, addresses, factors, policy, queries
from guildhouse.people.doors import actor_of, person_of
from guildhouse.people.forms import AddressForm
from guildhouse.people.models import AddressChange


def change_address(request: HttpRequest) -> HttpResponse:
    """Ask for another address; nothing changes before both ends agree."""
    person = person_of(request)
    if person is None:
        raise Http404
    speaks = factors.may_speak_for_address(person, at=clock.now())
    form = AddressForm(request.POST or None, by_factor=speaks)
    if request.method == "POST" and form.is_valid():
        by_factor = speaks and form.cleaned_data["old_is_gone"]
        if by_factor and not is_fresh(request, factors.SECOND):
            return suspend_request(request, reverse(factors.way_to_ask(person)))
        if not ratelimit.consume(request, action="manage_email", user=person):
            return ratelimit.respond_429(request)
        email = form.cleaned_data["email"]
        actions.ask_address_change(email=email, by_factor=by_factor, actor=actor_of(request))
        messages.success(
            request, _("We wrote to both addresses. Yours stays as it is until both have agreed.")
        )
        return redirect("security")
    change = queries.pending_address_change(person, at=clock.now())
    context = {"form": form, "me": person, "change": change, "has_factor": factors.has_second_factor(person)}
    return render(request, "account/email_change.html", context)


@require_POST
def leave_address_change(request: HttpRequest) -> HttpResponse:
    """Keep the address one has."""
    person = person_of(request)
    change = queries.pending_address_change(person, at=clock.now()) if person else None
    if change is not None:
        actions.stop_address_change(change, actor=actor_of(request))
    messages.success(request, _("Your address stays as it is."))
    return redirect("security")


def answer_address_change(request: HttpRequest, token: str) -> HttpResponse:
    """What one of the two addresses says to a change. Looking changes nothing: only pressing a button does."""
    change, end = addresses.found_by(token)
    if change is None:
        raise Http404
    if request.method == "POST":
        return _answered(request, change, end)
    at = clock.now()
    context = {
        "change": change,
        "end": end,
        "agreed": getattr(change, f"{end}_agreed_at") is not None,
        "may_agree": policy.may_agree_to_address(change, at=at),
        "may_undo": policy.may_undo_address_change(change, at=at) if end == addresses.OLD else None,
    }
    return render(request, "account/address_answer.html", context)


def _answered(request: HttpRequest, change: AddressChange, end: str) -> HttpResponse:
    actor = Actor(change.person, "letter")
    wanted = request.POST.get("answer")
    if wanted == "agree":
        change = actions.agree_to_address(change, end=end, actor=actor)
        done = change.done_at is not None
        words = (
            _("Agreed. Your account uses %(email)s from now on.") % {"email": change.new_email}
            if done
            else _("Agreed. It changes as soon as the other address has agreed, too.")
        )
        messages.success(request, words)
    elif wanted == "undo" and end == addresses.OLD:
        actions.undo_address_change(change, actor=actor)
        messages.success(
            request,
            _("The account is yours again, and nobody is signed in with it. Choose a new password now."),
        )
        return redirect("account_reset_password")
    elif wanted == "stop":
        actions.stop_address_change(change, actor=actor)
        messages.success(request, _("Stopped. Nothing has changed."))
    return redirect(request.path)
