"""The run sheet of a room: its real plan with times of day, who plays what, the circles of each round, and space."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guildhouse.circles.policy import sees_circles
from guildhouse.circles.queries import RoundOf, arrangement_of, circles_of
from guildhouse.live.clockwork import MINUTE, Leg, Plan, now
from guildhouse.live.models import Run
from guildhouse.live.planning import plan_of
from guildhouse.live.presenting.people import There, those_who_come
from guildhouse.live.queries.alike import in_words, roles_in_words
from guildhouse.rooms.models import Host, Room
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.presenting.words import format_of, role_name


@dataclass(frozen=True, slots=True)
class Line:
    """One step at its time."""

    at: datetime
    name: str
    minutes: int
    round: int
    rounds: int
    speaks: str
    silent: str
    asked: str
    leaves: str


@dataclass(frozen=True, slots=True)
class Table:
    """The circles of one round, as rows: the circle, and who is in it in which part."""

    round: int
    circles: list[tuple[int, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the paper."""

    lines: list[Line]
    coming: list[There]
    hosts: list[str]
    rounds: list[Table]
    is_led: bool
    whole: int


def sheet(sight: Sight) -> Sheet:
    """The sheet as it is at this moment: the plan of a room that is led already, else the one it would begin with."""
    room = sight.room
    run = Run.objects.filter(room=room).first()
    plan = run.steps if run else planned(room)
    lines = _lines(room, plan, _lengths(run, sight.at) or [leg.minutes for leg in plan.legs], run)
    return Sheet(
        lines=lines,
        coming=those_who_come(room),
        hosts=[str(host.person) for host in _hosts(room)],
        rounds=_rounds(sight),
        is_led=run is not None,
        whole=sum(line.minutes for line in lines),
    )


def planned(room: Room) -> Plan:
    """The plan a room would begin with now."""
    return plan_of(format_of(room.format), people=max(1, room.held), minutes=room.minutes)


def _lengths(run: Run | None, at: datetime) -> list[int]:
    if run is None:
        return []
    return [round(one / MINUTE) for one in now(run.steps, run.course, run.ended_at or at).lengths]


def _lines(room: Room, plan: Plan, lengths: Sequence[int], run: Run | None) -> list[Line]:
    starts, gone, lines = run.began_at if run else room.starts_at, 0, []
    for leg, minutes in zip(plan.legs, lengths, strict=True):
        lines.append(_line(room, leg, starts + timedelta(minutes=gone), minutes))
        gone += minutes
    return lines


def _line(room: Room, leg: Leg, at: datetime, minutes: int) -> Line:
    name = in_words(leg.name)
    return Line(
        at=at,
        name=f"{name} ({leg.turn}/{leg.turns})" if leg.turns > 1 else name,
        minutes=minutes,
        round=leg.round,
        rounds=leg.rounds,
        speaks=", ".join(roles_in_words(room.format, leg.speaks)),
        silent=", ".join(roles_in_words(room.format, leg.silent)),
        asked=in_words(leg.prompt),
        leaves=in_words(leg.produces),
    )


def _hosts(room: Room) -> Sequence[Host]:
    return Host.objects.filter(room=room).select_related("person").order_by("at", "pk")


def _rounds(sight: Sight) -> list[Table]:
    room = sight.room
    if format_of(room.format).circles is None:
        return []
    arrangement = arrangement_of(room)
    shown = arrangement is not None and arrangement.shown_at is not None
    if arrangement is None or not sees_circles(sight.viewer, is_shown=shown):
        return []
    return [_table(room, one) for one in circles_of(room)]


def _table(room: Room, one: RoundOf) -> Table:
    def named(role: str) -> str:
        return role_name(room.format, role) if role else ""

    return Table(
        one.number,
        [
            (circle.number, [(member.name, named(member.role)) for member in circle.members])
            for circle in one.circles
        ],
    )
