"""A room in a minute: a format, a purpose, a time; and changing what a room states."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.doors import inside_of
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing
from guildhouse.kit import clock, dates
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused, require
from guildhouse.kit.walls import wall
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import actions, formats, inviting, policy, queries, recurrence
from guildhouse.rooms.actions.series import HORIZON
from guildhouse.rooms.formats.known import exists_for, format_of, known, latest_of, own_formats
from guildhouse.rooms.forms.guessing import first_guess, like
from guildhouse.rooms.forms.planning import EditRoomForm, NewRoomForm, TimeForm
from guildhouse.rooms.models import Room, Series
from guildhouse.rooms.presenting import formatting, recurring
from guildhouse.rooms.presenting.folding import folds
from guildhouse.rooms.views.loading import form_key_of, hosted_room_of

LATELY = 3  # rooms that were held, to be had again
FIELD_OF = {"past": "wall_date", "too_far": "wall_date", "rrule": "repeats"}


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a room: choose a format, then fill one page in."""
    community, standing = inside_of(request, slug)
    require(communities_policy.may_open_rooms(standing, community))
    seen = Room.objects.visible_to(person_of(request)).filter(community=community)
    model = _model(request, seen)
    shown = _format(request, community, model)
    if shown is None:
        return _choose(request, community, standing, seen)
    today = wall(clock.now(), community.zone).date()
    if request.method == "POST":
        return _sent(request, community, shown)
    if model is None:
        before, mine = queries.planned_before(person_of(request), seen)
        guess = first_guess(community, shown, today, before, mine=mine)
    else:
        hosts = queries.viewer(person_of(request), model, standing).is_host
        earlier, latest = queries.rhythm_of(model)
        guess = like(model, today, hosted=hosts, earlier=earlier, latest=latest)
    form = NewRoomForm(shown=shown, initial=guess | {"format": shown.key})
    return _page(request, community, shown, form, model=model)


def _model(request: HttpRequest, seen: QuerySet[Room]) -> Room | None:
    wanted = request.GET.get("like", "")
    if not wanted:
        return None
    room = seen.select_related("series").filter(public_id=wanted).first() if wanted.isalnum() else None
    if room is None:
        raise Http404
    return room


def _format(request: HttpRequest, community: Community, model: Room | None) -> formats.Format | None:
    """The format that was chosen; of one of the community's own, what is offered now."""
    sent = request.POST.get("format", "").replace("\0", "")[:40]
    if sent:
        return format_of(sent) if exists_for(sent, community.pk) else None
    key = request.GET.get("format", "").replace("\0", "")[:40] or (model.format if model else "")
    if model is not None and key == model.format:
        return latest_of(key, community.pk, retired=True)
    return latest_of(key, community.pk)


def _choose(
    request: HttpRequest, community: Community, standing: Standing, seen: QuerySet[Room]
) -> HttpResponse:
    latest: dict[str, Room] = {}
    for room in seen.filter(state=Room.State.HELD).order_by("-starts_at", "-pk")[: 5 * LATELY]:
        latest.setdefault(room.purpose, room)
    there = list(latest.values())[:LATELY]
    known(room.format for room in there)
    context = {
        "community": community,
        "own": [formatting.card(one, community.slug) for one in own_formats(community.pk)],
        "cards": formatting.cards(),
        "held": [(room, format_of(room.format).name_in(dates.language())) for room in there],
        "may_keep": bool(policy.may_keep_formats(standing, community)),
    }
    return render(request, "rooms/choose_format.html", context)


def _sent(request: HttpRequest, community: Community, shown: formats.Format) -> HttpResponse:
    form = NewRoomForm(request.POST, shown=shown)
    is_whole = form.is_valid()
    if "write" in request.POST:
        typed = request.POST.dict() | {"about": _invitation(form, community, shown)}
        return _page(request, community, shown, NewRoomForm(shown=shown, initial=typed), written=True)
    return (
        _make(request, community, shown, form)
        if is_whole
        else _page(request, community, shown, form, status=400)
    )


def _invitation(form: NewRoomForm, community: Community, shown: formats.Format) -> str:
    """What is written already, else the invitation as it writes itself from what is typed so far."""
    if form.cleaned_data.get("about", "").strip():
        return str(form.cleaned_data["about"])
    today = wall(clock.now(), community.zone).date()
    guess = first_guess(community, shown, today)
    guess |= {"purpose": "", "mode": Room.Mode.ONLINE, "place": ""}
    told = guess | {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return _written(told, told.get("repeats") or "", told.get("every"))


def _written(told: dict[str, Any], repeats: str, every: int | None) -> str:
    stated = {
        name: told[name]
        for name in (
            "format",
            "purpose",
            "minutes",
            "mode",
            "place",
            "zone",
            "wall_time",
            "capacity",
            "minimum",
        )
    }
    if repeats:
        rrule = recurring.rrule_of(repeats, every or 1, told["wall_date"])
        return inviting.of_series(Series(rrule=rrule, first_on=told["wall_date"], **stated), dates.language())
    return inviting.of_room(Room(wall_date=told["wall_date"], **stated), dates.language())


def _make(
    request: HttpRequest, community: Community, shown: formats.Format, form: NewRoomForm
) -> HttpResponse:
    given, actor = form.cleaned_data, actor_of(request)
    told = {**form.plan(), "role_limits": form.role_limits(), "wall_time": given["wall_time"]}
    told["form_key"] = form_key_of(request, given["form_key"])
    told["about"] = (
        given["about"] if given["about"].strip() else _written(given, given["repeats"], given["every"])
    )
    try:
        if not form.rrule:
            room = actions.plan(community, actor=actor, wall_date=given["wall_date"], **told)
            messages.success(request, _("This is your draft. Read it as others will, then publish it."))
            return redirect("room", community.slug, room.public_id)
        if "sure" not in request.POST:
            require(policy.may_be_on(given["wall_date"], clock.now().date()))
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
    model: Room | None = None,
    written: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "community": community,
        "form": form,
        "card": formatting.card(shown, community.slug),
        "ahead": ahead,
        "recurs": recurring.words_of(form.rrule, form.cleaned_data["wall_date"]) if ahead is not None else "",
        "roles": [form[f"role_{key}"] for key in form.roles],
        "says": folds(form),
        "model": model,
        "written": written,
    }
    return render(request, "rooms/new.html", context, status=status)


@signed_in
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change what the room states."""
    sight = hosted_room_of(request, slug, public_id)
    may_convert = bool(policy.may_convert(sight.viewer, sight.room, at=sight.at))
    roles = {role.key for role in sight.roles} if may_convert else set()
    form = EditRoomForm(request.POST or None, room=sight.room, roles=roles)
    if request.method == "POST" and form.is_valid():
        actions.edit(sight.room, actor=actor_of(request), **form.plan())
        messages.success(request, _("The room says this now. Seats and requests stay as they are."))
        return redirect("room", slug, public_id)
    context = {
        "sight": sight,
        "room": sight.room,
        "community": sight.room.community,
        "form": form,
        "may_convert": may_convert,
    }
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
            if refusal.code not in ("past", "too_far"):
                raise
            form.add_error("wall_date", str(refusal))
        else:
            messages.success(
                request, _("The room has its new time. Everybody with a seat keeps it and is told.")
            )
            return redirect("room-host", slug, public_id)
    context = {"sight": sight, "room": room, "community": room.community, "form": form}
    return render(request, "rooms/time.html", context, status=400 if form.errors else 200)
