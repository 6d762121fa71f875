"""Letters after a room: what somebody is asked to take on, what came of what they took on, and thanks."""

from django.utils.translation import gettext as _

from guildhouse.harvest.facts import Facts
from guildhouse.harvest.models import Card, Commitment, Recognition
from guildhouse.history.models import Fact
from guildhouse.kit import dates
from guildhouse.notices import queries as who
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.people.models import Person

State = Commitment.State


def commitment_asked(telling: Telling) -> Words:
    commitment = _commitment(telling.fact)
    return Words(
        subject=_("%(by)s asks you to take something on") % {"by": telling.by},
        paragraphs=[
            _("In “%(room)s”, until %(day)s:")
            % {"room": _room(commitment), "day": dates.day_words(commitment.due_on)}
        ],
        quote=commitment.card.text,
        after=[_("Saying no is fine, with a word or without.")],
        button=_("Say yes or no"),
        link=_card(telling, commitment),
        why=_as_seated(commitment),
    )


def commitment_decided(telling: Telling) -> Words:
    commitment = _commitment(telling.fact)
    taken = telling.fact.kind == Facts.COMMITMENT_ACCEPTED
    said = {"by": telling.by, "day": dates.day_words(commitment.due_on)}
    return Words(
        subject=_("%(by)s takes it on") % said if taken else _("%(by)s does not take it on") % said,
        paragraphs=[
            _("You asked for this, and they take it on until %(day)s:") % said
            if taken
            else _("You asked for this. You can take it on yourself, on the page of the card:")
        ],
        quote=commitment.card.text,
        after=[] if taken or not commitment.word else [_("They wrote: %(word)s") % {"word": commitment.word}],
        button=_("See the card"),
        link=_card(telling, commitment),
        why=_("You get this letter because you asked for it in “%(room)s”.") % {"room": _room(commitment)},
    )


def asked_back(telling: Telling) -> Words:
    commitment = _commitment(telling.fact)
    return Words(
        subject=_("What came of it?"),
        paragraphs=[_("In “%(room)s” you took on:") % {"room": _room(commitment)}],
        quote=commitment.card.text,
        after=[
            _(
                "One tap is enough: you tried it, or it made a difference. Not yet, or letting it go, is an answer too."
            )
        ],
        button=_("Say in a line what came of it"),
        link=_card(telling, commitment),
        why=_(
            "You get this letter because you took this on. Whatever you answer, you are not asked about it often."
        ),
    )


def recognised(telling: Telling) -> Words:
    given = _recognition(telling.fact)
    return Words(
        subject=_("%(by)s thanks you") % {"by": telling.by},
        paragraphs=[
            _("For something you did in “%(room)s”. You are the first to read it:")
            % {"room": given.room.purpose}
        ],
        quote=given.text,
        after=[_("You can let others see it, keep it for yourself, or decline it. Nothing is counted.")],
        button=_("Say who sees it"),
        link=telling.path("thanks", given.public_id),
        why=_("You get this letter because you were in “%(room)s”.") % {"room": given.room.purpose},
    )


def asked_still(fact: Fact) -> list[Person]:
    """Whoever was asked to take something on, while they have not answered."""
    return _reading(fact, who.concerned(fact), State.ASKED)


def author(fact: Fact) -> list[Person]:
    """Whoever asked somebody else to take something on."""
    found = Commitment.objects.filter(pk=fact.subject_id).values_list("card__author", flat=True).first()
    return _reading(fact, [person for person in who.people(found) if person.pk != fact.actor_id])


def owes_an_answer(fact: Fact) -> list[Person]:
    """Whoever took something on and has not said since what came of it."""
    return _reading(fact, who.concerned_too(fact), State.OPEN)


def thanked_still(fact: Fact) -> list[Person]:
    """Whoever is thanked, unless it was taken away or answered by now."""
    given = Recognition.objects.filter(pk=fact.subject_id, state=Recognition.State.GIVEN)
    return [person for person in who.concerned(fact) if given.visible_to(person).exists()]


def _reading(fact: Fact, people: list[Person], *states: str) -> list[Person]:
    """Those of these people who read the card of the commitment, while it is in one of these states."""
    cards = Card.objects.filter(commitment=fact.subject_id, commitment__state__in=states or State.values)
    return [person for person in people if cards.visible_to(person).exists()]


def _commitment(fact: Fact) -> Commitment:
    return Commitment.objects.select_related("card__room").get(pk=fact.subject_id)


def _recognition(fact: Fact) -> Recognition:
    return Recognition.objects.select_related("room").get(pk=fact.subject_id)


def _room(commitment: Commitment) -> str:
    return commitment.card.room.purpose


def _card(telling: Telling, commitment: Commitment) -> str:
    return telling.path("cards", commitment.card.public_id)


def _as_seated(commitment: Commitment) -> str:
    return _("You get this letter because you have or had a seat in “%(room)s”.") % {
        "room": _room(commitment)
    }


TABLE: Table = {
    Facts.COMMITMENT_ASKED: (Entry(asked_still, commitment_asked),),
    Facts.COMMITMENT_ACCEPTED: (Entry(author, commitment_decided),),
    Facts.COMMITMENT_DECLINED: (Entry(author, commitment_decided),),
    Facts.ASKED_BACK: (Entry(owes_an_answer, asked_back),),
    Facts.RECOGNISED: (Entry(thanked_still, recognised),),
}
