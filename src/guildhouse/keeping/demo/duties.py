"""Who carries which duty in the guild of the demo house, with a note of those before."""

from datetime import datetime, timedelta

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Community, Duty
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo.founding import VIA
from guildhouse.kit import clock
from guildhouse.people.models import Person

GUILD = "reliability-guild"
NOTE = (
    "Five sentences a room are enough, the same evening. Lucia reads them before anybody else does. "
    "I promised the farmers a copy of what we learned about handing over; it is half written."
)
WORD = "You ask what became of it, and nobody minds."


def share_out(people: dict[str, Person], now: datetime) -> None:
    """A season that is over, with its note; four duties of this one; and one that Jonas is asked for."""
    guild = Community.objects.get(slug=GUILD)
    members = [one for one in queries.members_near(guild).people if one != people["jonas"]]
    before = queries.seasons(guild, now).this.begins_on - timedelta(days=40)
    with clock.at(now - (now.date() - before)):
        reporter = _take(guild, members[0], Duty.Kind.REPORTER)
        actions.note_duty(reporter, note=NOTE, actor=Actor(members[0], VIA))
    with clock.at(now - timedelta(hours=5)):
        actions.turn_duties()
        for place, kind in ((1, "agenda"), (2, "keeper"), (3, "keeper"), (4, "reporter"), (5, "broker")):
            _take(guild, members[place], kind)
        begins_on = queries.seasons(guild, clock.now()).this.begins_on
        actions.ask_to_carry(
            guild,
            people["jonas"],
            kind="detective",
            begins_on=begins_on,
            word=WORD,
            actor=Actor(members[1], VIA),
        )


def _take(guild: Community, person: Person, kind: str) -> Duty:
    begins_on = queries.seasons(guild, clock.now()).this.begins_on
    return actions.take_duty(guild, kind=kind, begins_on=begins_on, actor=Actor(person, VIA))
