"""Whether a letter may still leave, asked again at the moment it does.

Between writing and leaving lie quiet hours, pauses, a mail server that is away, and the hour of a digest. Whoever
would not be told any more is not told: the line of the table that named them must name them still. Letters that are
not about the reader's own seat or place are asked more: that the reader may still know of the community and the
room, and still wants them.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from guildhouse.communities.models import Community
from guildhouse.history.models import Fact
from guildhouse.kit.prepared import prepared
from guildhouse.notices.groups import Choice, Group
from guildhouse.notices.models import Letter
from guildhouse.notices.wanting import Wanted, wanted_by
from guildhouse.notices.writing import entries_of
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat


def may_leave(letters: Iterable[Letter]) -> set[int]:
    """The ids of those letters whose readers would still be told; a few queries for each fact, not each reader."""
    letters = list(letters)
    facts = Fact.objects.in_bulk({letter.fact_id for letter in letters if letter.fact_id})
    wanted = wanted_by({letter.person_id for letter in letters if letter.person_id})
    hearing: dict[tuple[int, bool], set[int]] = defaultdict(set)
    for fact in facts.values():
        for entry in entries_of(fact):
            hearing[fact.pk, entry.own].update(person.pk for person in entry.hears(fact))
    return {letter.pk for letter in letters if _may_leave(letter, facts, hearing, wanted)}


def _may_leave(
    letter: Letter, facts: dict[int, Fact], hearing: dict[tuple[int, bool], set[int]], wanted: Wanted
) -> bool:
    if letter.person is None or not letter.fact_id or not letter.group:
        return True  # to an address, about an account, a digest, or written before groups were
    fact = facts.get(letter.fact_id)
    own = letter.group == Group.OWN
    if fact is None or letter.person_id not in hearing[fact.pk, own]:
        return False
    if own:
        return True
    if wanted.choice(letter.person.pk, letter.group, letter.community_id) == Choice.NEVER:
        return False
    return _may_know(letter.person, fact)


def _may_know(person: Person, fact: Fact) -> bool:
    if fact.community_id and not _community_known(person.pk, fact.community_id):
        return False
    room = room_id_of(fact)
    return room is None or bool(_room_known(person.pk, room))


@prepared
def _community_known(person: int, community: int) -> QuerySet[Community, tuple[int]]:
    return (
        Community.objects.visible_to(Person(pk=person)).filter(pk=community).order_by("pk").values_list("pk")
    )


@prepared
def _room_known(person: int, room: int) -> QuerySet[Room, tuple[int]]:
    return Room.objects.visible_to(Person(pk=person)).filter(pk=room).order_by("pk").values_list("pk")


def room_id_of(fact: Fact) -> int | None:
    """The room a fact is about, itself or by one of its seats."""
    if fact.subject_type == "rooms.room":
        return fact.subject_id
    if fact.subject_type == "rooms.seat":
        return Seat.objects.filter(pk=fact.subject_id).values_list("room", flat=True).first() or 0
    if fact.subject_type.startswith("harvest."):
        return int(fact.data.get("room") or 0)
    return None
