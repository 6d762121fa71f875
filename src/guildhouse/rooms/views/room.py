"""The page of one room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guildhouse.communities import policy as communities_policy
from guildhouse.kit.doors import public
from guildhouse.kit.kept import kept
from guildhouse.people.doors import person_of
from guildhouse.rooms.forms.asking import AnswerForm, ContestForm
from guildhouse.rooms.forms.choosing import CodeForm, ExcuseForm
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting import asked, assumed, mine, page, parts
from guildhouse.rooms.presenting.series_page import may_plan
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.views.loading import room_of, version_of_community


@public
@kept(version=version_of_community)
def room(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One room: should I come, and how."""
    sight = room_of(request, slug, public_id)
    return shown(request, sight)


def shown(request: HttpRequest, sight: Sight, *, status: int = 200, **forms: object) -> HttpResponse:
    """The room's page, with a form on it that needs another look when one is given."""
    steps = page.steps_of(sight.room)
    why, way_on, way_words = mine.refusal(sight)
    context = {
        "sight": sight,
        "room": sight.room,
        "community": sight.room.community,
        "states": Room.State,
        "main": mine.main_act(sight),
        "leaving": mine.leaving(sight),
        "refusal": why,
        "way_on": way_on,
        "way_words": way_words,
        "when_freed": mine.when_freed(sight.room),
        "steps": steps,
        "steps_caption": page.steps_caption(sight.room, steps),
        "stated": page.stated(sight),
        "line": page.line_of(sight),
        "coming": page.coming(sight),
        "neighbours": page.neighbours(sight.room, person_of(request)),
        "assumed": assumed.of(sight.room),
        "may_repeat": sight.room.state == Room.State.HELD
        and bool(communities_policy.may_open_rooms(sight.viewer.standing, sight.room.community)),
        "may_shift": sight.room.series is not None and may_plan(sight.room.series, sight.viewer.standing),
        "inside": page.opens_at(sight),
        "asked": asked.asked_of(sight),
        "accepts_error": "",
        "there": asked.there_of(sight),
        "parts": parts.gathered(parts.ON_ROOM, sight),
        **(_forms(sight.seat) if sight.seat else {}),
        **forms,
    }
    return render(request, "rooms/room.html", context, status=status)


def _forms(seat: Seat) -> dict[str, object]:
    """What only those are asked who have a seat, or had one."""
    return {
        "code_form": CodeForm(),
        "excuse_form": ExcuseForm(),
        "answer_form": AnswerForm(initial={"text": seat.host_question_answer}),
        "contest_form": ContestForm(initial={"text": seat.contested}),
    }
