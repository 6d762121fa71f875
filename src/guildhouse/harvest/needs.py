"""What rooms that are over still ask of a person: commitments that are due, and words of thanks to answer."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.harvest import queries
from guildhouse.harvest.models import Commitment
from guildhouse.kit.needs import Need
from guildhouse.kit.walls import instant, wall
from guildhouse.people.models import Person

ASKED, DUE, THANKED = 2, 3, 4
END_OF_DAY = time(23, 59)
State = Commitment.State


def needs(person: Person, at: datetime) -> list[Need]:
    """Everything of rooms that are over that waits for this person; two queries whatever there is."""
    return [*_commitments(person, at), *_thanks(person)]


def _commitments(person: Person, at: datetime) -> list[Need]:
    found = []
    for card in queries.cards_waiting(person.pk):
        room, one = card.room, card.commitment
        href = reverse("card", args=[room.community.slug, card.public_id])
        due = instant(one.due_on, END_OF_DAY, room.zone)
        if one.state == State.ASKED:
            words = _("%(who)s asks you to take on: “%(what)s”.")
            said = words % {"who": card.author or _("Somebody"), "what": card.text}
            found.append(Need(ASKED, due, "hand", said, _("Say yes or no"), href, room.community.name))
        elif one.waits(wall(at, person.zone or room.zone).date(), person.zone or room.zone):
            said = _("You took on: “%(what)s”.") % {"what": card.text}
            found.append(Need(DUE, due, "check", said, _("Say what came of it"), href, room.community.name))
    return found


def _thanks(person: Person) -> list[Need]:
    return [
        Need(
            THANKED,
            one.at,
            "message-circle",
            _("%(who)s thanks you for something you did in “%(room)s”.")
            % {"who": one.by, "room": one.room.purpose},
            _("Read it"),
            reverse("recognition", args=[one.room.community.slug, one.public_id]),
            one.room.community.name,
        )
        for one in queries.thanks_waiting(person.pk)
    ]
