"""A person's own pages, and the link by which somebody takes the place kept for them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guildhouse.kit import clock, tokens
from guildhouse.kit.doors import public, signed_in
from guildhouse.people import actions, claiming, policy
from guildhouse.people.doors import actor_of, person_of
from guildhouse.people.forms import ClaimInvitationForm, ProfileForm
from guildhouse.people.models import ClaimInvitation, Person


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """What I say of myself, and when I want to be left in peace."""
    person = get_object_or_404(Person, pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        changed = actions.change_profile(person, actor=actor_of(request), **form.cleaned_data)
        with override(changed.language or request.LANGUAGE_CODE):
            messages.success(request, _("Your page says this now."))
        return redirect("me")
    return render(request, "people/me.html", {"form": form, "me": person_of(request)})


# Pages kept for the signed-out hold no token. A cookie with SameSite=Lax is not sent along from elsewhere,
# so the worst another site can do is to change in which language a stranger reads.
@csrf_exempt
@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read the house in another language, from the footer of any page."""
    back = request.POST.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        if person := person_of(request):
            actions.change_profile(person, actor=actor_of(request), language=chosen)
        _remember(response, chosen)
    return response


@signed_in
@require_POST
def mute(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hear no more of somebody."""
    other = get_object_or_404(Person.objects.living(), public_id=public_id)
    actions.mute(other, actor=actor_of(request))
    messages.success(
        request, _("You will not hear of what %(name)s does, unless it is about you.") % {"name": other}
    )
    return redirect("person", public_id)


@signed_in
@require_POST
def unmute(request: HttpRequest, public_id: str) -> HttpResponse:
    """Listen again."""
    other = get_object_or_404(Person.objects.living(), public_id=public_id)
    actions.unmute(other, actor=actor_of(request))
    messages.success(request, _("You hear of what %(name)s does again.") % {"name": other})
    return redirect("person", public_id)


@signed_in
def invite_to_claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send somebody the link to take the place kept for them."""
    person = get_object_or_404(Person.objects.living(), public_id=public_id)
    me = person_of(request)
    verdict = policy.may_invite_to_claim(me, person, claiming.vouched_for(me, person))
    form = ClaimInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.invite_to_claim(person, **form.cleaned_data, actor=actor_of(request))
        messages.success(request, _("A letter with the link is on its way. It works for 14 days."))
        return redirect("person", public_id)
    return render(
        request, "people/invite_to_claim.html", {"form": form, "person": person, "verdict": verdict}
    )


@public
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Take the place kept for one. Looking changes nothing: only pressing the button does."""
    found = ClaimInvitation.objects.select_related("person", "invited_by")
    invitation = get_object_or_404(found, token_hash=tokens.hash_of(token))
    me = person_of(request)
    if request.method == "POST":
        if me is None:
            return redirect_to_login(request.path)
        actions.claim(invitation, actor=actor_of(request))
        messages.success(request, _("Welcome. What was kept for you is yours now."))
        return redirect("person", me.public_id)
    verdict = policy.may_claim(me, invitation, at=clock.now()) if me else None
    return render(request, "people/claim.html", {"invitation": invitation, "me": me, "verdict": verdict})


def _remember(response: HttpResponse, chosen: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
