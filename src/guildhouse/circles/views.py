"""The circles of a room: formed, mended and shown by its hosts, read by those who come."""

from collections.abc import Iterable
from threading import Lock
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guildhouse.circles import actions, parts, policy, progress, queries
from guildhouse.circles.forms import FormingForm, LinksForm, WishForm
from guildhouse.circles.models import Wish
from guildhouse.circles.presenting import page
from guildhouse.circles.presenting.sentences import most_rounds, wish_words
from guildhouse.circles.presenting.unmet import said_of
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused, require
from guildhouse.people.doors import actor_of
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.presenting.words import format_of
from guildhouse.rooms.views.loading import hosted_room_of, room_of, written

# A search takes seconds of a thread, and a process has few of them: one searches, the others answer pages.
searching = Lock()


@signed_in
@require_safe
def circles(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Who sits with whom: all of it for hosts, their own for those who come."""
    sight = _inside(request, slug, public_id)
    return hosts_page(request, sight) if sight.is_host else own_page(request, sight)


def _inside(request: HttpRequest, slug: str, public_id: str) -> Sight:
    """The room, for its hosts and those who come, if it works in circles; for all others there is no such page."""
    sight = room_of(request, slug, public_id)
    inside = sight.is_host or sight.viewer.is_coming
    if not inside or format_of(sight.room.format).circles is None:
        raise Http404
    return sight


def hosts_page(request: HttpRequest, sight: Sight, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of the hosts; `bound` are posted values of the form that needs another look, by its name."""
    room, shown = sight.room, format_of(sight.room.format)
    there = queries.coming(room, shown)
    arrangement, rounds = queries.arrangement_of(room), queries.circles_of(room)
    begun, wished = progress.begun(room), list(queries.wishes_seen(room, sight.viewer))
    first = {
        "rounds": len(rounds) or parts.usual_rounds(shown),
        "spreads_experience": bool(arrangement and arrangement.spreads_experience),
        "minds_language": bool(arrangement and arrangement.minds_language),
    }
    sizes = shown.circle_sizes(len(there)) if there else (0,)
    context = {
        **_of_room(sight),
        "arrangement": arrangement,
        "rounds": page.rounds_shown(room, rounds),
        "said": said_of(arrangement, rounds, wished) if arrangement else [],
        "formed": page.formed_words(rounds),
        "step": page.step_of(room, shown, begun) if arrangement else page.Step(),
        "sizes": page.sizes_words(shown, len(there)) if there else "",
        "most_rounds": most_rounds(sizes) if len(there) >= policy.FEWEST else "",
        "may_form": policy.may_form_with(sight.viewer, room, shown, len(there)),
        "may_let_go": policy.may_let_go(sight.viewer, room, begun),
        "may_show": policy.may_show(sight.viewer, room),
        "forming": FormingForm(bound.get("forming"), initial=first),
        "links": LinksForm(bound.get("links"), links=_links(rounds))
        if room.mode != Room.Mode.IN_PERSON
        else None,
        "wishes": _wishes(sight, wished),
        "wish_form": _wish_form(sight, [person for person, _tongue in there], bound.get("wish")),
    }
    return render(request, "circles/circles.html", context, status=status)


def own_page(request: HttpRequest, sight: Sight, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of somebody who comes: where they are once that is shown, and what they ask in confidence."""
    room, person = sight.room, sight.viewer.standing.person
    if person is None:
        raise Http404
    arrangement = queries.arrangement_of(room)
    there = [one for one, _tongue in queries.coming(room, format_of(room.format)) if one != person.pk]
    context = {
        **_of_room(sight),
        "is_shown": arrangement is not None and arrangement.shown_at is not None,
        "mine": page.mine_of(sight, person) if arrangement and arrangement.shown_at else [],
        "may_wish": policy.may_wish(sight.viewer, room),
        "wishes": _wishes(sight, queries.wishes_seen(room, sight.viewer)),
        "wish_form": _wish_form(sight, there, bound.get("wish")),
    }
    return render(request, "circles/mine.html", context, status=status)


def _of_room(sight: Sight) -> dict[str, Any]:
    return {"sight": sight, "room": sight.room, "community": sight.room.community}


def _links(rounds: tuple[queries.RoundOf, ...]) -> list[tuple[int, str]]:
    found: dict[int, str] = {}
    for one in rounds:
        for circle in one.circles:
            found[circle.number] = found.get(circle.number) or circle.link
    return sorted(found.items())


def _wishes(sight: Sight, wishes: Iterable[Wish]) -> list[tuple[Wish, str, bool]]:
    """Each wish, in words, and whether the reader may take it back."""
    return [(one, wish_words(one), bool(policy.may_take_back(sight.viewer, one))) for one in wishes]


def _wish_form(sight: Sight, people: list[int], posted: Any = None) -> WishForm:
    named = Person.objects.filter(pk__in=people).order_by("name", "pk")
    return WishForm(
        posted,
        people=[(person.public_id, str(person)) for person in named],
        for_others=bool(policy.may_wish_for_others(sight.viewer)),
        everywhere=bool(policy.may_wish_everywhere(sight.viewer)),
    )


@signed_in
@require_safe
def sheet(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """All circles to print, by round and by person."""
    sight = hosted_room_of(request, slug, public_id)
    rounds = queries.circles_of(sight.room)
    if not rounds:
        raise Http404
    context = {
        **_of_room(sight),
        "rounds": page.rounds_shown(sight.room, rounds),
        "people": page.by_person(sight.room, rounds),
    }
    return render(request, "circles/sheet.html", context)


@signed_in
@require_POST
def forming(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Form the circles, or form those of rounds to come anew."""
    sight = hosted_room_of(request, slug, public_id)
    form = FormingForm(request.POST)
    if not form.is_valid():
        return hosts_page(request, sight, status=400, forming=request.POST)
    standing = written(request, "instead_of", 20)
    require(policy.may_search(is_free=searching.acquire(blocking=False)))
    try:
        actions.form(
            sight.room,
            actor=actor_of(request),
            instead_of=int(standing) if standing.isdecimal() else None,
            **form.cleaned_data,
        )
    finally:
        searching.release()
    messages.success(request, _("The circles are formed. Look at them, then show them to those who come."))
    return redirect("room-circles", slug, public_id)


@signed_in
@require_POST
def repair(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Bring the circles in step with who comes."""
    sight = hosted_room_of(request, slug, public_id)
    done = actions.repair(sight.room, actor=actor_of(request))
    if done.left or done.came:
        said = ngettext(
            "%(circles)s circle changed; all others are as they were.",
            "%(circles)s circles changed; all others are as they were.",
            done.circles,
        ) % {"circles": done.circles}
        messages.success(request, f"{said} {_told(done)}".strip())
    else:
        messages.info(request, _("Nothing was to mend: everybody who comes is in a circle."))
    return redirect("room-circles", slug, public_id)


def _told(done: actions.Repaired) -> str:
    names = [str(person) for person in Person.objects.filter(pk__in=done.people).order_by("name", "pk")]
    if not names:
        return _("Nobody else had to move.")
    return _("In another circle now: %(names)s.") % {"names": ", ".join(names)}


@signed_in
@require_POST
def showing(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show the circles to those who come, or take them back from view."""
    sight = hosted_room_of(request, slug, public_id)
    shown = request.POST.get("shown") != "no"
    actions.show(sight.room, actor=actor_of(request), shown=shown)
    if shown:
        messages.success(request, _("Everybody who comes now sees where they are, and nobody else does."))
    else:
        messages.success(request, _("Only hosts see the circles now."))
    return redirect("room-circles", slug, public_id)


@signed_in
@require_POST
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let go of the circles."""
    sight = hosted_room_of(request, slug, public_id)
    actions.let_go(sight.room, actor=actor_of(request))
    messages.success(request, _("The circles are gone. You can form others at any time."))
    return redirect("room-circles", slug, public_id)


@signed_in
@require_POST
def links(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give each circle its link."""
    sight = hosted_room_of(request, slug, public_id)
    form = LinksForm(request.POST, links=_links(queries.circles_of(sight.room)))
    if not form.is_valid():
        return hosts_page(request, sight, status=400, links=request.POST)
    actions.set_links(sight.room, actor=actor_of(request), links=form.links())
    messages.success(request, _("Kept. Each circle gets its own link from 15 minutes before the start."))
    return redirect("room-circles", slug, public_id)


@signed_in
@require_POST
def wishes(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask that two people be apart, or together once."""
    sight = _inside(request, slug, public_id)
    there = [person for person, _tongue in queries.coming(sight.room, format_of(sight.room.format))]
    form = _wish_form(sight, there, request.POST)
    shown = hosts_page if sight.is_host else own_page
    if not form.is_valid():
        return shown(request, sight, status=400, wish=request.POST)
    said = form.cleaned_data
    people = {person.public_id: person for person in Person.objects.filter(pk__in=there)}
    me = sight.viewer.standing.person
    one = people[said["one"]] if "one" in said else me
    if one is None:
        raise Http404
    try:
        actions.wish(
            sight.room,
            actor=actor_of(request),
            one=one,
            other=people[said["other"]],
            kind=said["kind"],
            everywhere=said.get("everywhere", False),
        )
    except Refused as refusal:
        if refusal.code != "same":
            raise
        messages.error(request, str(refusal))
        return redirect("room-circles", slug, public_id)
    messages.success(
        request, _("Kept. Only the hosts and you see it; it holds when circles are formed next.")
    )
    return redirect("room-circles", slug, public_id)


@signed_in
@require_POST
def wish_end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back what was asked."""
    sight = _inside(request, slug, public_id)
    seen = queries.wishes_seen(sight.room, sight.viewer)
    found = seen.filter(public_id=written(request, "wish", 12)).first()
    if found is None:
        raise Http404
    actions.unwish(sight.room, found, actor=actor_of(request))
    messages.success(request, _("Taken back."))
    return redirect("room-circles", slug, public_id)
