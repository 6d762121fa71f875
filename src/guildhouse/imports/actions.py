"""Bringing a landscape in: a file is uploaded and read, its questions are answered, then it is written."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db.models import Q

from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.imports import policy
from guildhouse.imports.applying import memory
from guildhouse.imports.applying.report import Report
from guildhouse.imports.applying.whole import bring
from guildhouse.imports.facts import Facts
from guildhouse.imports.models import ImportRun
from guildhouse.imports.plan import Plan
from guildhouse.imports.queries import plan_of
from guildhouse.imports.reading.landscape import read_landscape
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.kit.turns import writers_turn
from guildhouse.people.models import Person

State = ImportRun.State
LEASE = timedelta(minutes=1)
VIA = "import"


def apply(plan: Plan, *, actor: Actor, progress: Callable[[int, int, str], None] | None = None) -> Report:
    """Write a plan, a step at a time, telling `progress(done, total, words)` before each.

    Every step is a transaction of its own: killed in the middle and begun again it finishes, and again it changes
    nothing. Whoever runs the house does this; `actor` has no person, so that nobody hosts what they never saw.
    """
    return bring(plan, actor=actor, progress=progress or (lambda _done, _total, _words: None))


@act
def upload(content: str, *, file_name: str, actor: Actor, source: str = "") -> ImportRun:
    """Keep a file that describes a landscape, if it can be read; refused with a sentence when it cannot.

    The same file again, as long as nothing was done with it, is the same upload.
    """
    at = clock.now()
    person = _person(actor)
    require(policy.may_import(person))
    read_landscape(content, file=file_name, source=source, day=at.date())
    file = {"person": person, "file_name": file_name, "source": source, "content": content}
    if same := ImportRun.objects.filter(**file, state=State.READ, day=at.date()).order_by("-pk").first():
        return same
    return ImportRun.objects.create(**file, day=at.date(), uploaded_at=at)


@act
def keep_record(
    plan: Plan, content: str, report: Report, *, person: Person | None, actor: Actor
) -> ImportRun:
    """Keep what a command has brought in beside what came through the browser."""
    at = clock.now()
    return ImportRun.objects.create(
        person=person,
        file_name=plan.file,
        source=plan.source[: memory.SOURCE_LENGTH],
        content=content,
        day=plan.day,
        state=State.DONE,
        report=report.as_json(),
        uploaded_at=at,
        ended_at=at,
    )


@act
def answer(run: ImportRun, answers: Mapping[str, tuple[str, str]], *, actor: Actor) -> ImportRun:
    """Keep answers to questions: for each id what was answered and what the source said; "" takes one back."""
    run = _locked(run)
    require(policy.may_change(_person(actor), run))
    kept = {key: list(pair) for key, pair in answers.items() if pair[0].strip()}
    wanted = {key: pair for key, pair in run.answers.items() if key not in answers} | kept
    if wanted != run.answers:
        run.answers = wanted
        run.save(update_fields=["answers"])
    return run


@act
def ask(run: ImportRun, *, actor: Actor) -> ImportRun:
    """Ask for a file to be written; the worker does it, and what was done is not done twice."""
    at = clock.now()
    run = _locked(run)
    if run.state in ImportRun.UNDER_WAY:
        return run
    require(policy.may_change(_person(actor), run))
    run.state, run.asked_at, run.why_failed = State.ASKED, at, ""
    run.done = run.total = 0
    run.save(update_fields=["state", "asked_at", "why_failed", "done", "total"])
    record(Facts.ASKED, actor=actor, subject=run, at=at, file=run.file_name)
    return run


def carry_out(run: ImportRun) -> bool:
    """Write a file that somebody asked for; False when another worker is at it. A killed one is taken up again."""
    if not _lease(run):
        return False
    run.refresh_from_db()
    report = apply(
        plan_of(run),
        actor=Actor(None, VIA),
        progress=lambda done, total, words: _note(run, done, total, words),
    )
    _finish(run, report)
    return True


def give_up(run: ImportRun, why: str) -> None:
    """Note that a file could not be written, and why; it can be asked for again."""
    _end(run, State.FAILED, why_failed=why[:600])


def _lease(run: ImportRun) -> bool:
    at = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    mine = ImportRun.objects.filter(free, pk=run.pk, state__in=ImportRun.UNDER_WAY)
    with writers_turn():
        return mine.update(state=State.WRITING, leased_until=at + LEASE) == 1


def _note(run: ImportRun, done: int, total: int, words: str) -> None:
    with writers_turn():
        ImportRun.objects.filter(pk=run.pk).update(
            done=done, total=total, doing=words[:160], leased_until=clock.now() + LEASE
        )


def _finish(run: ImportRun, report: Report) -> None:
    _end(run, State.DONE, report=report.as_json())


@act
def _end(run: ImportRun, state: str, **fields: object) -> None:
    at = clock.now()
    run = _locked(run)
    if run.state not in ImportRun.UNDER_WAY:
        return
    run.state, run.ended_at, run.leased_until = State(state), at, None
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=["state", "ended_at", "leased_until", *fields])
    record(
        Facts.DONE if state == State.DONE else Facts.FAILED,
        actor=SYSTEM,
        subject=run,
        at=at,
        concerns=run.person_id,
    )


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)


def _person(actor: Actor) -> Person | None:
    return actor.person if isinstance(actor.person, Person) else None
