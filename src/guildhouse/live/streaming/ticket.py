"""What a stream is opened by: the answer to an ordinary request, which says who watches what."""

from dataclasses import dataclass

from django.http import HttpResponse

# What a server that knows what to do with a ticket says of itself in every request.
KEEPS_STREAMS = "guildhouse.keeps_streams"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Somebody who watches a room, in one session and one language."""

    room: int
    person: int
    session: str
    language: str


class Opening(HttpResponse):
    """The beginning of a stream. A server that knows how goes on with the ticket; any other sends one event and ends.

    Then the browser comes back after a moment, and that is nearly as good.
    """

    def __init__(self, ticket: Ticket, first: bytes) -> None:
        super().__init__(first, content_type="text/event-stream; charset=utf-8")
        self.ticket = ticket
        self.headers["Cache-Control"] = "private, no-store"
        self.headers["X-Accel-Buffering"] = "no"  # nginx would hold back what is not much yet
