"""Proofs: whether any circles at all can give every spoken wish, and which wishes clash when none can.

It needs the solver CP-SAT, which comes with the extra `circles`; without it `is_here` answers no and nobody asks. It is
asked through `proving`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from guildhouse.circles.search.task import Plan, Task

APART, TOGETHER, EXPERIENCE = "apart", "together", "experience"
# Of a larger clash it is not looked at which wishes it could do without.
MOST_TRIED = 30


@dataclass(frozen=True, slots=True)
class Asking:
    """One spoken wish: two people, or for experience nobody in particular."""

    kind: str
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What the solver found: a plan that gives every spoken wish, or wishes that no plan gives together.

    Neither when the time was not enough.
    """

    plan: Plan | None = None
    clash: tuple[Asking, ...] = ()

    @property
    def is_impossible(self) -> bool:
        return bool(self.clash)


def is_here() -> bool:
    """Whether the solver is installed."""
    return find_spec("ortools") is not None


def askings(task: Task) -> list[Asking]:
    """Every spoken wish of a task: apart, together, and somebody of experience in each circle."""
    found = [Asking(APART, two) for two in sorted(task.apart)]
    found += [Asking(TOGETHER, two) for two in sorted(task.together) if not task.met.get(two)]
    return found + ([Asking(EXPERIENCE)] if task.experienced else [])


def prove(task: Task, *, seconds: float, seed: int = 0) -> Proof:
    """A plan that gives every spoken wish, or the smallest set found of wishes that clash.

    Who meets again is not asked of the solver: the search mends that in what it gives.
    """
    from ortools.sat.python import cp_model

    wanted = askings(task)
    status, plan, clash = _solve(cp_model, task, wanted, seconds, seed)
    if status != "impossible":
        return Proof(plan=plan)
    return Proof(clash=_smallest(cp_model, task, clash or wanted, seconds, seed))


def _smallest(cp: Any, task: Task, clash: list[Asking], seconds: float, seed: int) -> tuple[Asking, ...]:
    """The same clash without the wishes it does not need."""
    needed = list(clash)
    for one in clash if len(clash) <= MOST_TRIED else ():
        without = [each for each in needed if each != one]
        status, _plan, further = _solve(cp, task, without, seconds / len(clash), seed)
        if status == "impossible":
            needed = [each for each in without if not further or each in further]
    return tuple(needed)


def _solve(
    cp: Any, task: Task, wanted: Iterable[Asking], seconds: float, seed: int
) -> tuple[str, Plan | None, list[Asking]]:
    model = _Model(cp, task)
    for asking in wanted:
        model.ask(asking)
    solver = cp.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    status = solver.solve(model.model)
    if status in (cp.OPTIMAL, cp.FEASIBLE):
        return "found", model.plan(solver), []
    if status == cp.INFEASIBLE:
        named = solver.sufficient_assumptions_for_infeasibility()
        return "impossible", None, [model.asked[index] for index in named if index in model.asked]
    return "unknown", None, []


class _Model:
    """Everybody in one circle of the right size a round; each wish has a switch, by which a clash is named."""

    def __init__(self, cp: Any, task: Task) -> None:
        self.task, self.model = task, cp.CpModel()
        self.asked: dict[int, Asking] = {}
        self.sits = [
            [[self.model.new_bool_var("") for _circle in task.sizes] for _person in range(task.people)]
            for _round in range(task.rounds)
        ]
        for seats in self.sits:
            for person in seats:
                self.model.add_exactly_one(person)
            for circle, size in enumerate(task.sizes):
                self.model.add(sum(person[circle] for person in seats) == size)
            for number in range(task.fixed):
                self.model.add(seats[number][number] == 1)

    def ask(self, asking: Asking) -> None:
        """Have a wish given, under a switch by which the solver names it."""
        switch = self.model.new_bool_var("")
        self.asked[switch.index] = asking
        self.model.add_assumption(switch)
        if asking.kind == APART:
            self._apart(asking.people, switch)
        elif asking.kind == TOGETHER:
            self._together(asking.people, switch)
        else:
            for seats in self.sits:
                for circle in range(len(self.task.sizes)):
                    wise = [seats[person][circle] for person in sorted(self.task.experienced)]
                    self.model.add_bool_or(wise).only_enforce_if(switch)

    def _apart(self, two: tuple[int, ...], switch: Any) -> None:
        one, other = two
        for seats in self.sits:
            for circle in range(len(self.task.sizes)):
                self.model.add_bool_or(~seats[one][circle], ~seats[other][circle]).only_enforce_if(switch)

    def _together(self, two: tuple[int, ...], switch: Any) -> None:
        one, other = two
        places = []
        for seats in self.sits:
            for circle in range(len(self.task.sizes)):
                here = self.model.new_bool_var("")
                self.model.add_implication(here, seats[one][circle])
                self.model.add_implication(here, seats[other][circle])
                places.append(here)
        self.model.add_bool_or(places).only_enforce_if(switch)

    def plan(self, solver: Any) -> Plan:
        """Who sits where in what the solver found."""
        return tuple(
            tuple(
                tuple(person for person in range(self.task.people) if solver.value(seats[person][circle]))
                for circle in range(len(self.task.sizes))
            )
            for seats in self.sits
        )
