"""A whole plan, step by step, each in a transaction of its own."""

from collections.abc import Callable, Iterator
from functools import partial

from django.utils.translation import gettext as _

from guildhouse.history.actors import Actor
from guildhouse.imports.applying.belonging import bring_members
from guildhouse.imports.applying.communities import bring_community, parents_first
from guildhouse.imports.applying.meetings import bring_series
from guildhouse.imports.applying.people import bring_people
from guildhouse.imports.applying.report import Report
from guildhouse.imports.applying.single import bring_room
from guildhouse.imports.applying.vanished import tell_vanished
from guildhouse.imports.applying.work import Work
from guildhouse.imports.plan import Plan

Progress = Callable[[int, int, str], None]
Step = tuple[str, Callable[[], None]]
PEOPLE_AT_ONCE = 25


def bring(plan: Plan, *, actor: Actor, progress: Progress) -> Report:
    """Do every step of a plan. Killed in the middle and begun again, it finishes; done again, it changes nothing."""
    work = Work(plan, actor)
    steps = list(_steps(work))
    for done, (words, step) in enumerate(steps):
        progress(done, len(steps), words)
        step()
    progress(len(steps), len(steps), _("Done"))
    return work.report


def _steps(work: Work) -> Iterator[Step]:
    plan, actor = work.plan, work.actor
    for start in range(0, len(plan.people), PEOPLE_AT_ONCE):
        some = list(plan.people[start : start + PEOPLE_AT_ONCE])
        yield _("People"), partial(bring_people, work, some, actor=actor)
    for community in parents_first(plan.communities):
        yield community.name, partial(bring_community, work, community, actor=actor)
        yield community.name, partial(bring_members, work, community.key, actor=actor)
        # A series in the weeks between another's comes after it.
        mine = [each for each in plan.series if each.community == community.key]
        for series in sorted(mine, key=lambda each: bool(each.rhythm.opposite_of)):
            yield community.name, partial(bring_series, work, series, actor=actor)
        for room in plan.rooms:
            if room.community == community.key:
                yield community.name, partial(bring_room, work, room, actor=actor)
    yield _("What the source no longer says"), partial(tell_vanished, work, actor=actor)
