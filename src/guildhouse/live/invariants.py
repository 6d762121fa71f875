"""What must always be true of rooms that run, asked of the rows as they are; nothing here writes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from guildhouse.kit import clock
from guildhouse.live.models import Run
from guildhouse.live.queries.hands import without_a_seat
from guildhouse.rooms.models import Seat

# How long the worker may be late before that is a violation and not a moment.
GRACE = timedelta(minutes=10)


def violations() -> Iterator[str]:
    """One sentence, with ids, for each thing about runs that should never be so; nothing when all is well."""
    at = clock.now()
    for run in Run.objects.order_by("pk").iterator():
        yield from _course(run)
    for run in Run.objects.left_open(at - GRACE).filter(since__lt=at - GRACE).order_by("pk"):
        yield f"Run {run.pk} is open, though its room {run.room_id} is over or called off; is a worker running?"
    left = Seat.objects.filter(
        room=OuterRef("run__room"), person=OuterRef("person"), changed_at__gt=at - GRACE
    )
    for hand in without_a_seat().filter(raised_at__lt=at - GRACE).exclude(Exists(left)).order_by("pk"):
        yield f"Hand {hand.pk} is raised by person {hand.person_id}, who does not come to that room."


def _course(run: Run) -> Iterator[str]:
    plan, course = run.steps, run.course
    if not plan.legs or course.index > plan.last:
        yield f"Run {run.pk} is at step {course.index + 1} of {len(plan.legs)}."
    if len(course.spent) != len(plan.legs) or min(course.spent, default=0) < 0:
        yield f"Run {run.pk} has spent {list(course.spent)} in {len(plan.legs)} steps."
    counted = sum(course.spent) + course.rested
    if abs(counted - _milliseconds(course.began_at, course.since)) > 1:
        yield f"Run {run.pk} has counted {counted} ms between its beginning and its last change."
    if not all(0 < leg.least <= leg.minutes <= leg.most for leg in plan.legs):
        yield f"Run {run.pk} has a step whose minutes are not between its least and its most."


def _milliseconds(earlier: datetime, later: datetime) -> int:
    return round((later - earlier) / timedelta(milliseconds=1))
