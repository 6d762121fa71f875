"""A room in a minute: a format, a purpose, a time; and changing what a room states."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.doors import inside_of
from guildhouse.communities.models import Community
from guildhouse.kit import clock
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused, require
from guildhouse.kit.walls import wall
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import actions, formats, queries, recurrence
from guildhouse.rooms.actions.series import HORIZON
from guildhouse.rooms.forms.planning import EditRoomForm, NewRoomForm, TimeForm, first_guess, like
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting import formatting, recurring
from guildhouse.rooms.views.loading import hosted_room_of

FIELD_OF = {"past": "wall_date", "rrule": "repeats"}


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a room: choose a format, then fill one page in."""
    community, standing = inside_of(request, slug)
    require(communities_policy.may_open_rooms(standing, community))
    model = _model(request, community)
    key = request.POST.get("format") or request.GET.get("format") or (model.format if model else "")
    if key not in formats.BUILT_IN:
        cards = formatting.cards()
        return render(request, "rooms/choose_format.html", {"community": community, "cards": cards})
    shown = formats.get(key)
    today = wall(clock.now(), community.zone).date()
    if request.method != "POST":
        guess = first_guess(community, shown, today)
        if model:
            before = queries.viewer(person_of(request), model, standing)
            guess |= like(model, today, hosted=before.is_host)
        return _page(request, community, shown, NewRoomForm(shown=shown, initial=guess | {"format": key}))
    form = NewRoomForm(request.POST, shown=shown)
    if not form.is_valid():
        return _page(request, community, shown, form, status=400)
    return _make(request, community, shown, form)


def _model(request: HttpRequest, community: Community) -> Room | None:
    wanted = request.GET.get("like", "")
    if not wanted:
        return None
    if not wanted.isalnum():
        raise Http404
    seen = Room.objects.visible_to(person_of(request))
    room = seen.filter(community=community, public_id=wanted).first()
    if room is None:
        raise Http404
    return room


def _make(
    request: HttpRequest, community: Community, shown: formats.Format, form: NewRoomForm
) -> HttpResponse:
    given, actor = form.cleaned_data, actor_of(request)
    told = {**form.plan(), "role_limits": form.role_limits(), "form_key": given["form_key"]}
    told |= {"wall_time": given["wall_time"]}
    try:
        if not form.rrule:
            room = actions.plan(community, actor=actor, wall_date=given["wall_date"], **told)
            messages.success(request, _("This is your draft. Read it as others will, then publish it."))
            return redirect("room", community.slug, room.public_id)
        if "sure" not in request.POST:
            return _page(request, community, shown, form, ahead=_dates(form, community))
        last_on = given["last_on"]
        first_on = given["wall_date"]
        series = actions.plan_series(
            community, actor=actor, rrule=form.rrule, first_on=first_on, last_on=last_on, **told
        )
    except Refused as refusal:
        if refusal.code not in FIELD_OF:
            raise
        form.add_error(FIELD_OF[refusal.code], str(refusal))
        return _page(request, community, shown, form, status=409)
    count = series.rooms.count()
    said = ngettext("%(count)s date is published.", "%(count)s dates are published.", count)
    messages.success(request, said % {"count": count})
    return redirect("series", community.slug, series.public_id)


def _dates(form: NewRoomForm, community: Community) -> list[date]:
    """The days a series would have within its horizon."""
    given = form.cleaned_data
    today = wall(clock.now(), given["zone"]).date()
    until = min(today + HORIZON, given["last_on"] or today + HORIZON)
    return list(recurrence.dates(form.rrule, given["wall_date"], max(today, given["wall_date"]), until))


def _page(
    request: HttpRequest,
    community: Community,
    shown: formats.Format,
    form: NewRoomForm,
    *,
    ahead: list[date] | None = None,
    status: int = 200,
) -> HttpResponse:
    folded = ("about", "zone", "minimum", "lapse_if_below", "needs_approval", "question", "access")
    context = {
        "community": community,
        "form": form,
        "card": formatting.card(shown, community.slug),
        "ahead": ahead,
        "recurs": recurring.words_of(form.rrule, form.cleaned_data["wall_date"]) if ahead is not None else "",
        "roles": [form[f"role_{key}"] for key in form.roles],
        "folded_wrong": any(name in form.errors for name in folded),
    }
    return render(request, "rooms/new.html", context, status=status)


@signed_in
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change what the room states."""
    sight = hosted_room_of(request, slug, public_id)
    roles = [role.key for role in sight.roles]
    form = EditRoomForm(request.POST or None, room=sight.room, roles=roles)
    if request.method == "POST" and form.is_valid():
        actions.edit(sight.room, actor=actor_of(request), **form.plan())
        messages.success(request, _("The room says this now. Seats and requests stay as they are."))
        return redirect("room", slug, public_id)
    context = {"sight": sight, "room": sight.room, "community": sight.room.community, "form": form}
    return render(request, "rooms/edit.html", context, status=400 if form.errors else 200)


@signed_in
def time(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Postpone the room, or bring it forward."""
    sight = hosted_room_of(request, slug, public_id)
    room = sight.room
    initial = {"wall_date": room.wall_date, "wall_time": room.wall_time, "zone": room.zone}
    form = TimeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(room, actor=actor_of(request), **form.cleaned_data)
        except Refused as refusal:
            if refusal.code != "past":
                raise
            form.add_error("wall_date", str(refusal))
        else:
            messages.success(
                request, _("The room has its new time. Everybody with a seat keeps it and is told.")
            )
            return redirect("room-host", slug, public_id)
    context = {"sight": sight, "room": room, "community": room.community, "form": form}
    return render(request, "rooms/time.html", context, status=400 if form.errors else 200)
