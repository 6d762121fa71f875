"""The secret address of one's own calendar: made, made anew, taken away."""

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock, tokens
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import somebody
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import CalendarFeed


@act
def make_feed(*, actor: Actor) -> str:
    """Make the address of one's own calendar, and answer its secret part, which is not kept; an old one ends."""
    person, token, at = _lock(actor), tokens.new(), clock.now()
    CalendarFeed.objects.filter(person=person).delete()
    feed = CalendarFeed.objects.create(person=person, token_hash=tokens.hash_of(token), made_at=at)
    record(Facts.CALENDAR_MADE, actor=actor, subject=feed, at=at)
    return token


@act
def end_feed(*, actor: Actor) -> None:
    """Take the address of one's own calendar away; again changes nothing."""
    person = _lock(actor)
    feed = CalendarFeed.objects.filter(person=person).first()
    if feed is not None:
        record(Facts.CALENDAR_ENDED, actor=actor, subject=feed)
        feed.delete()


def _lock(actor: Actor) -> Person:
    return Person.objects.select_for_update(no_key=True).get(pk=somebody(actor).pk)
