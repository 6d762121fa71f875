"""The host's page of a room."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guildhouse.communities.queries import members_near
from guildhouse.kit.doors import signed_in
from guildhouse.rooms import checkin, policy
from guildhouse.rooms.forms.hosting import CohostForm, DecisionForm, InviteForm, LimitsForm, MessageForm
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting import choosing, hosting, memory, mine, parts
from guildhouse.rooms.presenting.page import lacks_link
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.views.loading import hosted_room_of

Errors = Mapping[tuple[str, str | None], str]


@signed_in
def host(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Who comes, and will it work."""
    return shown(request, hosted_room_of(request, slug, public_id))


def shown(
    request: HttpRequest,
    sight: Sight,
    *,
    status: int = 200,
    errors: Errors | None = None,
    **bound: Any,
) -> HttpResponse:
    """The host's page; `bound` are the posted values of the form that needs another look, by its name.

    `errors` are sentences a rule said, by form and field (None: the form as a whole).
    """
    room = sight.room
    people = hosting.people_of(sight)
    seats = [*people.requests, *people.coming, *people.invited, *people.gone]
    seats += [seat for line in people.lines for seat in line.seats]
    taken = {seat.person_id for seat in seats if seat.is_living}
    near = members_near(room.community)
    dates = hosting.other_dates(sight)
    may = _may(sight)
    context: dict[str, Any] = {
        "sight": sight,
        "room": room,
        "community": room.community,
        "states": Room.State,
        "people": people,
        **may,
        **_to_decide(sight, people),
        "turns": memory.turns_of(sight, people, near.people) if may["may_seat"] else None,
        "when_freed": mine.when_freed(room),
        "presence": [(state, Seat.State(state).label) for state in Seat.PRESENCE],
        "requests_words": hosting.asking_words(len(people.requests)),
        "hosts": hosting.hosts_of(room),
        "history": hosting.history_of(room, [seat.pk for seat in seats]),
        "dates": dates,
        "decision": decision_form(people.requests, dates, bound.get("decision")),
        "limits": LimitsForm(bound.get("limits"), sight=sight),
        "invitation": InviteForm(bound.get("invitation"), sight=sight, but=taken, near=near),
        "cohost": CohostForm(bound.get("cohost"), sight=sight, near=near),
        "message_form": MessageForm(bound.get("message")),
        "lacks_link": lacks_link(room),
        "parts": parts.gathered(parts.ON_HOST, sight),
    }
    for (form, field), error in (errors or {}).items():
        context[form].add_error(field, error)
    return render(request, "rooms/host.html", context, status=status)


def _may(sight: Sight) -> dict[str, Any]:
    """What this host may do with the room now."""
    viewer, room, at = sight.viewer, sight.room, sight.at
    return {
        "may_seat": bool(policy.may_seat_people(viewer, room, at=at)),
        "may_change": bool(policy.may_change(viewer, room, at=at)),
        "may_note": bool(policy.may_note_attendance(viewer, room, at=at)),
        "may_publish": room.state == Room.State.DRAFT
        and policy.may_publish(viewer, room, room.community, at=at),
    }


def _to_decide(sight: Sight, people: hosting.People) -> dict[str, Any]:
    """Whether the room will work, what is under way to make it, and the code of those who are there."""
    room = sight.room
    is_merging, is_polling = (getattr(room, name, False) for name in ("is_merging", "is_polling"))
    return {
        "size": hosting.size_of(sight, people.coming),
        "merging": choosing.merging_now(sight) if is_merging else None,
        "poll": choosing.poll_now(sight) if is_polling and sight.is_ahead else None,
        "code": checkin.code_words(room, sight.at),
    }


def decision_form(
    requests: list[Seat], dates: hosting.Choices, posted: dict[str, Any] | None
) -> DecisionForm:
    """The form by which requests are answered."""
    return DecisionForm(posted, requests=requests, dates=dates)
