"""The plan while a file is being read: what every schema hands in, and what is settled once all is known."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhouse.imports.plan import (
    Assumption,
    CommunityPlan,
    MembershipPlan,
    OfficePlan,
    Place,
    Plan,
    Question,
    Rhythm,
    RoomPlan,
    SeriesPlan,
)
from guildhouse.imports.reading.answers import Answers
from guildhouse.imports.reading.ledger import Ledger
from guildhouse.imports.reading.roster import Roster
from guildhouse.imports.reading.sources import Leaf, Node
from guildhouse.imports.reading.timing import Asking, Timing, When, read_when
from guildhouse.imports.rhythms.phases import Phase, alternates_with, opposite, phase_of
from guildhouse.imports.rhythms.readings import Cadence, NoDates

LEVELS = ("alumnus", "newcomer", "peripheral", "active", "core")


@dataclass(slots=True)
class SeriesDraft:
    """A series whose phase may depend on another; `leaves` are its values with the names of their fields."""

    key: str
    community: str
    title: str
    place: Place
    timing: Timing
    fields: dict[str, Any] = field(default_factory=dict)
    assumptions: list[Assumption] = field(default_factory=list)


class Draft:
    """Collects what a file plans; `plan()` settles what depends on the whole and returns it frozen."""

    def __init__(
        self, root: Node, *, file: str, source: str, schema: str, day: date, answers: Answers
    ) -> None:
        self.file, self.source, self.schema, self.day, self.answers = file, source, schema, day, answers
        self.ledger = Ledger(root)
        self.roster = Roster(file, self.ledger)
        self.communities: dict[str, CommunityPlan] = {}
        self.memberships: dict[tuple[str, str], MembershipPlan] = {}
        self.offices: dict[tuple[str, str, str], OfficePlan] = {}
        self.rooms: list[RoomPlan] = []
        self.questions: list[Question] = []
        self.assumptions: list[Assumption] = []
        self._series: list[SeriesDraft] = []
        self._keys: Counter[str] = Counter()

    def place(self, line: int) -> Place:
        """A place in this file."""
        return Place(self.file, line)

    def key(self, *parts: str) -> str:
        """A key that no other thing of this file has: the parts as slugs, numbered from the second of its kind on."""
        base = "/".join(slugify(part, allow_unicode=True)[:80] or "-" for part in parts)
        self._keys[base] += 1
        return base if self._keys[base] == 1 else f"{base}~{self._keys[base]}"

    def member(self, community: str, person: str, level: str, line: int) -> None:
        """Plan a membership; of several levels that the file gives a person here, the one nearest the core holds."""
        known = self.memberships.get((community, person))
        if known is None or LEVELS.index(level) > LEVELS.index(known.level):
            self.memberships[community, person] = MembershipPlan(community, person, level, self.place(line))

    def office(self, community: str, person: str, office: str, line: int, topic: str = "") -> None:
        """Plan an office, or add a topic to one that is planned; an office for all of the work has no topics."""
        known = self.offices.get((community, person, office))
        if known is None:
            one = (topic,) if topic else ()
            planned = OfficePlan(community, person, office, self.place(line), one)
            self.offices[community, person, office] = planned
        elif known.topics and topic not in known.topics:
            more = (*known.topics, topic) if topic else ()
            self.offices[community, person, office] = replace(known, topics=more)

    def timing(
        self, key: str, line: int, when: When, leaves: dict[str, Leaf], cadence: Cadence | None = None
    ) -> Timing | NoDates | None:
        """Read when something takes place and account for its `leaves`; None when it waits for an answer or is
        left out by one. `cadence` is a rhythm that is known already."""
        asking = Asking(key, self.place(line), self.answers)
        found = read_when(when, asking, self.day, cadence)
        if isinstance(found, Timing | NoDates):
            return found
        self.waiting(asking, leaves)
        return None

    def waiting(self, asking: Asking, leaves: dict[str, Leaf]) -> None:
        """Account for `leaves` of something that waits for answers, or that an answer leaves out."""
        if asking.left_out:
            for leaf in leaves.values():
                self.ledger.left(leaf, _("an answer says to leave this out"))
            return
        self.questions += asking.questions
        ids = {question.field: question.id for question in asking.questions}
        for name, leaf in leaves.items():
            asked = {"day": "rhythm", "frequency": "rhythm", "when": "rhythm"}.get(name, name)
            self.ledger.asked(leaf, ids.get(asked) or ", ".join(ids.values()))

    def add_series(self, draft: SeriesDraft) -> bool:
        """Take a series; False when its rhythm has ended before the day of the import."""
        if phase_of(draft.timing.cadence, self.day) is None:
            return False
        self._series.append(draft)
        return True

    def plan(self) -> Plan:
        """Everything, settled and frozen."""
        return Plan(
            source=self.source,
            schema=self.schema,
            file=self.file,
            day=self.day,
            communities=tuple(self.communities.values()),
            people=self.roster.people(),
            memberships=tuple(self.memberships.values()),
            offices=tuple(self.offices.values()),
            series=tuple(self._settled_series()),
            rooms=tuple(self.rooms),
            questions=tuple(self.questions),
            assumptions=tuple(self.assumptions),
            ledger=self.ledger.entries(),
        )

    def _settled_series(self) -> list[SeriesPlan]:
        phases = {
            each.key: phase
            for each in self._series
            if (phase := phase_of(each.timing.cadence, self.day)) is not None
        }
        return [self._settled(each, phases) for each in self._series]

    def _settled(self, draft: SeriesDraft, phases: dict[str, Phase]) -> SeriesPlan:
        cadence, phase = draft.timing.cadence, phases[draft.key]
        if cadence.alternates_with:
            phase = opposite(cadence, phase, self._other(draft, cadence, phases))
        rhythm = Rhythm(
            rrule=cadence.rrule,
            start=phase.start,
            start_is=phase.is_,
            time=draft.timing.at,
            zone=draft.timing.zone,
            opposite_of=phase.opposite_of,
            weeks={None: "", 0: "even", 1: "odd"}[cadence.parity],
            until=cadence.until,
            skips=cadence.skips,
        )
        fields = draft.fields | {"notes": (*cadence.notes, *draft.fields.get("notes", ()))}
        assumptions = (*draft.timing.assumptions, *phase.assumptions, *draft.assumptions)
        place = draft.place
        return SeriesPlan(
            draft.key, draft.community, draft.title, place, rhythm, assumptions=assumptions, **fields
        )

    def _other(
        self, draft: SeriesDraft, cadence: Cadence, phases: dict[str, Phase]
    ) -> tuple[str, str, str, Phase] | None:
        beside = {each.key: each for each in self._series if each.community == draft.community}
        titles = {key: each.title for key, each in beside.items() if not each.timing.cadence.alternates_with}
        key = alternates_with(cadence.alternates_with, draft.key, titles)
        return (key, titles[key], beside[key].timing.cadence.rrule, phases[key]) if key else None


def usual(minutes: int | None, *, said: tuple[str, ...] = ()) -> list[Assumption]:
    """What is taken for a meeting when its source does not say it; `said` are the fields that it does say."""
    why = _("the source does not say it")
    assumed = [
        Assumption("minutes", "60", why),
        Assumption("capacity", "", _("the source does not say it; there is no limit")),
        Assumption("format", "working-session", why),
    ]
    said = (*said, "minutes") if minutes else said
    return [each for each in assumed if each.field not in said]
