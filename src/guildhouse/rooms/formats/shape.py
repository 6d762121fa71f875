"""What a format is, once read: nothing here can be changed, and nothing here is a database row."""

from dataclasses import dataclass

from guildhouse.rooms.formats.circles import Circles, divide
from guildhouse.rooms.formats.fitting import Feasibility, People, feasible

ALL = "all"
ONCE, PER_ROLE, PER_CLIENT, TIMES = "once", "per_role", "per_client", "times"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the languages its file gives, the first of them being the fallback."""

    by_language: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        """The text in `language` ("it", "it-ch"), else in English, else in the file's first language."""
        texts = dict(self.by_language)
        wanted = language.lower().replace("_", "-")
        for code in (wanted, wanted.split("-")[0], "en"):
            if code in texts:
                return texts[code]
        return self.by_language[0][1]


@dataclass(frozen=True, slots=True)
class Role:
    """A part people play: asked for as a seat, played by the host, or taken in turn inside the room."""

    key: str
    name: Words
    min: int
    max: int | None
    who: str
    seatable: bool
    rotates: bool
    drawn_from: str | None

    def name_in(self, language: str) -> str:
        """The role's name in `language`."""
        return self.name.in_language(language)


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long a step takes, and how far that may be changed."""

    default: int
    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a room: who speaks, who is silent, for how long, and what it leaves."""

    name: Words
    minutes: Minutes
    speaks: tuple[str, ...]
    silent: tuple[str, ...]
    per: str
    repeats: bool
    published: bool
    optional: bool
    produces: Words | None

    def name_in(self, language: str) -> str:
        """The step's name in `language`."""
        return self.name.in_language(language)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often the repeating steps come round: once, once a role, once a client, or a number of times."""

    rule: str
    role: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a format comes from, as far as that is generally known."""

    author: str
    work: str
    year: int | None
    note: Words | None


@dataclass(frozen=True, slots=True)
class Format:
    """How a room runs: people, roles, steps, and what is asked of those who come."""

    key: str
    name: Words
    purpose: Words
    people: People
    circles: Circles | None
    roles: tuple[Role, ...]
    steps: tuple[Step, ...]
    repeat: Repeat
    total_minutes: int
    prerequisites: tuple[str, ...]
    confidentiality: str
    opens_with_look_back: bool
    source: Source

    def name_in(self, language: str) -> str:
        """The format's name in `language`."""
        return self.name.in_language(language)

    def purpose_in(self, language: str) -> str:
        """What the format is good for, in `language`."""
        return self.purpose.in_language(language)

    def role(self, key: str) -> Role:
        """The role called `key`; `KeyError` when the format has none."""
        for role in self.roles:
            if role.key == key:
                return role
        raise KeyError(key)

    @property
    def seats(self) -> tuple[Role, ...]:
        """The roles a person can ask for a seat in, in the file's order."""
        return tuple(role for role in self.roles if role.seatable)

    def circle_sizes(self, people: int) -> tuple[int, ...]:
        """The circles `people` make, largest first; one of everybody when the format has none."""
        return divide(people, self.circles)

    def turns(self, people: int) -> int:
        """How often the repeating steps come round when `people` take part."""
        if self.repeat.rule == PER_ROLE:
            return sum(role.min for role in self.roles if role.rotates)
        if self.repeat.rule == PER_CLIENT:
            return self.holders(self.repeat.role or "", people)
        return self.repeat.times

    def holders(self, key: str, people: int) -> int:
        """How many play the role in one circle by the end; everybody when it passes from one to the next."""
        role, largest = self.role(key), self.circle_sizes(people)[0]
        if role.rotates:
            return max(1, largest)
        if not role.seatable:
            return max(1, role.min)
        others = sum(other.min for other in self.seats if other.key != key)
        free = max(1, role.min, people - others)
        return free if role.max is None else min(free, role.max)

    def times(self, step: Step, people: int) -> int:
        """How many times over a step's minutes are needed within one turn."""
        if step.per == "person":
            return max(1, self.circle_sizes(people)[0])
        return self.holders(step.speaks[0], people) if step.per == "role" else 1

    def minutes(self, people: int, turns: int | None = None) -> int:
        """The whole length for `people`, with as many turns as the format has, or as `turns` says."""
        turns = self.turns(people) if turns is None else turns
        return sum(
            step.minutes.default * self.times(step, people) * (turns if step.repeats else 1)
            for step in self.steps
        )

    def feasible(self, people: int) -> Feasibility:
        """Whether `people` can run this format, and in a sentence why or what to do."""
        return feasible(self.people, self.circles, people)
