"""What an import had to assume about rooms: people who know say that it is right, or how it is."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import policy
from guildhouse.rooms.actions.frame import answers_for, lock_series, require_convening, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.actions.series import edit_series
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, Series

PHASE = "phase"
ALL = "all"
Assumed = list[dict[str, str]]


@act
def confirm_assumption(room: Room, *, actor: Actor, field: str) -> Room:
    """Say that what an import assumed about this room is right; `all` for everything.

    Said by whoever answers for its series it holds for every date to come, else for this room alone.
    """
    at = clock.now()
    series = lock_series(room.series) if room.series is not None else None
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    rows = Q(pk=room.pk)
    if series is not None and answers_for(actor, series):
        rows |= Q(series=series, state__in=Room.SEATABLE, starts_at__gt=at)
    else:
        series = None
    rooms = [lock(each) for each in Room.objects.filter(rows).order_by("pk")]
    stated: list[Room | Series] = [*rooms] if series is None else [series, *rooms]
    changed = [each for each in stated if _confirm(each, field)]
    for each in changed:
        each.save(update_fields=["assumed"])
    if changed:
        record(
            Facts.ASSUMPTION_CONFIRMED,
            actor=actor,
            subject=series or room,
            community=room.community_id,
            at=at,
            field=field,
        )
    return next(each for each in rooms if each.pk == room.pk)


def _confirm(stated: Room | Series, field: str) -> bool:
    left = without(stated.assumed, field)
    differs = left != stated.assumed
    stated.assumed = left
    return differs


def without(assumed: Assumed, field: str) -> Assumed:
    """What is still assumed once `field` (`all`: everything) is known."""
    return [one for one in assumed if field not in (ALL, one.get("field"))]


@act
def shift_phase(series: Series, *, from_on: date, actor: Actor) -> Series:
    """Move a series of which an import assumed the weeks (or months) to the next ones: it meets in the others.

    `from_on` is the first day it counts from as the page showed it, so that asking twice shifts once.
    """
    series = lock_series(series)
    require_convening(actor, series)
    if series.first_on != from_on:
        return series
    later, others = other_phases(series)
    if later is None or not any(one.get("field") == PHASE for one in series.assumed):
        raise Refused(
            no("no_phase", _("In which weeks this series meets is known. Edit the series instead."))
        )
    still = series.assumed
    left = without(still, PHASE)
    if others > 1:
        left = [one | {"value": later.isoformat()} if one.get("field") == PHASE else one for one in still]
    return edit_series(series, actor=actor, first_on=later, assumed=left)


def other_phases(series: Series) -> tuple[date | None, int]:
    """The first day in the next weeks or months a series could meet in, and how many such others there are."""
    parts = dict(part.partition("=")[::2] for part in series.rrule.split(";"))
    every = int(parts.get("INTERVAL", "1"))
    if every < 2:
        return None, 0
    if parts["FREQ"] == "WEEKLY":
        return series.first_on + timedelta(days=7), every - 1
    if parts["FREQ"] == "MONTHLY":
        return series.first_on.replace(day=1) + relativedelta(months=1), every - 1
    return None, 0
