"""The way back from a question of the learning agenda to the rooms it came from."""

from django.urls import reverse

from guildhouse.communities import sources
from guildhouse.communities.models import Question
from guildhouse.communities.sources import Source
from guildhouse.harvest import queries
from guildhouse.people.models import Person


def begin() -> None:
    """Have the page of a question say which cards it came from."""
    sources.OF_QUESTION.append(cards_behind)


def cards_behind(question: Question, person: Person | None) -> list[Source]:
    """The cards this question came from, as far as the person reads them, with their rooms."""
    return [
        Source(
            card.room.purpose,
            reverse("card", args=[card.room.community.slug, card.public_id]),
            card.room.starts_at,
        )
        for card in queries.of_question(question, person)
    ]
