"""When a letter may leave: quiet hours of people and pauses of communities are kept."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from guildhouse.communities.models import Community, Pause
from guildhouse.people.models import Person

FIRST_HOUR = time(8)  # after a pause, letters leave in the morning


def not_before(person: Person, community: Community | None, at: datetime, own: bool = False) -> datetime:
    """The earliest moment from `at` on that suits; answers about somebody's own matters (`own`) leave at once."""
    if own:
        return at
    return after_quiet_hours(person, after_pause(community, at) if community else at)


def after_pause(community: Community, at: datetime) -> datetime:
    """The moment itself, or the morning after the pause it falls into."""
    zone = ZoneInfo(community.zone)
    today = at.astimezone(zone).date()
    ahead = Pause.objects.filter(community=community, ended_at=None, until_on__gte=today).order_by(
        "from_on", "pk"
    )
    for pause in ahead:
        if pause.from_on <= today:
            today = pause.until_on + timedelta(days=1)
            at = datetime.combine(today, FIRST_HOUR, zone)
    return at


def after_quiet_hours(person: Person, at: datetime) -> datetime:
    """The moment itself, or the end of the person's quiet hours, by the clock on their wall."""
    if person.quiet_from is None or person.quiet_until is None:
        return at
    here = at.astimezone(ZoneInfo(person.zone or "UTC"))
    if not is_quiet(here.time(), person.quiet_from, person.quiet_until):
        return at
    end = datetime.combine(here.date(), person.quiet_until, here.tzinfo)
    return (
        end
        if end > here
        else datetime.combine(here.date() + timedelta(days=1), person.quiet_until, here.tzinfo)
    )


def is_quiet(wall: time, start: time, end: time) -> bool:
    """Whether a time of day lies in the quiet hours, which may run over midnight."""
    return start <= wall < end if start < end else wall >= start or wall < end
