"""What the last rooms of the demo's communities left behind: cards, what came of them, two minutes and thanks."""

from datetime import datetime, timedelta
from typing import NamedTuple

from guildhouse.harvest import actions as harvest
from guildhouse.harvest.models import Card
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo.founding import VIA
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat

ROOMS_EACH = 2
FEWEST = 3


class Left(NamedTuple):
    """What one room leaves in this community, and what came of what somebody took on."""

    lines: tuple[tuple[str, str], ...]
    came_of_it: str
    takes: str
    thanks: str


LEFT = {
    "reliability-guild": Left(
        (
            ("insight", "The alert that woke nobody was the one that mattered."),
            ("pitfall", "A runbook that was never walked through reads well and fails at step three."),
            ("decision", "Whoever is on call writes down the first guess before looking it up."),
            ("question", "How do we notice that a fallback has become the way things run?"),
            ("commitment", "Walk one colleague through the restore, with the clock running"),
            ("term", "“Quiet failure”: everything is green, and nobody is served"),
        ),
        "We did it on a Tuesday: 40 minutes, of which 25 were looking for the key.",
        "Ask for the timeline before the cause.",
        "You stopped us when we began to look for somebody to blame.",
    ),
    "intervision-of-the-lakes": Left(
        (
            ("insight", "When I feel I must hurry, it is often not my hurry."),
            ("question", "What tells us that a pause is working, and not avoiding?"),
            ("commitment", "Wait three breaths before I answer in the next difficult hour"),
            ("decision", "We begin with what came of the last advice, every time."),
        ),
        "Twice. The second time the other began to speak by himself.",
        "Silence can be an answer.",
        "You were silent the whole time and said one thing at the end. I still think of it.",
    ),
    "farmers-of-the-upper-valley": Left(
        (
            ("pitfall", "Do not turn the compost while the south wind blows."),
            ("insight", "The upper terrace dries two days earlier than we say it does."),
            ("decision", "The shared mower is oiled by whoever brings it back."),
            ("commitment", "Measure the spring every Sunday until the first frost"),
            ("question", "Which of the old varieties still stands a dry May?"),
        ),
        "Six Sundays so far. It gives a third less than my father wrote down.",
        "Look at the neighbour's field before my own.",
        "You lent me the pump without asking what for.",
    ),
}


def leave(now: datetime) -> None:
    """Let the last rooms of each community leave something: the older one also what came of it."""
    for slug, left in LEFT.items():
        held = Room.objects.filter(community__slug=slug, state=Room.State.HELD, ends_at__lt=now)
        for place, room in enumerate(held.exclude(series=None).order_by("-ends_at", "-pk")[:ROOMS_EACH]):
            there = _there(room)
            if len(there) >= FEWEST:
                _leave(room, there, left, now, is_older=place > 0)


def _there(room: Room) -> list[Person]:
    seats = Seat.objects.filter(room=room, state__in=Seat.COMING)
    return [seat.person for seat in seats.select_related("person").order_by("asked_at", "pk")]


def _leave(room: Room, there: list[Person], left: Left, now: datetime, *, is_older: bool) -> None:
    actors = [Actor(person, VIA) for person in there]
    with clock.at(room.ends_at):
        for place, (kind, text) in enumerate(left.lines if is_older else left.lines[::2]):
            actor = actors[place % len(actors)]
            card = harvest.drop(room, kind=kind, text=text, actor=actor)
            if kind in (Card.Kind.PITFALL, Card.Kind.TERM, Card.Kind.DECISION):
                harvest.share(card, actor=actor)
        harvest.reflect(room, takes=left.takes, worth="yes", shared=is_older, actor=actors[1])
        given = harvest.recognise(room, to=there[1], text=left.thanks, step=1, actor=actors[2])
    taken = (
        Card.objects.filter(room=room, kind=Card.Kind.COMMITMENT).select_related("commitment__owner").first()
    )
    if not is_older or taken is None:
        return
    with clock.at(min(now, room.ends_at + timedelta(days=6))):
        owner = Actor(taken.commitment.owner, VIA)
        harvest.tell(taken.commitment, value="realised", text=left.came_of_it, actor=owner)
        harvest.share_answer(taken.commitment, shared=True, actor=owner)
        harvest.show(given, to="room", actor=actors[1])
