"""Signing in and security: one page with every way in, and the acts on it."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.kit import clock
from guildhouse.people import factors, queries, sessions
from guildhouse.people.doors import person_of
from guildhouse.people.forms import ProofCodeForm
from guildhouse.people.models import Person

CODE = "proof_code"
CODE_LASTS = 600  # seconds
MOST_ATTEMPTS = 5


def security(request: HttpRequest) -> HttpResponse:
    """Every way in that I have, where I am signed in, and how to change it."""
    person = _person(request)
    return render(
        request,
        "people/security.html",
        {
            "me": person,
            "has_password": person.has_usable_password(),
            "passkeys": queries.passkeys_of(person),
            "has_app": factors.factors_of(person).filter(type=Authenticator.Type.TOTP).exists(),
            "codes_left": queries.recovery_codes_left(person),
            "has_factor": factors.has_second_factor(person),
            "sessions": queries.sessions_of(person, here=request.session.session_key),
            "providers": queries.providers_of(request, person),
            "change": queries.pending_address_change(person, at=clock.now()),
        },
    )


@require_POST
def end_session(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign out somewhere else; where it is this browser, here."""
    person = _person(request)
    found = get_object_or_404(sessions.Session, person_id=person.pk, public_id=public_id)
    if found.session_key == request.session.session_key:
        request.session.flush()
        return redirect("house")
    sessions.end_one(found)
    messages.success(request, _("That browser is signed out."))
    return redirect("security")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sessions.end(_person(request).pk, but=request.session.session_key)
    messages.success(request, _("You are signed in here alone."))
    return redirect("security")


def to_security(request: HttpRequest) -> HttpResponse:
    """Lists that stand on one page with us."""
    return redirect("security")


def reauthenticate_by_code(request: HttpRequest) -> HttpResponse:
    """Show by a code in a letter that it is still you: for those who have no password, passkey or app."""
    person = _person(request)
    methods = get_adapter().get_reauthentication_methods(person)
    if [method["url"] for method in methods] != [request.path]:
        return redirect(methods[0]["url"])
    next_page = request.POST.get("next") or request.GET.get("next", "")
    form = ProofCodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=person):
            return ratelimit.respond_429(request)
        if "code" not in request.POST:
            _send_code(request, person)
        elif form.is_valid() and _is_code(request, form):
            record_authentication(request, person, "code", reauthenticated=True)
            return resume_request(request) or redirect("security")
    context = {"form": form, "sent": CODE in request.session, "next_page": next_page, "email": person.email}
    return render(request, "account/reauthenticate_by_code.html", context)


def _send_code(request: HttpRequest, person: Person) -> None:
    code = get_adapter().generate_login_code()
    request.session[CODE] = {"code": code, "until": clock.now().timestamp() + CODE_LASTS, "attempts": 0}
    get_adapter().send_mail("house/proof_code", person.email, {"code": code})


def _is_code(request: HttpRequest, form: ProofCodeForm) -> bool:
    kept = request.session.get(CODE)
    if kept is None or kept["until"] < clock.now().timestamp() or kept["attempts"] >= MOST_ATTEMPTS:
        form.add_error("code", _("This code has run out. Ask for a new one."))
        return False
    if not compare_user_code(actual=form.cleaned_data["code"], expected=kept["code"]):
        request.session[CODE] = kept | {"attempts": kept["attempts"] + 1}
        form.add_error("code", _("This is not the code. Look at the letter again, or ask for a new one."))
        return False
    del request.session[CODE]
    return True


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:
        raise Http404
    return person
