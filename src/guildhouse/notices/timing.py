"""When a letter may leave: quiet hours of people, pauses of communities and the hour of a digest are kept."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from guildhouse.communities.models import Community, Pause
from guildhouse.kit.prepared import prepared
from guildhouse.kit.quiet import quiet_ends
from guildhouse.notices.models import Wishes
from guildhouse.people.models import Person

FIRST_HOUR = time(8)  # after a pause, letters leave in the morning


def not_before(person: Person, awake: datetime, at: datetime, own: bool = False) -> datetime:
    """The earliest moment that suits, in a community that is `awake` from a moment on; `own` matters leave at once."""
    return at if own else quiet_ends(awake, person.quiet_from, person.quiet_until, person.zone)


def after_pause(community: Community | None, at: datetime) -> datetime:
    """The moment itself, or the morning after the pause it falls into."""
    if community is None:
        return at
    zone = ZoneInfo(community.zone)
    today = at.astimezone(zone).date()
    for pause in _pauses(community.pk):
        if pause.from_on <= today <= pause.until_on:
            today = pause.until_on + timedelta(days=1)
            at = datetime.combine(today, FIRST_HOUR, zone)
    return at


@prepared
def _pauses(community: int) -> QuerySet[Pause]:
    return Pause.objects.filter(community=community, ended_at=None).order_by("from_on", "pk")


def next_digest(wishes: Wishes, zone: str, at: datetime) -> datetime:
    """The first moment after `at` at which this person's digest is due, by the clock on their wall."""
    here = ZoneInfo(zone or "UTC")
    day = at.astimezone(here).date()
    while True:
        due = datetime.combine(day, time(wishes.hour), here)
        weekly = wishes.rhythm == Wishes.Rhythm.WEEKLY
        # Compared in UTC: within one zone Python compares what the clocks on the wall show.
        if due.astimezone(at.tzinfo) > at and (not weekly or due.weekday() == wishes.weekday):
            return due.astimezone(at.tzinfo)
        day += timedelta(days=1)
