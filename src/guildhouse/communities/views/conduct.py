"""Whom to turn to, reports and their answers, keeping out and the appeal."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import community_of, inside_of
from guildhouse.communities.forms import (
    AnswerForm,
    AppealForm,
    ContactForm,
    DecisionForm,
    ReasonForm,
    ReportForm,
)
from guildhouse.communities.models import Block, Community, Report
from guildhouse.communities.policy import Standing
from guildhouse.communities.shell import site
from guildhouse.communities.views.frame import posted, show
from guildhouse.communities.views.people import membership_or_404
from guildhouse.kit.doors import public, signed_in, site_admin
from guildhouse.kit.rules import require
from guildhouse.people.doors import actor_of, person_of
from guildhouse.people.models import Person

# A page of the house about a community: no tabs, nothing owed.
OUTSIDE: dict[str, object] = {"community": None, "tabs": (), "owes_acceptance": False}


@public
@require_GET
def conduct(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom to turn to; for those who answer, what waits."""
    return _conduct(request, slug, None)


def _conduct(request: HttpRequest, slug: str, form: ContactForm | None) -> HttpResponse:
    community, standing = community_of(request, slug)
    person, convenes = standing.person, policy.may_convene(standing)
    return show(
        request,
        "conduct.html",
        community,
        standing,
        status=422 if form else 200,
        inside=policy.sees_inside(standing, community),
        site_rules=site().rules,
        mine=queries.my_reports(community, person) if person else [],
        reports=queries.reports_for(community, standing) if person else [],
        blocks=[(one, policy.may_decide_appeal(standing, one)) for one in queries.blocks(community)]
        if convenes
        else [],
        my_block=queries.my_block(community, person) if standing.is_blocked else None,
        may_convene=convenes,
        form=form or (ContactForm(community=community) if convenes else None),
    )


