"""What is remembered of what a source says about each thing: enough to see whether it says something else."""

from guildhouse.imports.applying.memory import digest
from guildhouse.imports.plan import (
    CommunityPlan,
    MembershipPlan,
    OfficePlan,
    PersonPlan,
    RoomPlan,
    SeriesPlan,
)

LONGEST = 64
OF_PEOPLE = ("name", "handle", "affiliation")
Said = dict[str, str]


def community(plan: CommunityPlan) -> Said:
    """Of a community: its texts, its settings, where it meets elsewhere."""
    return _short(plan.said())


def person(plan: PersonPlan) -> Said:
    """Of a person: digests alone, so that erasing somebody is whole."""
    return {name: digest(text) for name, text in plan.said().items() if name in OF_PEOPLE}


def membership(plan: MembershipPlan) -> Said:
    """Of a membership: its level."""
    return plan.said()


def office(plan: OfficePlan) -> Said:
    """Of an office: that it is held."""
    return {"office": plan.office}


def series(plan: SeriesPlan) -> Said:
    """Of a series: what it states, and everything about when in fields of its own."""
    said, rhythm = plan.said(), plan.rhythm
    del said["rhythm"]
    start = rhythm.start.isoformat() if rhythm.start_is == "said" else rhythm.opposite_of or rhythm.weeks
    when = {
        "rrule": rhythm.rrule,
        "start": start,
        "time": rhythm.time.strftime("%H:%M"),
        "zone": rhythm.zone,
        "until": rhythm.until.isoformat() if rhythm.until else "",
        "skips": ",".join(day.isoformat() for day in rhythm.skips),
    }
    return _short(said | {name: text for name, text in when.items() if text})


def room(plan: RoomPlan) -> Said:
    """Of a single room: what it states, and when."""
    return _short(plan.said())


def _short(said: Said) -> Said:
    return {name: text if len(text) <= LONGEST else digest(text) for name, text in said.items()}
