"""Where a screen hears what happens in its room."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from guildhouse.kit import dates
from guildhouse.kit.doors import signed_in
from guildhouse.live import policy
from guildhouse.live.queries.board import board
from guildhouse.live.streaming.events import Painter, opening
from guildhouse.live.streaming.ticket import KEEPS_STREAMS, Opening, Ticket
from guildhouse.people.doors import person_of
from guildhouse.rooms.views.loading import room_of


@signed_in
@require_GET
def stream(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The screen of whoever asks, and from then on each change of it, for those who come and the hosts."""
    sight = room_of(request, slug, public_id)
    person = person_of(request)
    if person is None or not policy.may_stream(sight.viewer, sight.room, at=sight.at):
        return HttpResponse(status=204)  # by which a browser knows not to come back
    ticket = Ticket(sight.room.pk, person.pk, request.session.session_key or "", dates.language())
    if KEEPS_STREAMS in request.META:
        return Opening(ticket, opening())
    event = Painter(board(sight.room), sight.at, "0").event(sight.viewer, ticket.language)
    return Opening(ticket, opening() + event)
