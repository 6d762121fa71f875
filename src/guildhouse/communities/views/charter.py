"""Charter and rhythm."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import inside_of
from guildhouse.communities.forms import CharterNameForm, EditionForm, PauseForm, RhythmForm
from guildhouse.communities.models import Pause
from guildhouse.communities.shell import site
from guildhouse.communities.views.frame import posted, show
from guildhouse.kit import clock
from guildhouse.kit.doors import public, signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of


@public
@require_GET
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """What was agreed, who accepted it, and what changed since one did."""
    return _charter(request, slug, None)


def _charter(request: HttpRequest, slug: str, form: CharterNameForm | None) -> HttpResponse:
    community, standing = inside_of(request, slug)
    editions = queries.editions(community)
    latest = editions[0] if editions else None
    mine = standing.accepted_edition
    accepted = next((one for one in editions if one.number == mine), None)
    owes = standing.is_member and latest is not None and latest.number > mine
    changes = (
        queries.differences(queries.whole_text(accepted), queries.whole_text(latest)) if accepted else []
    )
    return show(
        request,
        "charter.html",
        community,
        standing,
        status=422 if form else 200,
        editions=editions,
        latest=latest,
        accepted=accepted,
        owes=owes,
        changes=changes if owes else [],
        acceptances=queries.acceptances(latest) if latest else [],
        names_shown=queries.charter.NAMES,
        site_rules=site().rules,
        form=form or CharterNameForm(edition=latest.number if latest else 0),
        may_change=policy.may_change(standing, community),
    )


@public
@require_GET
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition, and what it changed."""
    community, standing = inside_of(request, slug)
    shown = queries.edition(community, number)
    if shown is None:
        raise Http404
    before = queries.edition(community, number - 1)
    changes = queries.differences(queries.whole_text(before), queries.whole_text(shown)) if before else []
    return show(request, "edition.html", community, standing, edition=shown, changes=changes, before=before)


@signed_in
@require_POST
def acceptance(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept the charter by name."""
    community, _standing = inside_of(request, slug)
    form = CharterNameForm(request.POST, edition=queries.latest_edition(community))
    if not form.is_valid() or "name" not in form.cleaned_data:
        return _charter(request, slug, form)
    number, name = form.cleaned_data["edition"], form.cleaned_data["name"]
    actions.accept_charter(community, number=number, name=name, actor=actor_of(request))
    messages.success(request, _("You accepted edition %(number)s of the charter.") % {"number": number})
    return redirect("community-charter", slug)


@signed_in
@require_http_methods(["GET", "POST"])
def new_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the next edition."""
    community, standing = inside_of(request, slug)
    latest = queries.latest_charter(community)
    written = {"text": latest.text, "confidentiality": latest.confidentiality} if latest else {}
    first = {**written, "follows": latest.number if latest else 0}
    form = EditionForm(posted(request), initial=first)
    if form.is_valid():
        try:
            made = actions.write_edition(community, actor=actor_of(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("Edition %(number)s stands. Members are asked to accept it.") % {"number": made.number},
            )
            return redirect("community-charter", slug)
    return show(
        request,
        "new_edition.html",
        community,
        standing,
        status=422 if form.is_bound else 200,
        form=form,
        verdict=policy.may_change(standing, community),
        latest=latest,
    )


@public
@require_GET
def rhythm(request: HttpRequest, slug: str) -> HttpResponse:
    """How often we meet, and when we are quiet."""
    return _rhythm(request, slug)


def _rhythm(
    request: HttpRequest, slug: str, form: RhythmForm | None = None, pause_form: PauseForm | None = None
) -> HttpResponse:
    community, standing = inside_of(request, slug)
    at = clock.now()
    declared = queries.pauses(community)
    return show(
        request,
        "rhythm.html",
        community,
        standing,
        status=422 if form or pause_form else 200,
        form=form or RhythmForm(initial={"rhythm": community.rhythm}),
        pause_form=pause_form or PauseForm(),
        ahead=[one for one in declared if one.until_on >= at.date()],
        past=[one for one in declared if one.until_on < at.date()],
        now=queries.pause_on(community, at),
        may_change=policy.may_change(standing, community),
    )


@signed_in
@require_POST
def rhythm_words(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how often."""
    community, _standing = inside_of(request, slug)
    form = RhythmForm(request.POST)
    if not form.is_valid():
        return _rhythm(request, slug, form)
    actions.set_rhythm(community, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("The rhythm is written."))
    return redirect("community-rhythm", slug)


@signed_in
@require_POST
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a quiet time."""
    community, _standing = inside_of(request, slug)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _rhythm(request, slug, pause_form=form)
    try:
        actions.pause(community, actor=actor_of(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error("until_on", str(refused))
        return _rhythm(request, slug, pause_form=form)
    messages.success(request, _("The pause is declared. Nothing is sent on these days."))
    return redirect("community-rhythm", slug)


@signed_in
@require_POST
def pause_end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """End a pause early."""
    community, _standing = inside_of(request, slug)
    declared = Pause.objects.filter(community=community, public_id=public_id).first()
    if declared is None:
        raise Http404
    actions.end_pause(declared, actor=actor_of(request))
    messages.info(request, _("The pause is over."))
    return redirect("community-rhythm", slug)
