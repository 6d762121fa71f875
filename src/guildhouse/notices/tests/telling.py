"""What the tests of letters share: hearing of facts, writing digests and sending at a moment."""

from datetime import datetime
from email.message import EmailMessage

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.notices import actions, tasks
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person


def hear(at: datetime) -> None:
    """Have everything that happened turned into letters."""
    with clock.at(at):
        while tasks.hear_of_facts():
            pass


def send(at: datetime) -> None:
    """Write the digests that are due and send what may leave."""
    with clock.at(at):
        tasks.write_digests()
        while tasks.send_letters():
            pass


def choose(person: Person, **choices: str) -> None:
    """Have somebody choose how groups of letters come."""
    actions.choose(person, choices=choices, actor=Actor(person))


def state_of(person: Person, kind: str) -> str:
    """What became of the one letter of this kind to somebody."""
    return Letter.objects.get(person=person, kind=kind).state


def said_in(letter: EmailMessage) -> str:
    """Everything a letter that arrived says: its subject and every part of it, as people read them."""
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(letter["Subject"]), *parts]).replace("\r\n", "\n")
