"""The list of communities, and how a new one comes about."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import belongings_of, community_of
from guildhouse.communities.forms import CallForm, EditCallForm, SignOnForm
from guildhouse.communities.models import Community
from guildhouse.communities.views.frame import posted, show
from guildhouse.kit import clock
from guildhouse.kit.doors import public, signed_in
from guildhouse.people.doors import actor_of, person_of

LONGEST_WORDS = 80


@public
@require_GET
def communities(request: HttpRequest) -> HttpResponse:
    """All communities one may know of."""
    words = request.GET.get("words", "").replace("\0", "").strip()[:LONGEST_WORDS]
    mine = {belonging.community_id for belonging in belongings_of(request)}
    listed = queries.listing(person_of(request), mine, words=words)
    return render(
        request,
        "communities/list.html",
        {
            "words": words,
            "under_way": listed[Community.State.OPEN],
            "calls": listed[Community.State.CALL],
            "archived": listed[Community.State.ARCHIVED],
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call a community into being."""
    form = CallForm(posted(request))
    if form.is_valid():
        actor = actor_of(request)
        person = person_of(request)
        community = actions.call(
            actor=actor,
            zone=(person and person.zone) or "UTC",
            language=(person and person.language) or "en",
            **form.cleaned_data,
        )
        messages.success(
            request, _("Your call stands. Complete it, and send its address to people who care.")
        )
        return redirect("community-founding", community.slug)
    return render(request, "communities/new.html", {"form": form}, status=422 if form.is_bound else 200)


@public
@require_GET
def founding(request: HttpRequest, slug: str) -> HttpResponse:
    """The call: what it is about, who signed on and why, what is met and what is missing."""
    return _founding(request, slug, None)


def _founding(request: HttpRequest, slug: str, form: SignOnForm | None) -> HttpResponse:
    community, standing = community_of(request, slug)
    if not community.is_call:
        return redirect(community)
    signed = queries.sign_ons(community)
    conditions = queries.conditions(community, at=clock.now())
    own = next((one for one in signed if standing.person and one.person_id == standing.person.pk), None)
    if form is None:
        form = SignOnForm(initial={"reason": own.reason, "brings": own.brings} if own else None)
    return show(
        request,
        "founding.html",
        community,
        standing,
        status=422 if form.is_bound else 200,
        conditions=conditions,
        all_hold=all(condition.met for condition in conditions),
        signed=signed,
        own=own,
        form=form,
        may_sign_on=policy.may_sign_on(standing, community),
        may_withdraw=policy.may_withdraw_sign_on(standing, community),
        may_convene=policy.may_convene(standing),
    )


@signed_in
@require_POST
def sign_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign on to a call."""
    community, _standing = community_of(request, slug)
    form = SignOnForm(request.POST)
    if not form.is_valid():
        return _founding(request, slug, form)
    actions.sign_on(community, actor=actor_of(request), **form.cleaned_data)
    messages.success(
        request, _("You signed on. When the community opens, you are a member, and we write to you.")
    )
    return redirect("community-founding", slug)


@signed_in
@require_POST
def sign_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's sign-on back."""
    community, _standing = community_of(request, slug)
    actions.withdraw_sign_on(community, actor=actor_of(request))
    messages.info(request, _("Your sign-on is taken back. You can sign on again until the community opens."))
    return redirect("community-founding", slug)


@signed_in
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Complete the call."""
    community, standing = community_of(request, slug)
    written = {name: getattr(community, name) for name in EditCallForm.base_fields}
    form = EditCallForm(posted(request), initial=written)
    if form.is_valid():
        actions.edit_call(community, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("The call is written. The page below shows what is still missing."))
        return redirect("community-founding", slug)
    return show(
        request,
        "call.html",
        community,
        standing,
        status=422 if form.is_bound else 200,
        form=form,
        verdict=policy.may_edit_call(standing, community),
    )


@signed_in
@require_POST
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the community."""
    community, _standing = community_of(request, slug)
    actions.open_community(community, actor=actor_of(request))
    messages.success(
        request, _("The community is open, and everybody who signed on is a member. Welcome them.")
    )
    return redirect(community)
