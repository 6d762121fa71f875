"""The pages of a room that runs: everybody's screen, and what its buttons send."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import require
from guildhouse.live import actions, policy, queries
from guildhouse.live.presenting import page
from guildhouse.live.presenting.sheet import sheet
from guildhouse.people.doors import actor_of
from guildhouse.people.models import Person
from guildhouse.rooms.policy import may_see_inside
from guildhouse.rooms.presenting.words import format_name
from guildhouse.rooms.views.loading import room_of, written

MOST = 200  # people named at once


@signed_in
@require_safe
def live(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The room as it runs, for those who come and its hosts; only its pieces for a page that is open already."""
    sight = room_of(request, slug, public_id)
    require(policy.may_watch(sight.viewer, sight.room, at=sight.at))
    screen = queries.screen(sight.room, sight.viewer, sight.at)
    still = "still" in request.GET
    pieces = "X-Parts" in request.headers
    context = page.content(sight, screen) | {"still": still, "every": 0 if still else page.every(screen)}
    return render(request, "live/parts.html" if pieces else "live/live.html", context)


@signed_in
@require_safe
def run_sheet(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The room on paper, for hosts and those who come."""
    sight = room_of(request, slug, public_id)
    if not may_see_inside(sight.viewer):
        raise Http404
    room = sight.room
    context = {"room": room, "community": room.community, "sheet": sheet(sight)}
    return render(request, "live/sheet.html", context | {"format_name": format_name(room.format)})


@signed_in
@require_POST
def beginning(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Begin the steps, or go on where they were ended."""
    actions.begin(room_of(request, slug, public_id).room, actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def step(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Go to the next step, or one back."""
    turn = actions.back if request.POST.get("to") == "back" else actions.next_step
    turn(room_of(request, slug, public_id).room, move=_move(request), actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def length(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give the step two minutes more."""
    actions.longer(room_of(request, slug, public_id).room, move=_move(request), actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def pause(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let the clock stand still, or go on."""
    turn = actions.go_on if request.POST.get("paused") == "no" else actions.pause
    turn(room_of(request, slug, public_id).room, move=_move(request), actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def ending(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """End the steps."""
    actions.end(room_of(request, slug, public_id).room, actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def part(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say who plays a part in this round."""
    room = room_of(request, slug, public_id).room
    named = [one.replace("\0", "")[:12] for one in request.POST.getlist("person")[:MOST]]
    people = Person.objects.filter(public_id__in=named, seats__room=room).order_by("pk")
    actions.give_part(room, role=written(request, "role"), people=people, actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def hand(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Raise one's hand, with a few words or without."""
    room = room_of(request, slug, public_id).room
    actions.raise_hand(room, text=written(request, "text", 300), actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def hand_lowered(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Lower a hand: one's own, or for those who lead anybody's."""
    room = room_of(request, slug, public_id).room
    actions.lower_hand(room, written(request, "hand"), actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def hand_taken(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give somebody the word."""
    room = room_of(request, slug, public_id).room
    actions.take_hand(room, written(request, "hand"), actor=actor_of(request))
    return redirect("room-live", slug, public_id)


@signed_in
@require_POST
def bell(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let the bell sound for oneself, or not."""
    room, on = room_of(request, slug, public_id).room, request.POST.get("on") != "no"
    if request.POST.get("for") == "all":
        actions.set_bell(room, on=on, actor=actor_of(request))
    else:
        actions.hush(room, on=not on, actor=actor_of(request))
    return redirect("room-live", slug, public_id)


def _move(request: HttpRequest) -> int:
    """The move a button was pressed on; one that never was where nothing sensible is sent."""
    sent = written(request, "move", 9)
    return int(sent) if sent.isascii() and sent.isdigit() else 0
