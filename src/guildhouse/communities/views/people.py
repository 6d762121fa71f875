"""Who belongs to a community, levels and offices."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import inside_of
from guildhouse.communities.forms import AppointForm, HandOverForm, LevelForm, OfficeForm
from guildhouse.communities.models import Community, Membership, Office
from guildhouse.communities.views.frame import posted, show
from guildhouse.kit.doors import public, signed_in
from guildhouse.people.doors import actor_of

LONGEST_WORDS = 80
MOST_PAGES = 1000


@public
@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """The rings of participation, who is here, who can help with what."""
    community, standing = inside_of(request, slug)
    words = request.GET.get("words", "").replace("\0", "").strip()[:LONGEST_WORDS]
    page = request.GET.get("page", "1")
    number = max(1, min(int(page[:6]), MOST_PAGES)) if page.isdecimal() else 1
    found: list[queries.Member] = []
    more = False
    counted = queries.on_levels(community)
    if standing.person is not None:
        found, more = queries.members(community, standing, counted, page=number, words=words)
    return show(
        request,
        "people.html",
        community,
        standing,
        rings=queries.rings_of(counted),
        offices=queries.held_offices(community),
        members=found,
        more=more,
        page=number,
        words=words,
    )


@signed_in
@require_GET
def member(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One member: how they came to where they are, and what may be said about it."""
    return _member(request, slug, public_id, {})


def _member(request: HttpRequest, slug: str, public_id: str, forms: dict) -> HttpResponse:
    community, standing = inside_of(request, slug)
    membership = membership_or_404(community, public_id)
    there = queries.standing(membership.person, community)
    return show(
        request,
        "member.html",
        community,
        standing,
        status=422 if forms else 200,
        membership=membership,
        there=there,
        changes=queries.level_changes(membership),
        offices=queries.offices_of(community, membership.person),
        shows_profile=queries.sees_profile(standing, membership.person),
        may_recognise=policy.may_recognise(standing, community, there),
        may_remove=policy.may_remove(standing, there, conveners=queries.convener_count(community)),
        level_form=forms.get("level") or LevelForm(initial={"level": membership.level}),
        appoint_form=forms.get("appoint") or AppointForm(),
    )


@signed_in
@require_POST
def level(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Recognise a member's level."""
    community, _standing = inside_of(request, slug)
    membership = membership_or_404(community, public_id)
    form = LevelForm(request.POST)
    if not form.is_valid():
        return _member(request, slug, public_id, {"level": form})
    actions.recognise(membership, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("%(who)s reads your words in a letter.") % {"who": membership.person})
    return redirect("community-member", slug, public_id)


@signed_in
@require_POST
def office_of_member(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Appoint a member."""
    community, _standing = inside_of(request, slug)
    membership = membership_or_404(community, public_id)
    form = AppointForm(request.POST)
    if not form.is_valid():
        return _member(request, slug, public_id, {"appoint": form})
    actions.appoint(community, membership.person, actor=actor_of(request), **form.cleaned_data)
    messages.success(
        request, _("%(who)s is appointed, and reads it in a letter.") % {"who": membership.person}
    )
    return redirect("community-member", slug, public_id)


@public
@require_GET
def offices(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which office, and until when."""
    return _offices(request, slug, None)


@signed_in
@require_POST
def appointment(request: HttpRequest, slug: str) -> HttpResponse:
    """Appoint somebody."""
    community, _standing = inside_of(request, slug)
    form = OfficeForm(request.POST, community=community)
    if not form.is_valid():
        return _offices(request, slug, form)
    actions.appoint(community, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("%(who)s is appointed.") % {"who": form.cleaned_data["person"]})
    return redirect("community-offices", slug)


def _offices(request: HttpRequest, slug: str, form: OfficeForm | None) -> HttpResponse:
    community, standing = inside_of(request, slug)
    may_appoint = policy.may_appoint(standing, community, belongs=True)
    return show(
        request,
        "offices.html",
        community,
        standing,
        status=422 if form else 200,
        held=queries.held_offices(community),
        past=queries.past_offices(community),
        may_appoint=may_appoint,
        form=form or (OfficeForm(community=community) if may_appoint else None),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Hand an office over, with a note."""
    community, standing = inside_of(request, slug)
    held = _office(community, public_id)
    form = HandOverForm(posted(request), community=community, holder=held.person_id)
    if form.is_valid():
        person = form.cleaned_data.pop("person")
        actions.hand_over(held, person, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("%(who)s holds the office now, and reads your note.") % {"who": person})
        return redirect("community-offices", slug)
    return show(
        request,
        "office.html",
        community,
        standing,
        status=422 if form.is_bound else 200,
        office=held,
        form=form,
        may_hand_over=policy.may_hand_over(standing, community, held, belongs=True),
        may_end=policy.may_end_office(standing, community, held, conveners=queries.convener_count(community)),
    )


@signed_in
@require_POST
def office_end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Lay an office down."""
    community, _standing = inside_of(request, slug)
    actions.end_office(_office(community, public_id), actor=actor_of(request))
    messages.info(request, _("The office is laid down."))
    return redirect("community-offices", slug)


def membership_or_404(community: Community, public_id: str) -> Membership:
    """The living membership of this person here."""
    membership = queries.membership_of(community, public_id)
    if membership is None:
        raise Http404
    return membership


def _office(community: Community, public_id: str) -> Office:
    held = (
        Office.objects.filter(community=community, public_id=public_id)
        .select_related("person", "community")
        .first()
    )
    if held is None:
        raise Http404
    return held
