"""What an import is going to do, before it does anything: frozen, ordered, and the same for the same text.

Every planned thing has a `key` that stays the same while its times, links or leaders change, and a `said()`:
one short text for each of its fields that the source itself speaks of. Importing again touches a field only when
its text in `said()` differs from the one kept at the last import, so what people changed here by hand survives.
What was merely assumed is never part of `said()`.
"""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Outcome(StrEnum):
    """What a value of the source turned into."""

    BECAME = "became"
    KEPT_AS_TEXT = "kept_as_text"
    LEFT = "deliberately_left"
    ASKED = "asked"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: the file as it was named, and the line from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Accounted:
    """One value of the source and what came of it; `what` says what it became, or the reason.

    `cut_at` is how many letters of it this house keeps, when it has more.
    """

    path: str
    line: int
    value: str
    outcome: Outcome
    what: str
    cut_at: int = 0


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the source does not say, the value taken instead, and why; people may correct it."""

    field: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question: `value` is what one writes into the answers file."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the source leaves open or says twice in different ways; its subject waits until it is answered.

    `id` is the subject's key and the field asked about, so it stays the same while the file grows. An answer counts
    only as long as the source still says `written`.
    """

    id: str
    subject: str
    field: str
    place: Place
    text: str
    written: str
    choices: tuple[Choice, ...]
    free: str = ""
    answer_refused: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A place elsewhere where a community or a series can be found: a URL, or a text when it is none."""

    kind: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of a community's work that has a name but no membership of its own (a subproject)."""

    name: str
    description: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class CommunityPlan:
    key: str
    slug: str
    name: str
    kind: str
    place: Place
    domain: str = ""
    stakes: str = ""
    scope: str = ""
    visibility: str = "public"
    joining: str = "open"
    zone: str = ""
    label: str = ""
    parent: str = ""
    links: tuple[Link, ...] = ()
    topics: tuple[Topic, ...] = ()
    stakeholders: tuple[str, ...] = ()
    unscheduled: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def said(self) -> dict[str, str]:
        """The fields the source speaks of, each as one text that changes only when the source does."""
        assumed = {each.field for each in self.assumptions}
        told = (
            "name",
            "kind",
            "domain",
            "stakes",
            "scope",
            "visibility",
            "joining",
            "zone",
            "label",
            "parent",
        )
        texts = {name: getattr(self, name) for name in told if name not in assumed and getattr(self, name)}
        for name in ("links", "topics", "stakeholders", "unscheduled"):
            if getattr(self, name):
                texts[name] = repr(getattr(self, name))
        return texts


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Somebody the source names. `key` is the handle (github:ana), or the name where there is no handle."""

    key: str
    name: str
    place: Place
    handle: str = ""
    affiliation: str = ""
    email: str = ""

    def said(self) -> dict[str, str]:
        """The fields the source speaks of, each as one text."""
        told = ("name", "handle", "affiliation", "email")
        return {name: getattr(self, name) for name in told if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class MembershipPlan:
    """A person in a community at a level: newcomer, peripheral, active, core or alumnus."""

    community: str
    person: str
    level: str
    place: Place

    @property
    def key(self) -> str:
        return f"{self.community} {self.person}"

    def said(self) -> dict[str, str]:
        """The fields the source speaks of, each as one text."""
        return {"level": self.level}


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """A duty in a community; `topics` are the parts of its work it is limited to, none for all of it."""

    community: str
    person: str
    office: str
    place: Place
    topics: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.community} {self.person} {self.office}"

    def said(self) -> dict[str, str]:
        """The fields the source speaks of, each as one text."""
        return {"office": self.office, "topics": repr(self.topics)}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a series meets: RRULE without DTSTART and UNTIL, the first date it counts from, wall time and zone.

    `start_is` is "said" (in the source), "any" (it does not matter: every week or month is the same), "assumed"
    (the next date that fits, from the day of the import) or "opposite" (the weeks between those of the series
    `opposite_of`). A start that is not said belongs to the first import: later imports keep the stored one, and
    an opposite start follows the stored start of the other series. `weeks` is "odd" or "even" where the source
    counts the weeks of the year.
    """

    rrule: str
    start: date
    start_is: str
    time: time
    zone: str
    opposite_of: str = ""
    weeks: str = ""
    until: date | None = None
    skips: tuple[date, ...] = ()

    def said(self) -> str:
        """The rhythm as the source says it, without what was assumed on the day of the import."""
        start = self.start.isoformat() if self.start_is == "said" else self.opposite_of or self.weeks or "?"
        until = f"until {self.until}" if self.until else ""
        skips = ",".join(day.isoformat() for day in self.skips)
        return " ".join(
            filter(None, (self.rrule, start, self.time.strftime("%H:%M"), self.zone, until, skips))
        )


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    key: str
    community: str
    title: str
    place: Place
    rhythm: Rhythm
    topics: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    minutes: int = 60
    format: str = "working-session"
    capacity: int | None = None
    mode: str = "online"
    access: str = "members"
    joining_link: str = ""
    location: str = ""
    address: str = ""
    about: str = ""
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def said(self) -> dict[str, str]:
        """The fields the source speaks of, each as one text; `rhythm` stands for everything about when."""
        assumed = {each.field for each in self.assumptions}
        told = ("title", "format", "mode", "access", "joining_link", "location", "address", "about")
        texts = {name: getattr(self, name) for name in told if name not in assumed and getattr(self, name)}
        texts["rhythm"] = self.rhythm.said()
        for name in ("minutes", "capacity"):
            if name not in assumed:
                texts[name] = str(getattr(self, name))
        for name in ("topics", "hosts", "links", "notes"):
            if getattr(self, name):
                texts[name] = repr(getattr(self, name))
        return texts


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A single room on one date."""

    key: str
    community: str
    title: str
    place: Place
    on: date
    time: time
    zone: str
    minutes: int = 60
    format: str = "working-session"
    capacity: int | None = None
    mode: str = "online"
    access: str = "members"
    joining_link: str = ""
    location: str = ""
    address: str = ""
    about: str = ""
    hosts: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def said(self) -> dict[str, str]:
        """The fields the source speaks of, each as one text."""
        assumed = {each.field for each in self.assumptions}
        told = (
            *("title", "on", "time", "zone", "minutes", "format", "capacity", "mode", "access"),
            *("joining_link", "location", "address", "about", "hosts"),
        )
        return {
            name: str(getattr(self, name)) for name in told if name not in assumed and getattr(self, name)
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one file would make, and an account of each of its values.

    `source` names the file's owner across renames: with a thing's key it is the thing's identity for ever.
    """

    source: str
    schema: str
    file: str
    day: date
    communities: tuple[CommunityPlan, ...] = ()
    people: tuple[PersonPlan, ...] = ()
    memberships: tuple[MembershipPlan, ...] = ()
    offices: tuple[OfficePlan, ...] = ()
    series: tuple[SeriesPlan, ...] = ()
    rooms: tuple[RoomPlan, ...] = ()
    questions: tuple[Question, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    ledger: tuple[Accounted, ...] = field(default=(), repr=False)

    def with_outcome(self, outcome: Outcome) -> tuple[Accounted, ...]:
        """The values of the source that came to `outcome`, in the order of the file."""
        return tuple(each for each in self.ledger if each.outcome is outcome)

    def cut(self) -> tuple[Accounted, ...]:
        """The values of which this house keeps only the beginning, in the order of the file."""
        return tuple(each for each in self.ledger if each.cut_at)

    def summary(self) -> dict[str, int]:
        """How many of each thing, in the order in which one would tell it."""
        counts = {
            name: len(getattr(self, name))
            for name in ("communities", "people", "memberships", "offices", "series", "rooms", "questions")
        }
        assuming: list[tuple[Assumption, ...]] = [each.assumptions for each in self.communities]
        assuming += [each.assumptions for each in self.series] + [each.assumptions for each in self.rooms]
        counts["assumed"] = sum(map(len, assuming))
        counts["values"] = len(self.ledger)
        counts["cut"] = len(self.cut())
        return counts | {outcome.value: len(self.with_outcome(outcome)) for outcome in Outcome}
