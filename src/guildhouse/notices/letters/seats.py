"""Letters to a person about their own seat, and to hosts about requests. They come in quiet hours, too."""

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhouse.history.models import Fact
from guildhouse.kit.dates import when_words
from guildhouse.notices import queries as who
from guildhouse.notices.letters import entries
from guildhouse.notices.letters.further import next_rooms
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import seat_of
from guildhouse.people.models import Person
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.queries import place_in_line

# Told once for the whole series, the leaving or the claiming, not for each of its dates.
PART_OF_MORE = ("series", "standing", "left", "claimed")


def own(fact: Fact) -> list[Person]:
    """The person whose seat it is, also when they did it themselves; nobody when it is one date of many."""
    return [] if fact.data.get("how") in PART_OF_MORE else who.concerned_too(fact)


def own_of_others(fact: Fact) -> list[Person]:
    """The person whose seat it is, when somebody else did it."""
    return [] if fact.data.get("how") in PART_OF_MORE else who.concerned(fact)


def hosts_of_late(fact: Fact) -> list[Person]:
    """The hosts, when a seat was given up after the cut-off, or somebody excused themselves."""
    late = Q(is_late=True) | Q(excused_at=fact.happened_at)
    return who.hosts(fact) if Seat.objects.filter(late, pk=fact.subject_id).exists() else []


def facts_in_words(room: Room) -> str:
    """When and where, as everybody may read it: never the address, never the link."""
    place = f", {room.place}" if room.place else ""
    return f"{when_words(room.starts_at, room.ends_at, room.zone)}, {room.get_mode_display()}{place}"


def _words(
    telling: Telling, subject: str, *paragraphs: str, button: str = "", page: str = "", **more
) -> Words:
    room = seat_of(telling.fact).room
    named = {"room": room.purpose, "place": room.community.name}
    said = [paragraph % named for paragraph in paragraphs]
    # What leads up to a quote stands right before it.
    facts = [facts_in_words(room)]
    return Words(
        subject=subject % named,
        paragraphs=facts + said if more.get("quote") else said + facts,
        button=button or _("Go to the room"),
        link=telling.path("rooms", room.public_id, *([page] if page else [])),
        why=_("You get this letter because it is about a seat in “%(room)s” (%(place)s).") % named,
        **more,
    )


def requested(telling: Telling) -> Words:
    return _words(
        telling,
        _("Your request for “%(room)s” has arrived"),
        _("A host answers it before the room begins; until then nothing is decided."),
    )


