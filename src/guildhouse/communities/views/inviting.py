"""Invitation links: making them, and coming in by one."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import community_of
from guildhouse.communities.forms import CharterNameForm, InvitationForm
from guildhouse.communities.models import Invitation
from guildhouse.communities.views.frame import posted, show
from guildhouse.kit import clock
from guildhouse.kit.doors import public, signed_in
from guildhouse.kit.rules import require
from guildhouse.people.doors import actor_of, person_of


@signed_in
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """The links made so far, and a new one; its address is shown on this answer and never again."""
    community, standing = community_of(request, slug)
    require(policy.may_invite(standing, community))
    form, link = InvitationForm(posted(request)), ""
    if form.is_valid():
        asked = form.cleaned_data
        _made, token = actions.invite(
            community,
            most_uses=asked["most_uses"],
            expires_at=clock.now() + timedelta(days=asked["days"]),
            note=asked["note"],
            actor=actor_of(request),
        )
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        form = InvitationForm()
    made = queries.invitations(community)
    at = clock.now()
    return show(
        request,
        "invitations.html",
        community,
        standing,
        status=422 if form.is_bound else 200,
        form=form,
        link=link,
        made=[(one, policy.is_good(one, at=at)) for one in made],
        used_by=queries.used_by([one.pk for one in made]),
    )


@signed_in
@require_POST
def revoke(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a link back."""
    community, _standing = community_of(request, slug)
    made = Invitation.objects.filter(community=community, public_id=public_id).first()
    if made is None:
        raise Http404
    actions.revoke_invitation(made, actor=actor_of(request))
    messages.info(request, _("The link no longer lets anybody in. Who came in by it stays."))
    return redirect("community-invitations", slug)


@public
@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to; looking uses nothing up."""
    return _invitation(request, token, None)


def _invitation(request: HttpRequest, token: str, form: CharterNameForm | None) -> HttpResponse:
    found = queries.invitation_by(token)
    if found is None:
        raise Http404
    community = found.community
    standing = queries.standing(person_of(request), community)
    if standing.is_member:
        return redirect(community)
    charter = queries.latest_charter(community)
    good = policy.is_good(found, at=clock.now())
    context = {
        "invitation": found,
        "token": token,
        "community": community,
        "charter": charter,
        "good": good,
        "verdict": policy.may_use_invitation(standing, community, found, at=clock.now()),
        "block": queries.my_block(community, standing.person) if standing.is_blocked else None,
        "form": form or CharterNameForm(edition=charter.number if charter else 0),
    }
    return render(request, "communities/invitation.html", context, status=422 if form else 200)


@signed_in
@require_POST
def by_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by a link."""
    found = queries.invitation_by(token)
    if found is None:
        raise Http404
    form = CharterNameForm(request.POST, edition=queries.latest_edition(found.community))
    if not form.is_valid():
        return _invitation(request, token, form)
    actions.accept_invitation(
        found,
        name=form.cleaned_data.get("name", ""),
        edition=form.cleaned_data["edition"],
        actor=actor_of(request),
    )
    messages.success(request, _("Welcome. Look at the next rooms, and at the first thing to do."))
    return redirect(found.community)
