"""A series of rooms: its dates, coming to all of them, and changing or ending it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from guildhouse.communities.policy import Standing
from guildhouse.kit import clock
from guildhouse.kit.doors import public, signed_in
from guildhouse.kit.kept import kept
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import actions
from guildhouse.rooms.actions.asking import MUST_ACCEPT, MUST_ANSWER
from guildhouse.rooms.forms.hosting import WhyForm
from guildhouse.rooms.forms.series import GroupForm, SeriesForm, StandingForm
from guildhouse.rooms.models import Series, StandingSeat
from guildhouse.rooms.presenting import recurring, series_page, words
from guildhouse.rooms.views.loading import series_of, version_of_community, written

LAST_YEAR = 9000  # further on one cannot count weeks
FIELD_OF = {MUST_ANSWER: "answer", MUST_ACCEPT: "accepts"}


@public
@kept(version=version_of_community)
def series(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The dates of a series."""
    found, standing = series_of(request, slug, public_id)
    return _shown(request, found, standing)


def _shown(
    request: HttpRequest, found: Series, standing: Standing, *, status: int = 200, **forms: Any
) -> HttpResponse:
    person = person_of(request)
    mine = series_page.my_standing(found, person)
    plans = series_page.may_plan(found, standing)
    context = {
        "series": found,
        "community": found.community,
        "format_name": words.format_name(found.format),
        "recurs": recurring.words_of(found.rrule, found.first_on),
        "dates": series_page.dates_of(found, person, clock.now()),
        "mine": mine,
        "always": series_page.always(found, standing, mine),
        "plans": plans,
        "is_fixed": found.access == found.Access.FIXED,
        "me": person,
        "standing_form": StandingForm(series=found),
        "group_form": _group_form(found) if plans else None,
        **forms,
    }
    return render(request, "rooms/series.html", context, status=status)


def _group_form(found: Series) -> GroupForm:
    standing = StandingSeat.objects.living().filter(series=found).values_list("person", flat=True)
    return GroupForm(community=found.community, but=set(standing))


@signed_in
@require_POST
def standing(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Come to all remaining dates, or stop coming to all of them."""
    found, mine = series_of(request, slug, public_id)
    if request.POST.get("come") == "no":
        actions.stop_coming_to_all(found, actor=actor_of(request))
        messages.success(
            request, _("You gave up every date to come. Each freed seat goes to the next in line.")
        )
        return redirect("series", slug, public_id)
    form = StandingForm(request.POST, series=found)
    if form.is_valid():
        try:
            seats = actions.come_to_all(found, actor=actor_of(request), **form.cleaned_data)
        except Refused as refusal:
            field = FIELD_OF.get(refusal.code, "")
            if field not in form.fields:
                raise
            form.add_error(field, str(refusal))
        else:
            messages.success(request, _what_came(seats))
            return redirect("series", slug, public_id)
    return _shown(request, found, mine, status=400, standing_form=form)


def _what_came(seats: list[Any]) -> str:
    held = sum(seat.is_holding for seat in seats)
    said = ngettext("You have a seat in %(count)s date", "You have a seat in %(count)s dates", held) % {
        "count": held
    }
    rest = len(seats) - held
    if rest:
        more = ngettext(
            "and wait for an answer or a seat in %(count)s other",
            "and wait for an answer or a seat in %(count)s others",
            rest,
        )
        said = f"{said}, {more % {'count': rest}}"
    return _("%(said)s. New dates are added as they are made; you can give up each by itself.") % {
        "said": said
    }


@signed_in
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change what every date to come states."""
    found = _planned(request, slug, public_id)
    form = SeriesForm(request.POST or None, series=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_series(found, actor=actor_of(request), **form.changed())
        except Refused as refusal:
            if refusal.code not in ("past", "rrule"):
                raise
            form.add_error("repeats" if refusal.code == "rrule" else "wall_time", str(refusal))
        else:
            messages.success(
                request, _("The dates to come say this now; those changed by hand keep their own.")
            )
            return redirect("series", slug, public_id)
    context = {"series": found, "community": found.community, "form": form}
    return render(request, "rooms/series_edit.html", context, status=400 if form.errors else 200)


@signed_in
def ending(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """End the series, after reading what that causes."""
    found = _planned(request, slug, public_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_series(found, actor=actor_of(request), **form.cleaned_data)
        except Refused as refusal:
            if refusal.code != "why":
                raise
            form.add_error("why", str(refusal))
        else:
            messages.success(request, _("The series has ended, and everybody who planned to come is told."))
            return redirect("series", slug, public_id)
    context = {"series": found, "community": found.community, "form": form}
    context["dates"] = series_page.dates_of(found, person_of(request), clock.now())
    return render(request, "rooms/series_end.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def skipped(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Leave out one date."""
    found = _planned(request, slug, public_id)
    on = _day(request.POST.get("on", ""))
    actions.skip_date(found, on, actor=actor_of(request), why=written(request, "why", 300))
    messages.success(request, _("That date is left out, and everybody who planned to come is told."))
    return redirect("series", slug, public_id)


@signed_in
@require_POST
def group(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Seat a member in every date to come."""
    found = _planned(request, slug, public_id)
    form = GroupForm(request.POST, community=found.community)
    if not form.is_valid():
        _found, mine = series_of(request, slug, public_id)
        return _shown(request, found, mine, status=400, group_form=form)
    person = form.cleaned_data["person"]
    role = words.format_of(found.format).seats[0].key
    actions.add_to_group(found, person, actor=actor_of(request), role=role)
    messages.success(request, _("%(name)s is seated in every date to come.") % {"name": person})
    return redirect("series", slug, public_id)


def _planned(request: HttpRequest, slug: str, public_id: str) -> Series:
    found, mine = series_of(request, slug, public_id)
    if not series_page.may_plan(found, mine):
        raise Http404
    return found


def _day(written: str) -> date:
    try:
        on = parse_date(written)
    except ValueError:
        on = None
    if on is None or on.year > LAST_YEAR:
        raise Http404
    return on