def request_to_decide(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    return _words(
        telling,
        _("%(name)s asks for a seat in “%%(room)s”") % {"name": str(seat.person).replace("%", "%%")},
        _("You decide: a seat, a no with a reason, a question, or another date."),
        quote=seat.answer,
        button=_("Decide"),
        page="host",
    )


def confirmed(telling: Telling) -> Words:
    how = telling.fact.data.get("how", "")
    if how == "merged":
        words = _("You came along from the other room, and your seat here is confirmed.")
    elif how in ("promoted", "ahead"):
        words = _("A seat has freed, and it is yours: you moved up from the waiting list.")
    elif telling.fact.actor_id not in (None, telling.to.pk):
        words = _("A host said yes to your request.")
    else:
        words = _("Your seat is confirmed.")
    late = _("If you cannot come, give the seat up on the room's page: somebody else would like it.")
    return _words(telling, _("You have a seat in “%(room)s”"), words, after=[late], **entries.coming(telling))


def waitlisted(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    line = _("You are number %(place)s in line. Order: %(policy)s.") % {
        "place": place_in_line(seat) or seat.place_on_entering or 1,
        "policy": seat.room.get_line_display(),
    }
    after = [_("When a seat frees, you hear at once. You can leave the line on the room's page at any time.")]
    return _words(telling, _("You are in line for “%(room)s”"), line.replace("%", "%%"), after=after)


def moved_ahead(telling: Telling) -> Words:
    return _words(
        telling,
        _("You are first in line for “%(room)s”"),
        _("A host put you first. The next seat that frees is yours; those you pass can read the reason."),
    )


def offered(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    until = when_words(seat.expires_at) if seat.expires_at else ""
    words = _("A seat has freed and is kept for you until %(until)s. After that it goes to the next in line.")
    words = words % {"until": until}
    return _words(
        telling,
        _("A seat in “%(room)s” is offered to you"),
        words.replace("%", "%%"),
        button=_("Take it or leave it"),
    )


def expired(telling: Telling) -> Words:
    return _words(
        telling,
        _("The offer for “%(room)s” has run out"),
        _("The seat went to the next in line. While the room is open you can ask again."),
    )


def declined(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    by = str(telling.actor or "").replace("%", "%%")
    after = [_("What you can do next: %(step)s") % {"step": seat.next_step}]
    if not seat.may_ask_again:
        after.append(_("Please do not ask again for this room."))
    return _words(
        telling,
        _("About your request for “%(room)s”"),
        _("%(by)s read your request and answered no, for this reason:") % {"by": by},
        quote=f"{seat.get_reason_code_display()}. {seat.reason}",
        after=after,
    )


def withdrawn(telling: Telling) -> Words:
    how = telling.fact.data.get("how", "")
    if how == "merged":
        return _words(
            telling,
            _("You no longer come to “%(room)s”, but to the other room"),
            _("Your seat there is confirmed in a letter of its own."),
            **entries.not_coming(telling),
        )
    if how == "excused":
        return _words(
            telling,
            _("You are excused from “%(room)s”"),
            _("The hosts are told, and nothing is held against you. Your seat goes to whoever can use it."),
            **entries.not_coming(telling),
        )
    return _words(
        telling,
        _("You gave up your place in “%(room)s”"),
        _("It is done. If a seat was yours, it goes to the next in line."),
        button=_("See the room"),
        **entries.not_coming(telling),
    )


def withdrawn_late(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    name = str(seat.person).replace("%", "%%")
    if seat.excused_at == telling.fact.happened_at:
        return _words(
            telling,
            _("%(name)s cannot come to “%%(room)s”") % {"name": name},
            _("They excused themselves; nothing is held against it.")
            + (" " + _("They wrote:") if seat.excuse else ""),
            quote=seat.excuse,
            page="host",
            button=_("See who comes"),
        )
    return _words(
        telling,
        _("%(name)s cannot come to “%%(room)s”") % {"name": name},
        _("It was given up after the cut-off. Those in line who come at short notice were asked first."),
        page="host",
        button=_("See who comes"),
    )


def removed(telling: Telling) -> Words:
    return _words(
        telling,
        _("You no longer have a seat in “%(room)s”"),
        _("A host took you off the room, for this reason:"),
        quote=seat_of(telling.fact).reason,
        **entries.not_coming(telling),
    )


def invited(telling: Telling) -> Words:
    by = str(telling.actor or "").replace("%", "%%")
    return _words(
        telling,
        _("You are invited to “%(room)s”"),
        _("%(by)s would like you to come. Whether you take the seat is yours to say.") % {"by": by},
        button=_("See the room and answer"),
    )


def lapsed(telling: Telling) -> Words:
    how = telling.fact.data.get("how", "")
    room = seat_of(telling.fact).room
    entry = entries.not_coming(telling)
    if how == Room.State.CANCELLED:
        said = _("The host cancelled it and wrote:")
        more = {"sections": next_rooms(telling, room), **entry}
        return _words(telling, _("“%(room)s” is cancelled"), said, quote=room.why_ended, **more)
    if how == "merged":
        said = _("It has become one with another room, and does not take place by itself:")
        more = {"sections": next_rooms(telling, room), **entry}
        return _words(telling, _("“%(room)s” is cancelled"), said, quote=room.why_ended, **more)
    if how == Room.State.LAPSED:
        said = _("Too few people could come, so the room lapsed.")
        more = {"sections": next_rooms(telling, room), **entry}
        return _words(telling, _("“%(room)s” does not take place"), said, **more)
    return _words(
        telling,
        _("“%(room)s” has begun without a seat for you"),
        _(
            "No seat freed in time. You lose nothing by having waited; the next rooms are on the community's page."
        ),
    )


def asked_back(telling: Telling) -> Words:
    return _words(
        telling,
        _("A question about your request for “%(room)s”"),
        _("The host would like to know, before deciding:"),
        quote=telling.fact.data.get("question", ""),
        button=_("Answer"),
    )


def answered_back(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    return _words(
        telling,
        _("%(name)s answered your question about “%%(room)s”")
        % {"name": str(seat.person).replace("%", "%%")},
        quote=seat.host_question_answer,
        button=_("Decide"),
        page="host",
    )


def noted(telling: Telling) -> Words:
    words = {
        Seat.State.EXCUSED: _("The host noted that you were excused."),
        Seat.State.ABSENT: _("The host noted that you were not there."),
    }
    state = Seat.State(seat_of(telling.fact).state)
    right = _(
        "Only you and the hosts see this, and it is forgotten in time. If it is wrong, say so on the room's page."
    )
    return _words(
        telling,
        _("Your attendance in “%(room)s”"),
        words.get(state, _("The host noted that you took part.")),
        after=[right],
    )


def contested(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    return _words(
        telling,
        _("%(name)s says their attendance in “%%(room)s” is noted wrongly")
        % {"name": str(seat.person).replace("%", "%%")},
        quote=seat.contested,
        button=_("Look at the attendance"),
        page="host",
    )


TABLE: Table = {
    Facts.SEAT_REQUESTED: (Entry(own, requested, own=True), Entry(who.hosts, request_to_decide)),
    Facts.SEAT_CONFIRMED: (Entry(own, confirmed, own=True),),
    Facts.SEAT_WAITLISTED: (Entry(own, waitlisted, own=True),),
    Facts.MOVED_AHEAD: (Entry(own_of_others, moved_ahead, own=True),),
    Facts.SEAT_OFFERED: (Entry(own, offered, own=True),),
    Facts.SEAT_EXPIRED: (Entry(own, expired, own=True),),
    Facts.SEAT_DECLINED: (Entry(own, declined, own=True),),
    Facts.SEAT_WITHDRAWN: (Entry(own, withdrawn, own=True), Entry(hosts_of_late, withdrawn_late)),
    Facts.SEAT_REMOVED: (Entry(own_of_others, removed, own=True),),
    Facts.SEAT_INVITED: (Entry(own_of_others, invited, own=True),),
    Facts.SEAT_LAPSED: (Entry(own, lapsed, own=True),),
    Facts.SEAT_EXCUSED: (Entry(own_of_others, noted),),
    Facts.SEAT_ABSENT: (Entry(own_of_others, noted),),
    Facts.ASKED_BACK: (Entry(who.concerned, asked_back, own=True),),
    Facts.ANSWERED_BACK: (Entry(who.hosts, answered_back),),
    Facts.ATTENDANCE_CONTESTED: (Entry(who.hosts, contested),),
}
