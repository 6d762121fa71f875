"""Settings: how the community is run, what it says of itself, its address, its stage, its place."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import community_of
from guildhouse.communities.forms import DomainForm, ParentForm, SettingsForm, SlugForm, StageForm
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing
from guildhouse.communities.views.frame import posted, show
from guildhouse.kit import clock
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused, require
from guildhouse.people.doors import actor_of, person_of


@signed_in
@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, slug: str) -> HttpResponse:
    """Who knows of it, how people join, who opens rooms."""
    community, standing = _convening(request, slug)
    form = SettingsForm(posted(request), initial=_present(community, SettingsForm))
    if form.is_valid() and _done(form, "visibility", actions.change_settings, community, request):
        messages.success(request, _("The settings are changed."))
        return redirect("community-settings", slug)
    return _settings(request, community, standing, form, "settings.html")


@signed_in
@require_http_methods(["GET", "POST"])
def domain(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community says of itself."""
    community, standing = _convening(request, slug)
    form = DomainForm(posted(request), initial=_present(community, DomainForm))
    if form.is_valid() and _done(form, "domain", actions.write_domain, community, request):
        messages.success(request, _("The texts are written; the front page shows them."))
        return redirect("community-domain", slug)
    return _settings(request, community, standing, form, "domain.html")


@signed_in
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Its address; the old one leads on."""
    community, standing = _convening(request, slug)
    form = SlugForm(posted(request), initial=_present(community, SlugForm))
    if form.is_valid() and _done(form, "slug", actions.readdress, community, request):
        messages.success(request, _("The address is changed; the old one leads here."))
        return redirect("community-address", form.cleaned_data["slug"])
    return _settings(request, community, standing, form, "address.html")


@signed_in
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """The larger community it belongs to."""
    community, standing = _convening(request, slug)
    person = person_of(request)
    first = {"parent": community.parent.public_id if community.parent else None}
    form = ParentForm(posted(request), community=community, person=person, initial=first)
    if form.is_valid():
        try:
            actions.nest(community, form.cleaned_data["parent"], actor=actor_of(request))
        except Refused as refused:
            form.add_error("parent", str(refused))
        else:
            messages.success(request, _("Its place is changed. Memberships stay as they were."))
            return redirect("community-place", slug)
    return _settings(request, community, standing, form, "place.html")


@signed_in
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, slug: str) -> HttpResponse:
    """The stage, with what can be counted beside it."""
    community, standing = _convening(request, slug)
    form = StageForm(posted(request), initial={"stage": community.stage})
    if form.is_valid():
        actions.declare_stage(community, actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("The stage is declared, with today's counts beside it."))
        return redirect("community-stage", slug)
    context = {
        "evidence": queries.evidence(community, at=clock.now()),
        "declarations": queries.declarations(community),
    }
    return _settings(request, community, standing, form, "stage.html", **context)


@signed_in
@require_http_methods(["GET", "POST"])
def archiving(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the community into the archive."""
    community, standing = _convening(request, slug)
    if request.method == "POST":
        actions.archive(community, actor=actor_of(request))
        messages.info(request, _("The community is archived. Its pages stay."))
        return redirect(community)
    return _settings(request, community, standing, None, "archiving.html")


@signed_in
@require_POST
def reviving(request: HttpRequest, slug: str) -> HttpResponse:
    """Take it out of the archive."""
    community, _standing = _convening(request, slug)
    actions.unarchive(community, actor=actor_of(request))
    messages.success(request, _("The community is back."))
    return redirect(community)


def _convening(request: HttpRequest, slug: str) -> tuple[Community, Standing]:
    community, standing = community_of(request, slug)
    require(policy.may_convene(standing))
    return community, standing


def _present(community: Community, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(community, name) for name in form.base_fields}


def _done(form: forms.Form, beside: str, action: Any, community: Community, request: HttpRequest) -> bool:
    """Whether the action went through; what it refuses stands beside the field it is about."""
    try:
        action(community, actor=actor_of(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error(beside, str(refused))
        return False
    return True


def _settings(
    request: HttpRequest,
    community: Community,
    standing: Standing,
    form: forms.Form | None,
    template: str,
    **context: Any,
) -> HttpResponse:
    return show(
        request,
        template,
        community,
        standing,
        status=422 if form and form.is_bound else 200,
        form=form,
        verdict=policy.may_change(standing, community),
        **context,
    )
