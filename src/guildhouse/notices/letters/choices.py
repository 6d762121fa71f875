"""Letters about what becomes of a room that does not work as it is: another format, another room, another time."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.history.models import Fact
from guildhouse.kit import dates
from guildhouse.kit.dates import when_words
from guildhouse.notices import queries as who
from guildhouse.notices.letters.seats import facts_in_words
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import room_of, seat_of
from guildhouse.people.models import Person
from guildhouse.rooms.actions import merging
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import ProposedTime, RoleAsk, Room
from guildhouse.rooms.presenting.words import format_name, role_name


def _words(
    telling: Telling, room: Room | None, subject: str, *paragraphs: str, page: str = "", **more
) -> Words:
    """A letter about a room; `subject` holds its purpose as %(room)s."""
    purpose = room.purpose if room else ""
    parts = ["rooms", room.public_id, *([page] if page else [])] if room else ["rooms"]
    because = (
        _("You get this letter because you host “%(room)s”.")
        if page == "host"
        else _("You get this letter because you have a seat or a place in line in “%(room)s”.")
    )
    return Words(
        subject=subject % {"room": purpose},
        paragraphs=[*paragraphs, *([facts_in_words(room)] if room else [])],
        button=more.pop("button", "") or _("Go to the room"),
        link=telling.path(*parts),
        why=because % {"room": purpose},
        **more,
    )


def converted(telling: Telling) -> Words:
    now = format_name(telling.fact.data.get("to", ""))
    return _words(
        telling,
        room_of(telling.fact),
        _("“%(room)s” has another format"),
        _("It is “%(format)s” now, which works with those who come. Your seat or place is yours as before.")
        % {"format": now},
        after=[_("If it no longer suits you, give the seat up on the room's page.")],
    )


def not_asked_about_a_role(fact: Fact) -> list[Person]:
    """Everybody in the room but those who get a letter of their own, which asks about their new role."""
    asked = RoleAsk.objects.filter(seat__room=fact.subject_id, answered_at=None)
    asked_of = set(asked.values_list("seat__person", flat=True))
    return [person for person in who.seated(fact) if person.pk not in asked_of]


def role_asked(telling: Telling) -> Words:
    seat, data = seat_of(telling.fact), telling.fact.data
    role = role_name(seat.room.format, data.get("role", ""))
    if data.get("why") == RoleAsk.Why.CONVERTED:
        said = _(
            "The room is “%(format)s” now, which works with those who come. Your seat is yours as before; "
            "in it you would be: %(role)s. Say on the room's page whether you are."
        ) % {"format": format_name(seat.room.format), "role": role}
    else:
        said = _("%(by)s would like you to be: %(role)s. Whether you are is yours to say.") % {
            "by": telling.by,
            "role": role,
        }
    return _words(telling, seat.room, _("A role for you in “%(room)s”"), said, button=_("Answer"))


def role_answered(telling: Telling) -> Words:
    seat, data = seat_of(telling.fact), telling.fact.data
    named = {"name": str(seat.person), "role": role_name(seat.room.format, data.get("role", ""))}
    said = (
        _("%(name)s said yes to the role: %(role)s.")
        if data.get("yes")
        else _("%(name)s would rather not take the role: %(role)s. The seat stays theirs.")
    )
    return _words(telling, seat.room, _("An answer about a role in “%(room)s”"), said % named, page="host")


def _other(fact: Fact) -> Room | None:
    return Room.objects.select_related("community").filter(pk=fact.data.get("into")).first()


def asked_to_come(fact: Fact) -> list[Person]:
    """Everybody who is asked to come to the other room; whoever is only invited to this one is not."""
    room = Room.objects.filter(pk=fact.subject_id).first()
    asked = {seat.person_id for seat in merging.asked_to_come(room)} if room else set()
    return [person for person in who.seated(fact) if person.pk in asked]


def merge_proposed(telling: Telling) -> Words:
    room, other = room_of(telling.fact), _other(telling.fact)
    until = when_words(room.cutoff_at) if room else ""
    said = _(
        "Too few people come to this room. %(by)s asks whether you come to “%(other)s” instead: %(facts)s. "
        "If you say yes, you have a seat there at once, and what you wrote goes with you."
    ) % {
        "by": telling.by,
        "other": other.purpose if other else "",
        "facts": facts_in_words(other) if other else "",
    }
    after = _("This room is cancelled once everybody has answered, at the latest on %(until)s.") % {
        "until": until
    }
    return _words(
        telling,
        room,
        _("Come to another room instead of “%(room)s”?"),
        said,
        after=[after],
        button=_("Answer"),
    )


def merged(telling: Telling) -> Words:
    other, came = _other(telling.fact), telling.fact.data.get("came", 0)
    said = ngettext(
        "%(came)s person came along to “%(other)s”.", "%(came)s people came along to “%(other)s”.", came
    )
    return _words(
        telling,
        room_of(telling.fact),
        _("“%(room)s” has become one with another room"),
        said % {"came": came, "other": other.purpose if other else ""},
        _("This room is cancelled, and whoever stayed behind was told which rooms come next."),
        page="host",
    )


def merge_ended(telling: Telling) -> Words:
    return _words(
        telling,
        room_of(telling.fact),
        _("“%(room)s” takes place after all"),
        _("It is not merged with the other room. Your seat is yours as before."),
    )


def times_proposed(telling: Telling) -> Words:
    room = room_of(telling.fact)
    rows = ProposedTime.objects.filter(poll=telling.fact.data.get("poll")).order_by("starts_at", "pk")
    length = timedelta(minutes=room.minutes) if room else timedelta()
    times = [
        f"– {when_words(one.starts_at, one.starts_at + length, room.zone if room else None)}" for one in rows
    ]
    return _words(
        telling,
        room,
        _("Which times suit you for “%(room)s”?"),
        _("%(by)s thinks of moving the room, and asks which of these suit you:") % {"by": telling.by},
        *times,
        _("Your seat stays yours whatever is chosen. Until then the room is where it was:"),
        button=_("Say which suit"),
    )


def times_answered(telling: Telling) -> Words:
    return _words(
        telling,
        room_of(telling.fact),
        _("Everybody has said which times suit for “%(room)s”"),
        _("Choose one, or leave the room where it is."),
        page="host",
    )


def hosts_once_all_answered(fact: Fact) -> list[Person]:
    """The hosts, when nobody is missing any more."""
    return [] if fact.data.get("missing") else who.hosts(fact)


def certificate_made(telling: Telling) -> Words:
    seat = seat_of(telling.fact)
    day = {"day": dates.day_words(seat.room.starts_at)}
    return _words(
        telling,
        seat.room,
        _("Your certificate of attendance for “%(room)s”"),
        _("%(by)s made it for you; it says that you took part on %(day)s. You find it on the room's page.")
        % {"by": telling.by, **day},
    )


TABLE: Table = {
    Facts.CONVERTED: (Entry(not_asked_about_a_role, converted, own=True),),
    Facts.ROLE_ASKED: (Entry(who.concerned, role_asked, own=True),),
    Facts.ROLE_ANSWERED: (Entry(who.hosts, role_answered),),
    Facts.MERGE_PROPOSED: (Entry(asked_to_come, merge_proposed, own=True),),
    Facts.MERGED: (Entry(who.hosts, merged, own=True),),
    Facts.MERGE_ENDED: (Entry(who.seated, merge_ended, own=True),),
    Facts.TIMES_PROPOSED: (Entry(who.seated, times_proposed, own=True),),
    Facts.TIMES_ANSWERED: (Entry(hosts_once_all_answered, times_answered),),
    Facts.CERTIFICATE_MADE: (Entry(who.concerned, certificate_made),),
}
