"""What the worker does for rooms between two facts."""

from datetime import timedelta

from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.models import Series


def tick() -> int:
    """Let time pass in every room, and make the new dates of series; cheap when nothing is due."""
    changed = actions.pass_time()
    today = clock.now().date()
    # A day less: in zones behind UTC it is still yesterday.
    reached = today + actions.series.HORIZON - timedelta(days=1)
    waiting = Series.objects.running().exclude(materialised_until__gte=reached)
    for series in waiting.order_by("pk"):
        changed += actions.materialise(series)
    return changed
