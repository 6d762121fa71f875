"""Coming in and leaving, and the answers to those who ask."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import community_of
from guildhouse.communities.forms import AcceptForm, CharterNameForm, DeclineForm, JoinRequestForm, LeaveForm
from guildhouse.communities.models import Community, JoinRequest
from guildhouse.communities.policy import Standing
from guildhouse.communities.views.frame import posted, show
from guildhouse.kit import clock
from guildhouse.kit.doors import public, signed_in
from guildhouse.kit.rules import require
from guildhouse.people.doors import actor_of


@public
@require_GET
def joining(request: HttpRequest, slug: str) -> HttpResponse:
    """How to come in: the charter to accept, or a request to write."""
    return _joining(request, slug, None)


def _joining(request: HttpRequest, slug: str, form: CharterNameForm | None) -> HttpResponse:
    community, standing = community_of(request, slug)
    if standing.is_member:
        return redirect(community)
    charter = queries.latest_charter(community)
    last = queries.my_request(community, standing.person)
    by_request = community.joining == Community.Joining.REQUEST
    at = clock.now()
    verdict = (
        policy.may_ask_to_join(standing, community, last, at=at)
        if by_request
        else policy.may_join_at_once(standing, community, at=at)
    )
    if form is None:
        kind = JoinRequestForm if by_request else CharterNameForm
        form = kind(edition=charter.number if charter else 0)
    return show(
        request,
        "joining.html",
        community,
        standing,
        status=422 if form.is_bound else 200,
        charter=charter,
        last=last,
        waits=last is not None and last.state == JoinRequest.State.ASKED,
        by_request=by_request,
        verdict=verdict,
        block=queries.my_block(community, standing.person) if standing.is_blocked else None,
        form=form,
    )


@signed_in
@require_POST
def membership(request: HttpRequest, slug: str) -> HttpResponse:
    """Join."""
    community, _standing = community_of(request, slug)
    form = CharterNameForm(request.POST, edition=queries.latest_edition(community))
    if not form.is_valid():
        return _joining(request, slug, form)
    actions.join(
        community,
        name=form.cleaned_data.get("name", ""),
        edition=form.cleaned_data["edition"],
        actor=actor_of(request),
    )
    messages.success(
        request, _("You are a member now. Look at the next rooms, and at the first thing to do.")
    )
    return redirect(community)


@signed_in
@require_POST
def join_request(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to join."""
    community, _standing = community_of(request, slug)
    form = JoinRequestForm(request.POST, edition=queries.latest_edition(community))
    if not form.is_valid():
        return _joining(request, slug, form)
    actions.ask_to_join(
        community,
        message=form.cleaned_data["message"],
        name=form.cleaned_data.get("name", ""),
        edition=form.cleaned_data["edition"],
        actor=actor_of(request),
    )
    messages.success(request, _("Your request is on its way. A convener answers it, and we write to you."))
    return redirect("community-joining", slug)


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's request back."""
    community, standing = community_of(request, slug)
    last = queries.my_request(community, standing.person)
    if last is None:
        raise Http404
    actions.withdraw_request(last, actor=actor_of(request))
    messages.info(request, _("Your request is taken back. You can ask again whenever you like."))
    return redirect("community-joining", slug)


@signed_in
@require_http_methods(["GET", "POST"])
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave, after reading what that means."""
    community, standing = community_of(request, slug)
    if not standing.is_member or standing.person is None:
        raise Http404
    form = LeaveForm(posted(request))
    if form.is_valid():
        actions.leave(community, actor=actor_of(request), **form.cleaned_data)
        messages.info(
            request,
            _("You have left %(name)s. What you made there stays, with your name.") % {"name": community},
        )
        return redirect("communities")
    offices = [one for one in queries.offices_of(community, standing.person) if one.ended_at is None]
    verdict = policy.may_leave(standing, conveners=queries.convener_count(community))
    return show(request, "leaving.html", community, standing, form=form, offices=offices, verdict=verdict)


@signed_in
@require_GET
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks to join, and how earlier requests were answered."""
    community, standing = _deciding(request, slug)
    return show(
        request,
        "requests.html",
        community,
        standing,
        waiting=queries.open_requests(community),
        answered=queries.answered_requests(community),
    )


@signed_in
@require_POST
def acceptance(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Accept a request."""
    community, _standing = _deciding(request, slug)
    asking = _request(community, public_id)
    form = AcceptForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.accept(asking, reason=reason, actor=actor_of(request))
    messages.success(
        request, _("%(who)s is a member now, and reads it in a letter.") % {"who": asking.person}
    )
    return redirect("community-requests", slug)


@signed_in
@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Decline a request, with the reason and the next step."""
    community, standing = _deciding(request, slug)
    asking = _request(community, public_id)
    form = DeclineForm(posted(request))
    if form.is_valid():
        actions.decline(asking, actor=actor_of(request), **form.cleaned_data)
        messages.info(request, _("%(who)s reads your answer in a letter.") % {"who": asking.person})
        return redirect("community-requests", slug)
    status = 422 if form.is_bound else 200
    return show(request, "refusal.html", community, standing, status=status, form=form, asking=asking)


def _deciding(request: HttpRequest, slug: str) -> tuple[Community, Standing]:
    community, standing = community_of(request, slug)
    require(policy.may_decide_requests(standing, community))
    return community, standing


def _request(community: Community, public_id: str) -> JoinRequest:
    asking = queries.request_of(community, public_id)
    if asking is None:
        raise Http404
    return asking
