"""Recording what happened, and the frame every action of the product runs in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import models, transaction

from guildhouse.history.actors import Actor
from guildhouse.history.answering import answering
from guildhouse.history.models import Delivery, Fact, Heartbeat
from guildhouse.kit import clock, failpoints, metrics
from guildhouse.kit.durable import durable_together
from guildhouse.kit.logs import request_id
from guildhouse.kit.prepared import insert
from guildhouse.kit.statements import rows_of
from guildhouse.kit.turns import writers_turn

P = ParamSpec("P")
R = TypeVar("R")

RAISE_VERSION = (
    "INSERT INTO history_version (community_id, number) VALUES (%s, 1) "
    "ON CONFLICT (community_id) DO UPDATE SET number = history_version.number + 1"
)

_touched: ContextVar[set[int] | None] = ContextVar("touched_communities", default=None)


@contextmanager
def one_act(name: str = "act") -> Iterator[None]:
    """One transaction in which facts may be recorded; an act inside an act joins the outer one.

    On SQLite the writer's turn is taken first; the versions of the communities touched are raised last,
    in the order of their ids so that two acts never wait for each other. It ends when the disk has it all; others
    may begin before that. `name` is what failpoints know it by.
    """
    if _touched.get() is not None:
        with transaction.atomic():
            yield
        return
    held_open, whole = answering.get(), _whole_act(name)
    with held_open.holding(whole) if held_open else whole:
        yield


@contextmanager
def _whole_act(name: str) -> Iterator[None]:
    token = _touched.set(set())
    try:
        with durable_together(), writers_turn(), transaction.atomic():
            if failpoints.ON:
                failpoints.meet(f"{name}.begun")
            yield
            _raise_versions(sorted(_touched.get() or ()))
            if failpoints.ON:
                failpoints.meet(f"{name}.before-commit")
        if failpoints.ON:
            failpoints.meet(f"{name}.after-commit")
    finally:
        _touched.reset(token)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Run an action inside `one_act`: all of it happens, with its facts, or none of it."""
    name = f"{function.__module__.split('.')[1]}.{function.__name__}"

    @wraps(function)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        with one_act(name):
            return function(*args, **kwargs)

    return acting


def record(
    kind: str,
    *,
    actor: Actor,
    subject: models.Model,
    community: int | None = None,
    concerns: int | None = None,
    at: datetime | None = None,
    raises_version: bool = True,
    **data: Any,
) -> Fact:
    """Write one fact, and what its readers have to hear of it.

    `community` and `concerns` are ids; `data` must be JSON; `at` defaults to the clock. Raise no version only for
    what no page that is kept can ever show.
    """
    return record_each(
        kind,
        actor=actor,
        subjects=[subject],
        community=community,
        concerns=concerns,
        at=at,
        raises_version=raises_version,
        **data,
    )[0]


def record_each(
    kind: str,
    *,
    actor: Actor,
    subjects: Sequence[models.Model],
    community: int | None = None,
    concerns: int | None = None,
    at: datetime | None = None,
    raises_version: bool = True,
    **data: Any,
) -> list[Fact]:
    """Write one fact for each subject, in their order: the same happened to all of them in one act."""
    touch(community if raises_version else None)
    happened_at = at or clock.now()
    facts = [
        Fact(
            kind=str(kind),
            actor_id=actor.id,
            via=actor.via,
            community_id=community,
            concerns_id=concerns,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            data=data,
            happened_at=happened_at,
            request_id=request_id(),
        )
        for subject in subjects
    ]
    _write(facts)
    _write(
        [
            Delivery(fact=fact, reader=reader, not_before=happened_at)
            for fact in facts
            for reader, wants in settings.HISTORY_READERS.items()
            if fact.kind.startswith(wants)
        ]
    )
    transaction.on_commit(partial(metrics.acted, str(kind), len(facts)))
    if failpoints.ON:
        failpoints.meet(f"{kind}.recorded")
    return facts


def _write(rows: Sequence[models.Model]) -> None:
    if len(rows) == 1:
        insert(rows[0])
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows)


def touch(*communities: int | None) -> None:
    """Have the versions of these communities raised when the act ends."""
    touched = _touched.get()
    if touched is None:
        raise RuntimeError("A fact is recorded outside an act: decorate the action with @act.")
    touched.update(community for community in communities if community is not None)


def _raise_versions(communities: list[int]) -> None:
    for community in communities:
        rows_of(RAISE_VERSION, [community])


def beat(worker: str, waits_because: str = "") -> None:
    """Note that a worker is alive, and why it does nothing if so; forget those not seen for a day."""
    at = clock.now()
    with writers_turn(), transaction.atomic():
        told = {"at": at, "waits_because": waits_because[:200]}
        Heartbeat.objects.update_or_create(worker=worker, defaults=told)
        if not waits_because:
            # Those in the future were noted by a clock that was wrong.
            Heartbeat.objects.exclude(at__range=(at - timedelta(days=1), at + timedelta(days=1))).delete()
