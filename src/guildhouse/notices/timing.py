"""When a letter may leave: quiet hours of people and pauses of communities are kept."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from guildhouse.communities.models import Community, Pause
from guildhouse.kit.quiet import quiet_ends
from guildhouse.people.models import Person

FIRST_HOUR = time(8)  # after a pause, letters leave in the morning


def not_before(person: Person, community: Community | None, at: datetime, own: bool = False) -> datetime:
    """The earliest moment from `at` on that suits; answers about somebody's own matters (`own`) leave at once."""
    if own:
        return at
    awake = after_pause(community, at) if community else at
    return quiet_ends(awake, person.quiet_from, person.quiet_until, person.zone)


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
