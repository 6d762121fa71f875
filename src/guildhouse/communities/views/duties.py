"""The seven duties: who carries which this season, what each is for, and how one takes it on or hands it on."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.doors import inside_of
from guildhouse.communities.forms import CarryForm, DutyAnswerForm, DutyNoteForm, SeasonForm, TakeForm
from guildhouse.communities.models import Duty
from guildhouse.communities.views.frame import show
from guildhouse.kit import clock
from guildhouse.kit.doors import public, signed_in
from guildhouse.people.doors import actor_of


@public
@require_GET
def duties(request: HttpRequest, slug: str) -> HttpResponse:
    """All seven, as a picture and as a table."""
    return _duties(request, slug, None)


def _duties(request: HttpRequest, slug: str, form: SeasonForm | None) -> HttpResponse:
    community, standing = inside_of(request, slug)
    seasons = queries.seasons(community, clock.now())
    mine = queries.my_duties(community, standing.person) if standing.is_member and standing.person else []
    return show(
        request,
        "duties.html",
        community,
        standing,
        status=422 if form else 200,
        seasons=seasons,
        shared=queries.duties(community, seasons),
        asked=[one for one in mine if one.state == Duty.State.ASKED],
        season_form=form or SeasonForm(initial=seasons.this._asdict()),
    )


@public
@require_GET
def duty(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One duty: what it is for, where to begin, who carries it, and what those before left to know."""
    return _duty(request, slug, kind, {})


def _duty(request: HttpRequest, slug: str, kind: str, forms: dict[str, Any]) -> HttpResponse:
    community, standing = inside_of(request, slug)
    if kind not in Duty.Kind.values:
        raise Http404
    seasons = queries.seasons(community, clock.now())
    shared = {one.kind: one for one in queries.duties(community, seasons)}
    is_member = standing.is_member and standing.person is not None
    mine = queries.my_turns(community, standing.person, kind) if is_member and standing.person else []
    may_take = policy.may_take_duty(standing, community, seasons.this)
    asking = forms.get("ask")
    if asking is None and may_take and standing.person:
        begins_on = seasons.next.begins_on if seasons.hands_over else seasons.this.begins_on
        asking = CarryForm(community=community, asks=standing.person.pk, initial={"begins_on": begins_on})
    notes = queries.duty_notes(community, kind) if is_member else []
    carried = next((one for one in mine if one.state == Duty.State.CARRIED), None)
    may_note = partial(policy.may_note_duty, standing, community, today=seasons.today)
    noting = carried or next((one for one in reversed(mine) if may_note(one)), None)
    return show(
        request,
        "duty.html",
        community,
        standing,
        status=422 if forms else 200,
        seasons=seasons,
        duty=shared[kind],
        asked=[one for one in mine if one.state == Duty.State.ASKED],
        carried=carried,
        noting=noting,
        open=_open(seasons, mine),
        notes=[one for one in notes if noting is None or one.pk != noting.pk],
        may_take=may_take,
        ask_form=asking if may_take else None,
        note_form=forms.get("note") or DutyNoteForm(initial={"note": noting.note if noting else ""}),
    )


def _open(seasons: queries.Seasons, mine: list[Duty]) -> list[Any]:
    """The seasons for which this person could take the duty and has not."""
    taken = {one.begins_on for one in mine if one.state != Duty.State.ENDED}
    can = (seasons.this, seasons.next) if seasons.hands_over else (seasons.this,)
    return [season for season in can if season.begins_on not in taken]


@signed_in
@require_POST
def taking(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Take a duty on."""
    community, _standing = inside_of(request, slug)
    form = TakeForm(request.POST)
    if kind not in Duty.Kind.values or not form.is_valid():
        raise Http404
    actions.take_duty(community, kind=kind, actor=actor_of(request), **form.cleaned_data)
    messages.success(
        request, _("It is yours for the season, alone or with others. Three first things stand here.")
    )
    return redirect("community-duty", slug, kind)


@signed_in
@require_POST
def asking(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Ask a member to carry a duty."""
    community, standing = inside_of(request, slug)
    if kind not in Duty.Kind.values:
        raise Http404
    form = CarryForm(request.POST, community=community, asks=standing.person.pk if standing.person else 0)
    if not form.is_valid():
        return _duty(request, slug, kind, {"ask": form})
    person = form.cleaned_data.pop("person")
    actions.ask_to_carry(community, person, kind=kind, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("%(who)s is asked, and you hear what they say.") % {"who": person})
    return redirect("community-duty", slug, kind)


@signed_in
@require_POST
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say yes or no to carrying a duty."""
    one = _find(request, slug, public_id)
    form = DutyAnswerForm(request.POST)
    if not form.is_valid():
        return _duty(request, slug, one.kind, {})
    if form.cleaned_data["answer"] == "yes":
        actions.accept_duty(one, actor=actor_of(request))
        messages.success(request, _("Thank you. Three first things stand here."))
        return redirect("community-duty", slug, one.kind)
    actions.decline_duty(one, actor=actor_of(request))
    messages.info(request, _("That is a good answer. Only whoever asked you hears of it."))
    return redirect("community-duties", slug)


@signed_in
@require_POST
def note(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write the note for whoever carries the duty next."""
    one = _find(request, slug, public_id)
    form = DutyNoteForm(request.POST)
    if not form.is_valid():
        return _duty(request, slug, one.kind, {"note": form})
    actions.note_duty(one, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("Kept. Whoever carries this next reads it here."))
    return redirect("community-duty", slug, one.kind)


@signed_in
@require_POST
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Lay a duty down before the season ends."""
    one = _find(request, slug, public_id)
    actions.lay_down_duty(one, actor=actor_of(request))
    messages.info(request, _("Laid down. Thank you for what you carried."))
    return redirect("community-duty", slug, one.kind)


@signed_in
@require_POST
def season(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the season that runs other days."""
    community, _standing = inside_of(request, slug)
    form = SeasonForm(request.POST)
    if not form.is_valid():
        return _duties(request, slug, form)
    actions.declare_season(community, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("The season has these days now, and so have the duties carried in it."))
    return redirect("community-duties", slug)


def _find(request: HttpRequest, slug: str, public_id: str) -> Duty:
    """The duty with this id, for those who belong here: others need not know whom somebody asked."""
    community, standing = inside_of(request, slug)
    one = queries.duty_of(community, public_id)
    if one is None or not (standing.is_member or policy.may_convene(standing)):
        raise Http404
    return one
