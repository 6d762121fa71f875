"""What is asked of the search for one room: who comes, how they divide, and everything that is to be heeded."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from guildhouse.circles import parts, queries
from guildhouse.circles.models import Wish
from guildhouse.circles.search.task import MOST_PAST, Pair, Task, pair
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_of

# How long it matters who sat together: less with every two weeks, and after this not at all.
REMEMBERED = timedelta(weeks=2 * MOST_PAST)


@dataclass(frozen=True)
class Asked:
    """What hosts choose when they form circles."""

    rounds: int
    spreads_experience: bool = False
    minds_language: bool = False


@dataclass(frozen=True)
class Prepared:
    """The task, and who is meant by its numbers; the parts they played in this room, and in rooms before."""

    room: Room
    format: Format
    asked: Asked
    people: tuple[int, ...]
    task: Task
    played: dict[int, list[int]] = field(default_factory=dict)
    before: dict[int, list[int]] = field(default_factory=dict)


def prepare(room: Room, asked: Asked, *, at: datetime, begun: int = 0) -> Prepared:
    """Everything the search has to know of a room, read once; rounds that have begun are not planned again."""
    shown = format_of(room.format)
    there = queries.coming(room, shown)
    people, languages = tuple(person for person, _tongue in there), tuple(tongue for _person, tongue in there)
    sizes = shown.circle_sizes(len(people))
    rounds = max(0, asked.rounds - begun)
    stays = parts.staying(shown) is not None and asked.rounds > 1 and len(sizes) > 1 and not begun
    wise = queries.experienced(room.community, people) if asked.spreads_experience else set()
    if stays:  # those of experience keep the tables, as far as they go
        order = sorted(range(len(people)), key=lambda one: (people[one] not in wise, people[one]))
        people, languages = tuple(people[one] for one in order), tuple(languages[one] for one in order)
    number = {person: at for at, person in enumerate(people)}
    wishes = list(Wish.objects.for_room(room).filter(one__in=people, other__in=people).order_by("pk"))
    task = Task(
        people=len(people),
        sizes=sizes,
        rounds=rounds,
        past=_past(room, number, at),
        met=_met(room, number, begun),
        experienced=frozenset(number[one] for one in wise),
        apart=_wished(wishes, Wish.Kind.APART, number),
        together=_wished(wishes, Wish.Kind.TOGETHER, number),
        languages=languages if asked.minds_language else (),
        stays=stays,
    )
    slots = parts.slots(shown, max(sizes))
    played = _here(room, number, begun, len(slots))
    return Prepared(room, shown, asked, people, task, played, _before(room, slots, number, at))


def _wished(wishes: list[Wish], kind: str, number: dict[int, int]) -> frozenset[Pair]:
    return frozenset(pair(number[wish.one_id], number[wish.other_id]) for wish in wishes if wish.kind == kind)


def _past(room: Room, number: dict[int, int], at: datetime) -> dict[Pair, int]:
    """How much it weighs that two met in rooms of late: the more, the shorter ago."""
    weights: dict[Pair, int] = {}
    met = queries.partners(room.community, number, at - REMEMBERED, but=room)
    for (one, other), moments in met.items():
        latest = max(moments)
        weeks = max(0, (at - latest).days) // 14
        weights[pair(number[one], number[other])] = max(1, MOST_PAST - weeks)
    return weights


def _met(room: Room, number: dict[int, int], begun: int) -> dict[Pair, int]:
    """Who has met in the rounds of this room that have begun."""
    met: dict[Pair, int] = {}
    for one in queries.circles_of(room) if begun else ():
        for circle in one.circles if one.number <= begun else ():
            here = [number[member.person] for member in circle.members if member.person in number]
            for at, person in enumerate(here):
                for other in here[:at]:
                    met[pair(person, other)] = met.get(pair(person, other), 0) + 1
    return met


def _here(room: Room, number: dict[int, int], begun: int, parts_count: int) -> dict[int, list[int]]:
    """How often each began with which part in the rounds of this room that have begun."""
    played: dict[int, list[int]] = {}
    for one in queries.circles_of(room) if begun else ():
        for circle in one.circles if one.number <= begun else ():
            for member in circle.members:
                if member.person in number and member.role and member.place < parts_count:
                    played.setdefault(number[member.person], [0] * parts_count)[member.place] += 1
    return played


def _before(room: Room, slots: tuple[str, ...], number: dict[int, int], at: datetime) -> dict[int, list[int]]:
    """How often each began with which part in rooms of late, so that those come first who have not yet."""
    before = queries.parts_played(room.community, number, at - REMEMBERED, but=room)
    return {number[person]: [counted[key] for key in slots] for person, counted in before.items()}
