"""What a plan could not give, in numbers: how many of each kind, and how few it could be at best."""

from dataclasses import dataclass

from guildhouse.circles.search import bounds
from guildhouse.circles.search.task import Plan, Task, meetings, pairs, repeats, strangers

REPEAT, PAST, APART, TOGETHER = "repeat", "past", "apart", "together"
EXPERIENCE, LANGUAGE, CLASH = "experience", "language", "clash"


@dataclass(frozen=True, slots=True)
class Unmet:
    """One kind of wish that was not given `many` times; no plan whatever gets below `least`.

    `is_proved`: that it cannot be fewer was shown, by counting or by a proof; else only nothing better was found.
    """

    kind: str
    many: int
    least: int = 0
    is_proved: bool = False


def unmet(task: Task, plan: Plan) -> list[Unmet]:
    """Everything a plan leaves to wish for, the weightiest first."""
    circles = [circle for groups in plan for circle in groups]
    met, here = meetings(task, plan), set(pairs(plan))
    found = [
        _told(APART, len(here & task.apart), len(bounds.clashing(task))),
        _told(TOGETHER, sum(not met[two] for two in task.together), 0),
        _told(
            EXPERIENCE,
            sum(not task.experienced.intersection(circle) for circle in circles) if task.experienced else 0,
            bounds.least_without_experience(task),
        ),
        _told(LANGUAGE, sum(strangers(one, task.languages) for one in circles) if task.languages else 0, 0),
        _told(REPEAT, repeats(task, plan), bounds.least_repeats(task)),
        _told(PAST, len(here & set(task.past)), 0),
    ]
    return [one for one in found if one.many]


def _told(kind: str, many: int, least: int) -> Unmet:
    return Unmet(kind, many, least, is_proved=many == least)
