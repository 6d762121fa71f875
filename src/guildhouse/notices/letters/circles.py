"""Letters about circles: whoever had to move into another one, or came late into one, is told."""

from django.utils.translation import gettext as _

from guildhouse.circles.facts import Facts
from guildhouse.circles.queries import arrangement_of
from guildhouse.history.models import Fact
from guildhouse.notices import queries as who
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import room_of
from guildhouse.people.models import Person


def changed(telling: Telling) -> Words:
    room = room_of(telling.fact)
    name = {"room": room.purpose if room else ""}
    moved = _(
        "Somebody left or came, and the circles were mended with the fewest changes. One of them is yours."
    )
    where = _("Where you sit now, and with whom, stands on the page of the room's circles.")
    came = telling.fact.data.get("came")
    subject = _("Your circles in “%(room)s”") if came else _("You sit in another circle in “%(room)s”")
    return Words(
        subject=subject % name,
        paragraphs=[where] if came else [moved, where],
        button=_("See my circles"),
        link=telling.path("rooms", room.public_id, "circles") if room else telling.path("rooms"),
        why=_("You get this letter because you have a seat in “%(room)s”.") % name,
    )


def moved_before_it_began(fact: Fact) -> list[Person]:
    """Whoever was moved or brought in, once circles are shown; in a room under way its screens say so."""
    room = room_of(fact)
    if room is None or room.state not in room.SEATABLE:
        return []
    arrangement = arrangement_of(room)
    return who.concerned(fact) if arrangement is not None and arrangement.shown_at else []


TABLE: Table = {
    Facts.CHANGED: (Entry(moved_before_it_began, changed, own=True),),
}