@signed_in
@require_POST
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Name the conduct contact."""
    community, _standing = inside_of(request, slug)
    form = ContactForm(request.POST, community=community)
    if not form.is_valid():
        return _conduct(request, slug, form)
    actions.name_contact(community, form.cleaned_data["person"], actor=actor_of(request))
    messages.success(request, _("%(who)s is the conduct contact now.") % {"who": form.cleaned_data["person"]})
    return redirect("community-conduct", slug)


@signed_in
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody to look at something."""
    community, standing = community_of(request, slug)
    about = Person.objects.filter(public_id=request.GET.get("about", "").replace("\0", "")[:12]).first()
    # Whoever does not see who belongs here must not learn it by asking about somebody.
    if about and not (policy.sees_inside(standing, community) and queries.belongs(about, community)):
        about = None
    form = ReportForm(posted(request))
    if form.is_valid():
        actions.report(community, about=about, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Thank you. Somebody reads it, and answers you here and in a letter."))
        return redirect("community-conduct", slug)
    status = 422 if form.is_bound else 200
    return show(request, "report.html", community, standing, status=status, form=form, about=about)


@signed_in
@require_http_methods(["GET", "POST"])
def report_answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Read a report and answer it."""
    community, standing = community_of(request, slug)
    made = (
        Report.objects.filter(community=community, public_id=public_id)
        .select_related("reporter", "about")
        .first()
    )
    if (
        made is None
        or made.to_site
        or not policy.may_read_report(standing, made, community.conduct_contact_id)
    ):
        raise Http404
    form = AnswerForm(posted(request))
    if form.is_valid():
        actions.answer_report(made, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Your answer is sent."))
        return redirect("community-conduct", slug)
    status = 422 if form.is_bound else 200
    return show(request, "report_answer.html", community, standing, status=status, form=form, report=made)


@signed_in
@require_http_methods(["GET", "POST"])
def removal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Remove a member, saying why."""
    community, standing = inside_of(request, slug)
    membership = membership_or_404(community, public_id)
    _may_put_out(community, standing, membership.person)
    form = ReasonForm(posted(request))
    if form.is_valid():
        actions.remove(membership, actor=actor_of(request), **form.cleaned_data)
        messages.info(
            request, _("%(who)s is no longer a member, and reads why.") % {"who": membership.person}
        )
        return redirect("community-people", slug)
    status = 422 if form.is_bound else 200
    return show(
        request,
        "removal.html",
        community,
        standing,
        status=status,
        form=form,
        person=membership.person,
        keeps_out=False,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def blocking(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask somebody to stay away, saying why."""
    community, standing = inside_of(request, slug)
    membership = membership_or_404(community, public_id)
    _may_put_out(community, standing, membership.person)
    form = ReasonForm(posted(request))
    if form.is_valid():
        actions.block(community, membership.person, actor=actor_of(request), **form.cleaned_data)
        messages.info(request, _("%(who)s reads why, and how to appeal.") % {"who": membership.person})
        return redirect("community-conduct", slug)
    status = 422 if form.is_bound else 200
    return show(
        request,
        "removal.html",
        community,
        standing,
        status=status,
        form=form,
        person=membership.person,
        keeps_out=True,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer an appeal."""
    community, standing = community_of(request, slug)
    require(policy.may_convene(standing))
    made = _block(community, public_id)
    form = DecisionForm(posted(request))
    if form.is_valid():
        actions.decide_appeal(made, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Your answer is sent."))
        return redirect("community-conduct", slug)
    verdict = policy.may_decide_appeal(standing, made)
    status = 422 if form.is_bound else 200
    return show(
        request, "decision.html", community, standing, status=status, form=form, block=made, verdict=verdict
    )


@signed_in
@require_POST
def lifting(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let somebody come back."""
    community, standing = community_of(request, slug)
    require(policy.may_convene(standing))
    made = _block(community, public_id)
    actions.lift(made, actor=actor_of(request))
    messages.info(request, _("%(who)s may join again by the usual way.") % {"who": made.person})
    return redirect("community-conduct", slug)


@signed_in
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the person kept out reads, and where they appeal; nobody else may open it."""
    made = queries.block_of(actor_of(request).person, public_id)  # type: ignore[arg-type]
    if made is None:
        raise Http404
    form = AppealForm(posted(request))
    if form.is_valid():
        actions.appeal(made, actor=actor_of(request), **form.cleaned_data)
        messages.success(
            request, _("Your appeal is sent. Another convener, or those who run the house, answer it.")
        )
        return redirect("appeal", public_id)
    status = 422 if form.is_bound else 200
    return render(request, "communities/appeal.html", {"block": made, "form": form}, status=status)


@site_admin
@require_GET
def site_conduct(request: HttpRequest) -> HttpResponse:
    """What was written to those who run the house, and appeals nobody has answered."""
    reports = queries.reports_to_site(queries.house_standing(person_of(request)))
    context = {"reports": reports, "appeals": queries.appeals_to_site()}
    return render(request, "communities/site_conduct.html", context)


@site_admin
@require_http_methods(["GET", "POST"])
def site_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read and answer what was written to those who run the house, whatever community it is about."""
    made = (
        Report.objects.filter(to_site=True, public_id=public_id).select_related("reporter", "about").first()
    )
    if made is None or not policy.may_read_report(queries.house_standing(person_of(request)), made, None):
        raise Http404
    form = AnswerForm(posted(request))
    if form.is_valid():
        actions.answer_report(made, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Your answer is sent."))
        return redirect("site-conduct")
    context = {"form": form, "report": made, **OUTSIDE}
    return render(request, "communities/report_answer.html", context, status=422 if form.is_bound else 200)


@site_admin
@require_http_methods(["GET", "POST"])
def site_appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer an appeal for the house."""
    waiting = Block.objects.exclude(appeal="").select_related("person", "by", "community")
    made = waiting.filter(public_id=public_id).first()
    if made is None:
        raise Http404
    form = DecisionForm(posted(request))
    if form.is_valid():
        actions.decide_appeal(made, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Your answer is sent."))
        return redirect("site-conduct")
    standing = queries.standing(person_of(request), made.community)
    context = {"form": form, "block": made, "verdict": policy.may_decide_appeal(standing, made), **OUTSIDE}
    return render(request, "communities/decision.html", context, status=422 if form.is_bound else 200)


def _may_put_out(community: Community, standing: Standing, person: Person) -> None:
    there = queries.standing(person, community)
    require(policy.may_remove(standing, there, conveners=queries.convener_count(community)))


def _block(community: Community, public_id: str) -> Block:
    made = (
        Block.objects.filter(community=community, public_id=public_id).select_related("person", "by").first()
    )
    if made is None:
        raise Http404
    return made
