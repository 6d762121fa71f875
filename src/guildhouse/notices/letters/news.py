"""News of a community for its members: rooms and series that are published. Most people read them in the digest."""

from django.utils.translation import gettext as _

from guildhouse.notices import queries as who
from guildhouse.notices.letters.seats import facts_in_words
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import room_of, subject_of
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Series


def published(telling: Telling) -> Words:
    room = room_of(telling.fact)
    purpose = room.purpose if room else telling.fact.data.get("purpose", "")
    return Words(
        subject=_("A new room: “%(room)s”") % {"room": purpose},
        paragraphs=[facts_in_words(room)] if room else [],
        button=_("See the room"),
        link=telling.path("rooms", room.public_id) if room else telling.path("rooms"),
        why=_as_member(telling),
    )


def series_planned(telling: Telling) -> Words:
    series = subject_of(telling.fact)
    known = isinstance(series, Series)
    return Words(
        subject=_("A new series: “%(room)s”") % {"room": telling.fact.data.get("purpose", "")},
        paragraphs=[_("%(by)s planned it. Come to one date, or to all of them.") % {"by": telling.by}],
        button=_("See the dates"),
        link=telling.path("series", series.public_id) if known else telling.path("rooms"),
        why=_as_member(telling),
    )


def _as_member(telling: Telling) -> str:
    return _("You get this letter because you are a member of %(place)s.") % {"place": telling.place}


TABLE: Table = {
    Facts.PUBLISHED: (Entry(who.could_come_to_room, published),),
    Facts.SERIES_PLANNED: (Entry(who.could_come_to_series, series_planned),),
}
