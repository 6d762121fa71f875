"""One letter to an address that took none: whoever presses its button shows that letters arrive."""

from datetime import timedelta

from django.db import transaction

from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.kit.turns import writers_turn
from guildhouse.notices import outbox, policy
from guildhouse.notices.groups import Group
from guildhouse.notices.letters.arriving import trial_letter
from guildhouse.notices.letters.layout import as_read_by, lay_out
from guildhouse.notices.models import ABOUT_ACCOUNT, Letter
from guildhouse.people.models import Person

KIND = f"{ABOUT_ACCOUNT}trial"
PAUSE = timedelta(minutes=5)


def send(person: Person) -> Letter:
    """Put a letter to try the address into the outbox; not more often than every five minutes."""
    at = clock.now()
    with as_read_by(person):
        laid = lay_out(trial_letter(person), person)
    letter = Letter(
        person=person,
        to=person.email or "",
        kind=KIND,
        group=Group.OWN,
        **laid._asdict(),
        language=person.language,
        holds_secret=True,
        not_before=at,
        created_at=at,
    )
    with writers_turn(), transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        recent = Letter.objects.filter(person=person, kind=KIND, created_at__gt=at - PAUSE)
        require(policy.may_try_address(person, has_tried=recent.exists()))
        outbox.queue([letter])
    return letter
