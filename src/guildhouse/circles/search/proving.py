"""Asking the solver in a process of its own: what it loads weighs as much as the house, and is given back."""

import json
import subprocess
import sys
from typing import Any

from guildhouse.circles.search import exact
from guildhouse.circles.search.exact import Asking, Proof
from guildhouse.circles.search.task import Plan, Task

# Loading the solver takes a second, and far longer on a machine that is busy.
PATIENCE = 20


def proved(task: Task, *, seconds: float, seed: int = 0) -> Proof:
    """What the solver proves within so many seconds; nothing where it is not installed or does not answer."""
    if not exact.is_here():
        return Proof()
    asked = json.dumps({"task": _told(task), "seconds": seconds, "seed": seed})
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=asked, capture_output=True, text=True, timeout=seconds + PATIENCE, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return Proof()
    said = json.loads(done.stdout)
    clash = tuple(Asking(kind, tuple(people)) for kind, people in said["clash"])
    return Proof(plan=_plan(said["plan"]), clash=clash)


def _plan(said: Any) -> Plan | None:
    return tuple(tuple(tuple(circle) for circle in groups) for groups in said) if said else None


def _told(task: Task) -> dict[str, Any]:
    return {
        "people": task.people,
        "sizes": task.sizes,
        "rounds": task.rounds,
        "met": sorted(two for two, times in task.met.items() if times),
        "experienced": sorted(task.experienced),
        "apart": sorted(task.apart),
        "together": sorted(task.together),
        "stays": task.stays,
    }


def _task(said: dict[str, Any]) -> Task:
    return Task(
        people=said["people"],
        sizes=tuple(said["sizes"]),
        rounds=said["rounds"],
        met=dict.fromkeys(said["met"], 1),
        experienced=frozenset(said["experienced"]),
        apart=frozenset((one, other) for one, other in said["apart"]),
        together=frozenset((one, other) for one, other in said["together"]),
        stays=said["stays"],
    )


def _answer() -> None:
    asked = json.load(sys.stdin)
    proof = exact.prove(_task(asked["task"]), seconds=asked["seconds"], seed=asked["seed"])
    json.dump({"plan": proof.plan, "clash": [[one.kind, one.people] for one in proof.clash]}, sys.stdout)


if __name__ == "__main__":
    _answer()
