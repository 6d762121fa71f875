"""Letters about a room or a series as a whole: moved, too small, ended, a word from the host."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.facts import Facts as Communities
from guildhouse.history.models import Fact
from guildhouse.notices import queries as who
from guildhouse.notices.letters import entries
from guildhouse.notices.letters.seats import facts_in_words
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import room_of, subject_of
from guildhouse.people.models import Person
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Seat, Series


def _words(telling: Telling, subject: str, *paragraphs: str, host: bool = False, **more) -> Words:
    room = room_of(telling.fact)
    purpose = room.purpose if room else telling.fact.data.get("purpose", "")
    facts = [facts_in_words(room)] if room else []
    parts = (["rooms", room.public_id] + (["host"] if host else [])) if room else ["rooms"]
    because = (
        _("You get this letter because you host “%(room)s”.")
        if host
        else _("You get this letter because you have a seat or a place in line in “%(room)s”.")
    )
    return Words(
        subject=subject % {"room": purpose},
        paragraphs=[*facts, *paragraphs] if more.get("quote") else [*paragraphs, *facts],
        button=_("Go to the room"),
        link=telling.path(*parts),
        why=because % {"room": purpose},
        **more,
    )


def moved(telling: Telling) -> Words:
    return _words(
        telling,
        _("“%(room)s” has changed its time or place"),
        _("Your seat is still yours. This is how it stands now:"),
        after=[
            _("If it no longer suits you, give the seat up on the room's page; somebody else would like it.")
        ],
        **entries.coming_still(telling, room_of(telling.fact)),
    )


def moved_by_me(telling: Telling) -> Words:
    return _words(
        telling,
        _("You changed the time or place of “%(room)s”"),
        _("Everybody who has to do with it was told. This is how it stands now, for your own calendar:"),
        **entries.coming_still(telling, room_of(telling.fact)),
    )


def mover_with_seat(fact: Fact) -> list[Person]:
    """Whoever moved a room they have a seat in themselves: their calendar must follow, too."""
    has_seat = Seat.objects.filter(room=fact.subject_id, person=fact.actor_id, state=Seat.State.CONFIRMED)
    return who.actor(fact) if has_seat.exists() else []


def message(telling: Telling) -> Words:
    return _words(
        telling,
        _("About “%(room)s”"),
        _("%(by)s writes to everybody in the room:") % {"by": telling.by},
        quote=telling.fact.data.get("text", ""),
    )


def warned(telling: Telling) -> Words:
    short, hours = telling.fact.data.get("short", 0), telling.fact.data.get("hours", 48)
    return _words(
        telling,
        _("“%(room)s” may be too small"),
        ngettext(
            "It begins in about %(hours)s hours, and %(short)s person is missing.",
            "It begins in about %(hours)s hours, and %(short)s people are missing.",
            short,
        )
        % {"hours": hours, "short": short},
        _("You can run it anyway, postpone it, or cancel it; everybody is told."),
        host=True,
    )


def link_missing(telling: Telling) -> Words:
    return _words(
        telling,
        _("“%(room)s” has no link yet"),
        _("It begins within a day, people come online, and they find no link on its page. Add it there."),
        host=True,
    )


def lapsed(telling: Telling) -> Words:
    return _words(
        telling,
        _("“%(room)s” has lapsed"),
        _("Too few people came together by the cut-off. Everybody who had a seat was told."),
        host=True,
    )


def host_named(telling: Telling) -> Words:
    return _words(
        telling,
        _("You are a host of “%(room)s”"),
        _("%(by)s named you: you answer requests and look after the room together.") % {"by": telling.by},
        host=True,
    )


def series_ended(telling: Telling) -> Words:
    series = subject_of(telling.fact)
    purpose = series.purpose if isinstance(series, Series) else ""
    return Words(
        subject=_("The series “%(room)s” has ended") % {"room": purpose},
        paragraphs=[_("%(by)s ended it, and wrote:") % {"by": telling.by}],
        quote=telling.fact.data.get("why", ""),
        button=_("See the other rooms"),
        link=telling.path("rooms"),
        why=_("You get this letter because you had a seat in its coming dates."),
        **entries.dates_lost(telling),
    )


def standing_taken(telling: Telling) -> Words:
    series = subject_of(telling.fact)
    purpose = series.purpose if isinstance(series, Series) else ""
    return Words(
        subject=_("You come to every date of “%(room)s”") % {"room": purpose},
        paragraphs=[
            _(
                "Where a seat was free it is yours, elsewhere you are in line. Each date can be given up by itself."
            )
        ],
        button=_("See the dates"),
        link=telling.path("series", series.public_id)
        if isinstance(series, Series)
        else telling.path("rooms"),
        why=_("You get this letter because it is about your seats in this series."),
        **entries.dates_taken(telling),
    )


def standing_ended(telling: Telling) -> Words:
    series = subject_of(telling.fact)
    purpose = series.purpose if isinstance(series, Series) else ""
    return Words(
        subject=_("You no longer come to every date of “%(room)s”") % {"room": purpose},
        paragraphs=[_("Your seats in its coming dates went to the next in line.")],
        button=_("See the rooms"),
        link=telling.path("rooms"),
        why=_("You get this letter because it is about your seats in this series."),
        **entries.dates_lost(telling),
    )


def left(telling: Telling) -> Words:
    return Words(
        subject=_("You have left %(place)s") % {"place": telling.place},
        paragraphs=[
            _(
                "The seats you had in its rooms went to the next in line. "
                "The file with this letter takes their dates out of your calendar."
            )
        ],
        button=_("See the community"),
        link=telling.path(),
        why=_("You get this letter because you had a seat in its rooms."),
        **entries.dates_left(telling),
    )


def who_left_seats(fact: Fact) -> list[Person]:
    """Whoever left a community, when they had seats in its rooms to come."""
    return who.concerned_too(fact) if entries.lost_by(fact, fact.concerns_id or 0).exists() else []


TABLE: Table = {
    Communities.LEFT: (Entry(who_left_seats, left, own=True),),
    Facts.MOVED: (Entry(who.seated, moved, own=True), Entry(mover_with_seat, moved_by_me, own=True)),
    Facts.MESSAGE: (Entry(who.seated, message),),
    Facts.WARNED: (Entry(who.hosts, warned, own=True),),
    Facts.LINK_MISSING: (Entry(who.hosts_without_link, link_missing, own=True),),
    Facts.LAPSED: (Entry(who.hosts, lapsed, own=True),),
    Facts.HOST_NAMED: (Entry(who.concerned, host_named),),
    Facts.SERIES_ENDED: (Entry(who.lost_with_series, series_ended, own=True),),
    Facts.STANDING_TAKEN: (Entry(who.concerned_too, standing_taken, own=True),),
    Facts.STANDING_ENDED: (Entry(who.concerned_too, standing_ended, own=True),),
}
