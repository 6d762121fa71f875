"""Series of a plan: rooms that recur, planned as their source says, with what it does not say marked as assumed."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community
from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.imports import reports
from guildhouse.imports.applying import memory, saying
from guildhouse.imports.applying.report import CHANGED, LEFT, MADE, REFUSED, SAME
from guildhouse.imports.applying.work import Work
from guildhouse.imports.models import Imported
from guildhouse.imports.plan import Assumption, SeriesPlan
from guildhouse.imports.rhythms.phases import opposite_start
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions, formats
from guildhouse.rooms.models import Series

KIND = Imported.Kind.SERIES
# What the source speaks of, and the columns it is kept in.
COLUMNS = {
    "title": "purpose",
    "format": "format",
    "mode": "mode",
    "access": "access",
    "joining_link": "link",
    "location": "place",
    "address": "address",
    "minutes": "minutes",
    "capacity": "capacity",
}
ABOUT = ("about", "topics", "links", "notes")
WHEN = {"rrule": "rrule", "time": "wall_time", "zone": "zone", "until": "last_on"}


@act
def bring_series(work: Work, plan: SeriesPlan, *, actor: Actor) -> None:
    """Plan a series with its dates, or change what the source says differently about one that is here."""
    community = work.community(plan.community)
    if community is None:
        return
    row = memory.known(work.source, KIND, plan.key)
    series = Series.objects.filter(pk=row.object_id or 0).select_related("community").first() if row else None
    said = saying.series(plan)
    outcome = SAME
    try:
        if row is None:
            series, outcome = _planned(work, plan, community, actor), MADE
        elif series is None or series.ended_at is not None:
            work.report.tell(LEFT, plan.place, f"{plan.title}, {community}", _("the series ended here"))
        elif changed := memory.differing(row, said):
            _change(work, series, plan, changed, actor)
            outcome = CHANGED
    except Refused as refused:
        work.report.tell(REFUSED, plan.place, f"{plan.title}, {community}", str(refused))
        return
    start = series.first_on if series and row is None else None
    object_id = series.pk if series else row.object_id if row else None
    memory.keep(
        row, work.source, KIND, plan.key, said=said, day=work.day, object_id=object_id, start_on=start
    )
    work.report.count(KIND, outcome)


def _planned(work: Work, plan: SeriesPlan, community: Community, actor: Actor) -> Series:
    start, rhythm = _start(work, plan), plan.rhythm
    hosts = [pk for key in plan.hosts if (pk := work.people.get(key))]
    if len(hosts) > 1:
        why = _("a series is planned by one person; name the other hosts in its rooms")
        work.report.tell(LEFT, plan.place, f"{plan.title}, {community}", why)
    return actions.plan_series(
        community,
        actor=actor,
        rrule=rhythm.rrule,
        first_on=start,
        last_on=rhythm.until,
        wall_time=rhythm.time,
        zone=rhythm.zone,
        skips=rhythm.skips,
        host=Person.objects.filter(pk__in=hosts[:1]).first(),
        form_key=memory.form_key(work.source, KIND, plan.key),
        role_limits=_no_limits(plan.format) if plan.capacity is None else {},
        about=reports.about(plan),
        assumed=assumed(plan.assumptions, start),
        **{column: getattr(plan, name) for name, column in COLUMNS.items()},
    )


def _start(work: Work, plan: SeriesPlan) -> date:
    """The day it counts from; one in the weeks between another's follows where that one is kept here."""
    if plan.rhythm.opposite_of:
        row = memory.known(work.source, KIND, plan.rhythm.opposite_of)
        other = Series.objects.filter(pk=row.object_id or 0).first() if row else None
        if other is not None:
            return opposite_start(plan.rhythm.rrule, other.first_on)
    return plan.rhythm.start


def _no_limits(format_key: str) -> dict[str, int | None]:
    """A source that says no limit means none, in roles neither; but roles that are one person's stay so."""
    return {role.key: None for role in formats.get(format_key).seats if role.max is None or role.max > 1}


def assumed(assumptions: tuple[Assumption, ...], start: date | None = None) -> list[dict[str, str]]:
    """What was assumed, as rooms keep it, each field once."""
    kept_once: dict[str, dict[str, str]] = {}
    for each in assumptions:
        value = start.isoformat() if start and each.field == "phase" else each.value
        kept_once.setdefault(each.field, {"field": each.field, "value": value, "why": each.why})
    return list(kept_once.values())


def _change(work: Work, series: Series, plan: SeriesPlan, changed: set[str], actor: Actor) -> None:
    fields: dict[str, Any] = {COLUMNS[name]: getattr(plan, name) for name in changed & set(COLUMNS)}
    if changed & set(ABOUT):
        fields["about"] = reports.about(plan)
    rhythm = plan.rhythm
    values = {"rrule": rhythm.rrule, "time": rhythm.time, "zone": rhythm.zone, "until": rhythm.until}
    fields |= {WHEN[name]: values[name] for name in changed & set(WHEN)}
    if "start" in changed and (rhythm.start_is == "said" or rhythm.opposite_of):
        fields["first_on"] = _start(work, plan)
    # Only what the source says now, or no longer says, changes its mark; what people confirmed stays confirmed.
    fresh = {one["field"]: one for one in assumed(plan.assumptions, series.first_on)}
    touched = changed | ({"phase", "week", "start", "date"} if changed & {"rrule", "start"} else set())
    marks = [one for one in series.assumed if one.get("field") not in touched]
    marks += [one for field, one in fresh.items() if field in touched]
    if {one["field"] for one in marks} != {one.get("field") for one in series.assumed}:
        fields["assumed"] = marks
    actions.edit_series(series, actor=actor, **fields)
    if "skips" in changed:
        _skip(work, series, plan, actor)
    if "hosts" in changed:
        why = _("the source names other hosts; change them in its rooms")
        work.report.tell(LEFT, plan.place, plan.title, why)


def _skip(work: Work, series: Series, plan: SeriesPlan, actor: Actor) -> None:
    for on in plan.rhythm.skips:
        if on >= work.day:
            try:
                actions.skip_date(series, on, why=_("It does not meet on this day."), actor=actor)
            except Refused as refused:
                work.report.tell(REFUSED, plan.place, f"{plan.title}, {on.isoformat()}", str(refused))
