"""The circles of a room as its hosts see them, and as one of its people does."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.circles import parts, queries
from guildhouse.circles.presenting.rings import Ring, ring_of
from guildhouse.circles.queries import CircleOf, RoundOf
from guildhouse.people.models import Person
from guildhouse.rooms import policy as rooms
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.presenting.words import format_of, role_name


@dataclass(frozen=True, slots=True)
class RoundShown:
    """One round: its pictures, and the same as a table (heads, and rows of cells)."""

    number: int
    rings: list[Ring]
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """Who left and who came since the circles were formed, by name."""

    left: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.left or self.came)


@dataclass(frozen=True, slots=True)
class MineShown:
    """One round of one person: which circle, which part, with whom, and where when it is time."""

    round: int
    number: int
    role: str
    then: list[str]
    others: list[tuple[str, str]]
    link: str
    ring: Ring


def rounds_shown(room: Room, rounds: tuple[RoundOf, ...]) -> list[RoundShown]:
    """Every round as pictures and as a table."""
    return [_shown(room, one) for one in rounds]


def _shown(room: Room, one: RoundOf) -> RoundShown:
    keys = list(dict.fromkeys(member.role for circle in one.circles for member in circle.members))
    keys = [key for key in keys if key] + [key for key in keys if not key]
    heads = [_role(room, key) if key else _("Takes part") for key in keys]
    heads = [_("Who")] if keys == [""] else heads
    rows = [[_circle(circle), *(_names(circle, key) for key in keys)] for circle in one.circles]
    return RoundShown(one.number, [ring_of(circle) for circle in one.circles], [_("Circle"), *heads], rows)


def _circle(circle: CircleOf) -> str:
    return _("Circle %(number)s") % {"number": circle.number}


def _role(room: Room, key: str) -> str:
    return role_name(room.format, key)


def _names(circle: CircleOf, key: str) -> str:
    return ", ".join(member.name for member in circle.members if member.role == key) or "–"


def by_person(room: Room, rounds: tuple[RoundOf, ...]) -> list[list[str]]:
    """For each person a row: their name, and for each round the circle and the part; to hang beside the door."""
    found: dict[int, dict[int, str]] = {}
    names: dict[int, str] = {}
    for one in rounds:
        for circle in one.circles:
            for member in circle.members:
                names[member.person] = member.name
                part = _role(room, member.role) if member.role else ""
                words = f"{circle.number}, {part}" if part else str(circle.number)
                found.setdefault(member.person, {})[one.number] = words
    order = sorted(names, key=lambda person: (names[person].casefold(), person))
    return [[names[one], *(found[one].get(each.number, "–") for each in rounds)] for one in order]


def step_of(room: Room, shown: Format, begun: int) -> Step:
    """Who left and who came since the circles were formed."""
    left, came = queries.out_of_step(room, shown, begun)
    people = Person.objects.filter(pk__in=left | came).order_by("name", "pk")
    names = {person.pk: str(person) for person in people} if left or came else {}
    return Step(
        [name for pk, name in names.items() if pk in left], [name for pk, name in names.items() if pk in came]
    )


def sizes_words(shown: Format, people: int) -> str:
    """How so many people divide."""
    sizes = shown.circle_sizes(people)
    words = {"people": people, "circles": len(sizes), "small": sizes[-1], "large": sizes[0]}
    if sizes[0] == sizes[-1]:
        return _("%(people)s people who come make %(circles)s circles of %(large)s.") % words
    return _("%(people)s people who come make %(circles)s circles of %(small)s to %(large)s.") % words


def formed_words(rounds: tuple[RoundOf, ...]) -> str:
    """How many circles there are, in how many rounds."""
    many = len(rounds[0].circles) if rounds else 0
    said = ngettext(
        "%(circles)s circles in %(rounds)s round", "%(circles)s circles in %(rounds)s rounds", len(rounds)
    )
    return said % {"circles": many, "rounds": len(rounds)}


def mine_of(sight: Sight, person: Person) -> list[MineShown]:
    """Where somebody is, round by round; the links when it is time to join."""
    room = sight.room
    now = rooms.sees_link(sight.viewer, room, at=sight.at)
    rounds, turns = queries.circles_of(room), bool(parts.rotating(format_of(room.format)))
    rows = queries.all_mine(rounds, person)
    rings = {
        (one.number, circle.number): ring_of(circle, person.pk) for one in rounds for circle in one.circles
    }
    return [
        MineShown(
            one.round,
            one.number,
            _role(room, one.role) if one.role else "",
            [_role(room, key) for key in one.roles[1:] if key] if turns and len(rows) == 1 else [],
            [(other.name, _role(room, other.role) if other.role else "") for other in one.others],
            one.link if now else "",
            rings[one.round, one.number],
        )
        for one in rows
    ]


def works_in_circles(shown: Format) -> bool:
    """Whether a format has circles at all."""
    return shown.circles is not None and bool(parts.usual_rounds(shown))
