"""Rooms that recur: planning and changing a series, and making its dates."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.actions.frame import standing_of
from guildhouse.communities.models import Community
from guildhouse.history.actions import act, record, record_each
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, Verdict, no, require
from guildhouse.kit.walls import instant, wall
from guildhouse.people.models import Person
from guildhouse.rooms import inviting, policy, recurrence
from guildhouse.rooms.actions.ending import cancel_locked
from guildhouse.rooms.actions.following import follow
from guildhouse.rooms.actions.frame import lock_community, lock_series, person_of, require_convening
from guildhouse.rooms.actions.planning import add_rooms, drafted, is_sound, open_doors, show
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.actions.standing import seat_standing
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, Series, SkippedDate
from guildhouse.rooms.models.plan import SHARED_FIELDS

HORIZON = timedelta(days=183)
RECURRENCE = ("rrule", "first_on", "last_on", "wall_time", "zone")
EDITABLE = (*SHARED_FIELDS, *RECURRENCE, "role_limits", "assumed")


@act
def plan_series(
    community: Community,
    *,
    actor: Actor,
    rrule: str,
    first_on: date,
    wall_time: time,
    zone: str,
    last_on: date | None = None,
    form_key: str | None = None,
    role_limits: Mapping[str, int | None] | None = None,
    host: Person | None = None,
    skips: Iterable[date] = (),
    **fields: Any,
) -> Series:
    """Plan rooms that recur by an RRULE at the same wall time, and publish those of the next six months.

    `fields` are columns of the plan every date shares. `host` answers for every date where nobody in person
    plans it; `skips` are dates left out from the beginning. The same `form_key` gives the same series.
    """
    community, at = lock_community(community), clock.now()
    person = person_of(actor) or host
    require(communities_policy.may_open_rooms(standing_of(actor, community), community))
    if form_key and (made := Series.objects.filter(form_key=form_key, created_by=person).first()):
        return made
    require(is_sound({"zone": zone, **fields}, community))
    require(_recurs(rrule, first_on, last_on))
    series = Series.objects.create(
        community=community,
        created_at=at,
        created_by=person,
        rrule=rrule,
        first_on=first_on,
        last_on=last_on,
        wall_time=wall_time,
        zone=zone,
        form_key=form_key,
        role_limits=dict(role_limits or {}),
        **fields,
    )
    SkippedDate.objects.bulk_create(SkippedDate(series=series, on=on) for on in sorted(set(skips)))
    purpose = series.purpose
    record(Facts.SERIES_PLANNED, actor=actor, subject=series, community=community.pk, at=at, purpose=purpose)
    materialise(series, actor=actor)
    return series


def _recurs(rrule: str, first_on: date, last_on: date | None) -> Verdict:
    if last_on is not None and last_on < first_on:
        return no("last_on", _("The last day comes before the first. Give it a later one, or none."))
    return policy.may_be_on(first_on, clock.now().date()) and recurrence.check(rrule)


@act
def materialise(series: Series, *, actor: Actor = SYSTEM) -> int:
    """Make the rooms of a series up to six months ahead that are not there yet; return how many were made.

    Standing seats are given before each room is published. A date that was skipped, moved or cancelled stays so.
    """
    series, at = lock_series(series), clock.now()
    until = wall(at, series.zone).date() + HORIZON
    if series.ended_at is not None or series.community.is_archived or series.materialised_until == until:
        return 0
    known = set(series.rooms.values_list("occurrence_on", flat=True))
    known |= set(series.skipped.values_list("on", flat=True))
    days = [on for on in dates_ahead(series, at) if on not in known]
    rooms = [_date_of(series, on, at) for on in days if instant(on, series.wall_time, series.zone) > at]
    if rooms:
        _make_dates(series, rooms, actor=actor, at=at)
    series.materialised_until = until
    series.save(update_fields=["materialised_until"])
    return len(rooms)


def dates_ahead(series: Series, at: datetime) -> list[date]:
    """The days of a series from today up to the horizon."""
    today = wall(at, series.zone).date()
    until = min(today + HORIZON, series.last_on or date.max)
    return list(recurrence.dates(series.rrule, series.first_on, today, until))


def _date_of(series: Series, on: date, at: datetime) -> Room:
    return drafted(
        series.community,
        at=at,
        created_by=series.created_by,
        series=series,
        occurrence_on=on,
        wall_date=on,
        wall_time=series.wall_time,
        assumed=series.assumed,
        **{name: getattr(series, name) for name in SHARED_FIELDS},
    )


def _make_dates(series: Series, rooms: list[Room], *, actor: Actor, at: datetime) -> None:
    """Keep and publish new dates all at once; where people have standing seats, date by date and after seating them."""
    everywhere = list(series.standing.living().select_related("person").order_by("since", "pk"))
    if everywhere:
        add_rooms(rooms, series.role_limits)
        for room in rooms:
            for standing in everywhere:
                seat_standing(room, standing, actor=actor, at=at)
            show(room, actor=actor, at=at, how="series")
        return
    for room in rooms:
        open_doors(room, at)
    add_rooms(rooms, series.role_limits)
    record_each(
        Facts.PUBLISHED,
        actor=actor,
        subjects=rooms,
        community=series.community_id,
        at=at,
        purpose=series.purpose,
        how="series",
    )


@act
def edit_series(series: Series, *, actor: Actor, **fields: Any) -> Series:
    """Change what every date to come states; a date that was changed by hand keeps its own.

    A new `rrule`, `first_on` or `last_on` takes nothing away from anybody: dates that no longer fit and that
    nobody has to do with go, those with people stay for their hosts to decide.
    """
    series, at = lock_series(series), clock.now()
    require_convening(actor, series)
    require(_may_edit(series, fields))
    changed = [name for name in EDITABLE if name in fields and getattr(series, name) != fields[name]]
    if not changed:
        return series
    before = {name: getattr(series, name) for name in EDITABLE}
    wrote_itself = "" if "about" in changed else inviting.language_of_series(series)
    for name in changed:
        setattr(series, name, fields[name])
    if wrote_itself and series.about != (again := inviting.of_series(series, wrote_itself)):
        series.about = again
        changed.append("about")
    series.materialised_until = None
    series.save(update_fields=[*changed, "materialised_until"])
    record(
        Facts.SERIES_EDITED,
        actor=actor,
        subject=series,
        community=series.community_id,
        at=at,
        changed=changed,
    )
    wanted = set(dates_ahead(series, at)) if set(RECURRENCE) & set(changed) else None
    follow(series, before, changed, wanted, actor=actor, at=at)
    materialise(series, actor=actor)
    return series


def _may_edit(series: Series, fields: Mapping[str, Any]) -> Verdict:
    if series.ended_at is not None:
        return no("ended", _("This series has ended. Plan a new one instead."))
    plan = {
        name: fields.get(name, getattr(series, name)) for name in ("zone", "format", "access", "access_level")
    }
    when = [fields.get(name, getattr(series, name)) for name in ("rrule", "first_on", "last_on")]
    return is_sound(plan, series.community) and _recurs(*when)


@act
def end_series(series: Series, *, actor: Actor, why: str) -> Series:
    """End a series: no new dates, and the dates to come are cancelled with everybody told."""
    series, at = lock_series(series), clock.now()
    require_convening(actor, series)
    if series.ended_at is not None:
        return series
    if not why.strip():
        raise Refused(no("why", _("Say why; everybody who planned to come will read it.")))
    series.ended_at = at
    series.save(update_fields=["ended_at"])
    for room in Room.objects.filter(series=series, state__in=Room.SEATABLE, starts_at__gt=at).order_by("pk"):
        cancel_locked(lock(room), actor=actor, at=at, why=why, how="series")
    record(Facts.SERIES_ENDED, actor=actor, subject=series, community=series.community_id, at=at, why=why)
    return series


@act
def skip_date(series: Series, on: date, *, actor: Actor, why: str) -> Series:
    """Leave out one date; if its room is published already, it is cancelled and everybody told."""
    series, at = lock_series(series), clock.now()
    require_convening(actor, series)
    if SkippedDate.objects.filter(series=series, on=on).exists():
        return series
    is_last = series.last_on is not None and on > series.last_on
    if is_last or on not in recurrence.dates(series.rrule, series.first_on, on, on):
        raise Refused(no("no_date", _("The series has no room on this day. Choose one of its dates.")))
    if not why.strip():
        raise Refused(no("why", _("Say why; everybody who planned to come will read it.")))
    SkippedDate.objects.create(series=series, on=on, why=why)
    dated = Room.objects.filter(series=series, occurrence_on=on, state__in=Room.SEATABLE, starts_at__gt=at)
    for room in dated.order_by("pk"):
        cancel_locked(lock(room), actor=actor, at=at, why=why)
    record(
        Facts.DATE_SKIPPED,
        actor=actor,
        subject=series,
        community=series.community_id,
        at=at,
        on=on.isoformat(),
        why=why,
    )
    return series
