"""Seven duties that go round: taken for a season, asked and answered, handed on with a note, over by the clock."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from guildhouse.communities import policy, queries
from guildhouse.communities.actions.frame import lock, person_of, standing_of
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, DeclaredSeason, Duty
from guildhouse.communities.seasons import HANDING_OVER, Season
from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people.models import Person

AT_ONCE = 50
# Somewhere it is tomorrow already, and somewhere still yesterday.
FAR_EAST = timedelta(days=1)


@act
def take_duty(community: Community, *, kind: str, begins_on: date, actor: Actor) -> Duty:
    """Take on a duty for the season that begins on this day; being asked for it is answered by that."""
    at = clock.now()
    community, person = lock(community), person_of(actor)
    season = queries.seasons(community, at).open(begins_on)
    require(policy.may_take_duty(standing_of(actor, community), community, season))
    duty = _living(community, person, kind, begins_on)
    if duty is None:
        duty = _made(community, person, kind, cast("Season", season), Duty.State.CARRIED, at)
    elif duty.state == Duty.State.CARRIED:
        return duty
    return _taken(duty, actor, at)


@act
def ask_to_carry(
    community: Community, person: Person, *, kind: str, begins_on: date, actor: Actor, word: str = ""
) -> Duty:
    """Ask a member to carry a duty, with a word about why; nothing is theirs before they say yes."""
    at = clock.now()
    community = lock(community)
    season = queries.seasons(community, at).open(begins_on)
    if (duty := _living(community, person, kind, begins_on)) and duty.asked_by_id == actor.id:
        return duty
    said = queries.said_to_duty(community, person, kind, begins_on)
    standing, other = standing_of(actor, community), queries.standing(person, community)
    require(policy.may_ask_to_carry(standing, community, season, other, said=said))
    if duty:
        return duty
    duty = _made(
        community, person, kind, cast("Season", season), Duty.State.ASKED, at, asked_by_id=actor.id, word=word
    )
    record(Facts.DUTY_ASKED, **_told(duty, actor, at))
    return duty


@act
def accept_duty(duty: Duty, *, actor: Actor) -> Duty:
    """Say yes to carrying a duty one was asked to carry."""
    at = clock.now()
    duty = _lock(duty)
    require(policy.may_answer_duty(*_who(actor, duty), duty, today=_today(duty, at)))
    # Whoever said no and took it on after all carries it by another row.
    duty = _living(duty.community, duty.person, duty.kind, duty.begins_on) or duty
    if duty.state == Duty.State.CARRIED:
        return duty
    return _taken(duty, actor, at)


@act
def decline_duty(duty: Duty, *, actor: Actor) -> Duty:
    """Say that one cannot this time; no reason is asked for, and only whoever asked hears of it."""
    at = clock.now()
    duty = _lock(duty)
    require(policy.may_answer_duty(*_who(actor, duty), duty, today=_today(duty, at)))
    if duty.state != Duty.State.ASKED:
        return duty
    _move(duty, Duty.State.DECLINED, at)
    record(Facts.DUTY_DECLINED, **_told(duty, actor, at, asked_by=duty.asked_by_id))
    return duty


@act
def note_duty(duty: Duty, *, note: str, actor: Actor) -> Duty:
    """Write the note that whoever carries the duty next will read; it can be written again."""
    at = clock.now()
    duty = _lock(duty)
    require(policy.may_note_duty(*_who(actor, duty), duty, today=_today(duty, at)))
    if duty.note == note:
        return duty
    duty.note = note
    duty.save(update_fields=["note"])
    record(Facts.DUTY_NOTED, **_told(duty, actor, at))
    return duty


@act
def lay_down_duty(duty: Duty, *, actor: Actor) -> Duty:
    """Lay a duty down before the season ends, or take back that somebody was asked; what was noted stays."""
    at = clock.now()
    duty = _lock(duty)
    require(policy.may_lay_down_duty(*_who(actor, duty), duty))
    if duty.state not in (Duty.State.ASKED, Duty.State.CARRIED):
        return duty
    was_carried = duty.state == Duty.State.CARRIED
    _move(duty, Duty.State.ENDED if was_carried else Duty.State.LAPSED, at)
    record(Facts.DUTY_LAID_DOWN if was_carried else Facts.DUTY_LAPSED, **_told(duty, actor, at))
    return duty


@act
def declare_season(community: Community, *, begins_on: date, ends_on: date, actor: Actor) -> Season:
    """Give the season that runs other days; the duties carried in it, and in the next one, go along."""
    at = clock.now()
    community = lock(community)
    before, wanted = queries.seasons(community, at), Season(begins_on, ends_on)
    require(policy.may_declare_season(standing_of(actor, community), community, wanted, today=before.today))
    if before.this == wanted:
        return wanted
    for over in Duty.objects.living().filter(community=community, ends_on__lt=before.today).order_by("pk"):
        _turn(over)  # the worker has not been here yet; what is over stays where it was
    DeclaredSeason.objects.filter(
        community=community, begins_on__gte=min(begins_on, before.this.begins_on)
    ).delete()
    DeclaredSeason.objects.create(
        community=community, begins_on=begins_on, ends_on=ends_on, declared_by_id=actor.id, at=at
    )
    _carry_over(community, before.next, queries.seasons(community, at).next)
    _carry_over(community, before.this, wanted)
    record(
        Facts.SEASON_DECLARED,
        actor=actor,
        subject=community,
        community=community.pk,
        at=at,
        begins_on=str(begins_on),
        ends_on=str(ends_on),
    )
    return wanted


def turn_duties() -> int:
    """End what belongs to a season that is over, and ask for the note of what soon will; how many were touched."""
    at = clock.now()
    soon = (at + HANDING_OVER + FAR_EAST).date()
    due = Duty.objects.living().filter(ends_on__lt=soon).filter(note_asked_at=None)
    due |= Duty.objects.living().filter(ends_on__lt=(at + FAR_EAST).date())
    found = list(due.select_related("community").order_by("ends_on", "pk")[:AT_ONCE])
    return sum(_turn(duty) for duty in found if _is_due(duty, at))


@act
def _turn(duty: Duty, *, actor: Actor = SYSTEM) -> bool:
    """What the clock asks of one duty; nothing, when somebody was quicker."""
    at = clock.now()
    duty = _lock(duty)
    if not _is_due(duty, at):
        return False
    if duty.ends_on >= _today(duty, at):
        duty.note_asked_at = at
        duty.save(update_fields=["note_asked_at"])
        record(Facts.DUTY_NOTE_WANTED, **_told(duty, actor, at))
    elif duty.state == Duty.State.ASKED:
        _move(duty, Duty.State.LAPSED, at)
        record(Facts.DUTY_LAPSED, **_told(duty, actor, at))
    else:
        _move(duty, Duty.State.ENDED, at)
        record(Facts.DUTY_ENDED, **_told(duty, actor, at))
    return True


def end_duties(community_id: int, person_id: int, at: datetime) -> None:
    """End what somebody carries, or was asked to carry, where they belong no more; part of an act."""
    theirs = Duty.objects.filter(community=community_id, person=person_id)
    theirs.filter(state=Duty.State.CARRIED).update(state=Duty.State.ENDED, ended_at=at)
    theirs.filter(state=Duty.State.ASKED).update(state=Duty.State.LAPSED, ended_at=at)


def _is_due(duty: Duty, at: datetime) -> bool:
    if duty.state not in (Duty.State.ASKED, Duty.State.CARRIED):
        return False
    today = _today(duty, at)
    if duty.ends_on < today:
        return True
    return duty.note_asked_at is None and duty.owes_note(today)


def _today(duty: Duty, at: datetime) -> date:
    return queries.today_in(duty.community, at)


def _lock(duty: Duty) -> Duty:
    lock(duty.community)
    return Duty.objects.select_related("community", "person").get(pk=duty.pk)


def _who(actor: Actor, duty: Duty) -> tuple[policy.Standing, Community]:
    return standing_of(actor, duty.community), duty.community


def _living(community: Community, person: Person, kind: str, begins_on: date) -> Duty | None:
    theirs = Duty.objects.living().filter(community=community, person=person, kind=kind, begins_on=begins_on)
    return theirs.select_related("community").first()


def _made(
    community: Community, person: Person, kind: str, season: Season, state: str, at: datetime, **asked: object
) -> Duty:
    return Duty.objects.create(
        community=community,
        person=person,
        kind=kind,
        state=state,
        begins_on=season.begins_on,
        ends_on=season.ends_on,
        made_at=at,
        taken_at=at if state == Duty.State.CARRIED else None,
        **asked,
    )


def _taken(duty: Duty, actor: Actor, at: datetime) -> Duty:
    duty.state, duty.taken_at = Duty.State.CARRIED, at
    duty.save(update_fields=["state", "taken_at"])
    record(Facts.DUTY_TAKEN, **_told(duty, actor, at, asked_by=duty.asked_by_id))
    return duty


def _move(duty: Duty, state: str, at: datetime) -> None:
    duty.state, duty.ended_at = state, at
    duty.save(update_fields=["state", "ended_at"])


def _carry_over(community: Community, before: Season, after: Season) -> None:
    """Give duties of a season its new days; who was asked for the note is asked again when it is far off now."""
    theirs = Duty.objects.living().filter(community=community, begins_on=before.begins_on)
    theirs.update(begins_on=after.begins_on, ends_on=after.ends_on, note_asked_at=None)


def _told(duty: Duty, actor: Actor, at: datetime, **more: int | None) -> dict[str, Any]:
    """What every fact about a duty says of it."""
    return {
        "actor": actor,
        "subject": duty,
        "community": duty.community_id,
        "concerns": duty.person_id,
        "at": at,
        "duty": duty.kind,
        "until": str(duty.ends_on),
        **more,
    }
