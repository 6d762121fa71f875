"""Load the demo house: people, three communities, a year of history, and this week."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from guildhouse.history.actors import Actor
from guildhouse.history.models import Delivery
from guildhouse.keeping.demo import circles, confidences, duties, formats, kept, soon
from guildhouse.keeping.demo.people import everybody
from guildhouse.keeping.demo.year import DAYS, Progress, Year, morning
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no
from guildhouse.people import actions as people_actions
from guildhouse.people.models import Person, Site


def load(say: Progress) -> None:
    """Make the demo in an empty database, telling how far it is by `say(what, done, total)`.

    Refused when anybody is here already: a demo never mixes with a real house.
    """
    if Person.objects.exists():
        raise Refused(no("not_empty", "There are people in this house already; the demo needs an empty one."))
    with _without_waiting_for_the_disk():
        now = clock.now()
        people = _people(say)
        year = Year(people, morning(now), say)
        year.run()
        say("this week", DAYS, DAYS)
        soon.prepare(people, year.members, now)
        confidences.tell(people, now)
        formats.adopt(people, now)
        duties.share_out(people, now)
        kept.leave(now)
        circles.sit(now)
        _settle_letters(now)
        Site.objects.update_or_create(
            pk=1, defaults={"name": "The Demo House", "is_demo": True, "set_up_at": now, "welcome": WELCOME}
        )


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    # Thousands of small acts, none of which anybody would miss: only here is durability given up, and only on SQLite.
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()[0]
        cursor.execute("PRAGMA synchronous=OFF")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={int(before)}")


def _settle_letters(now: datetime) -> None:
    """A year of letters is not sent; those of the last three days are, into the house itself."""
    Delivery.objects.filter(done_at=None, fact__happened_at__lt=now - timedelta(days=3)).update(done_at=now)


WELCOME = "Three communities live here: people who meet around real work, and keep what they learn."


def _people(say: Progress) -> dict[str, Person]:
    people = {}
    cast = everybody()
    for place, one in enumerate(cast):
        say("people", place, len(cast))
        people[one.key] = people_actions.open_account(
            one.email,
            one.name,
            None,
            actor=Actor(None, "demo"),
            zone=one.zone,
            language=one.language,
            practises=one.practises,
            helps_with=one.helps_with,
            is_site_admin=one.key == "jonas",
        )
    return people
