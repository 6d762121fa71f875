"""Commitments: taken on in a room, answered by their owners alone, asked back about two weeks later."""

from datetime import date, datetime, time, timedelta
from typing import Any

from guildhouse.harvest import policy
from guildhouse.harvest.actions.frame import gone, not_too_often, note_became, one_line
from guildhouse.harvest.facts import Facts
from guildhouse.harvest.models import Card, Commitment, Outcome
from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.kit.walls import instant, wall
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import somebody
from guildhouse.rooms.models import Host, Room, Seat

State = Commitment.State
LATER = timedelta(days=14)
MOST_ASKED = 2
MORNING = time(9)


def take_on(card: Card, owner: Person, due_on: date | None, *, actor: Actor, at: datetime) -> Commitment:
    """Make a commitment of a card; somebody else than the actor is asked first. Part of an act on the room."""
    room, author = card.room, somebody(actor)
    today = wall(at, room.zone).date()
    due_on = due_on or today + LATER
    require(policy.may_own(owner, author, was_there=was_there(room, owner)))
    require(policy.may_be_due(due_on, today))
    mine = owner.pk == author.pk
    if not mine:
        not_too_often(Facts.COMMITMENT_ASKED, room, author, owner)
    commitment = Commitment.objects.create(
        card=card,
        owner=owner,
        due_on=due_on,
        state=State.OPEN if mine else State.ASKED,
        ask_at=_ask_moment(room, due_on, at),
    )
    note_became(card, "commitment", card.public_id)
    _record(Facts.COMMITMENT_MADE if mine else Facts.COMMITMENT_ASKED, commitment, actor, at)
    return commitment


def was_there(room: Room, person: Person) -> bool:
    """Whether somebody has or had a seat in the room for good, or is named as its host."""
    seats = Seat.objects.filter(room=room, person=person, state__in=Seat.COMING)
    return seats.exists() or Host.objects.filter(room=room, person=person).exists()


@act
def accept(commitment: Commitment, *, actor: Actor) -> Commitment:
    """Take on what somebody asked of one; taking it on twice changes nothing."""
    commitment, at = _lock(commitment), clock.now()
    if commitment.state == State.OPEN and commitment.owner_id == actor.id:
        return commitment
    require(policy.may_decide(somebody(actor), commitment))
    return _become(commitment, State.OPEN, Facts.COMMITMENT_ACCEPTED, actor, at, ask_at=commitment.ask_at)


@act
def decline(commitment: Commitment, *, actor: Actor, word: str = "") -> Commitment:
    """Do not take on what somebody asked of one; with a word to whoever asked, or without."""
    commitment, at = _lock(commitment), clock.now()
    if commitment.state == State.DECLINED and commitment.owner_id == actor.id:
        return commitment
    require(policy.may_decide(somebody(actor), commitment))
    return _become(commitment, State.DECLINED, Facts.COMMITMENT_DECLINED, actor, at, word=word)


@act
def take_over(commitment: Commitment, *, actor: Actor) -> Commitment:
    """Take on oneself what one had asked of somebody who did not; taking it on twice changes nothing."""
    commitment, at, person = _lock(commitment), clock.now(), somebody(actor)
    if commitment.state == State.OPEN and commitment.owner_id == person.pk:
        return commitment
    require(policy.may_take_over(person, commitment))
    room = commitment.card.room
    commitment.owner, commitment.due_on = person, max(commitment.due_on, wall(at, room.zone).date())
    commitment.shared_at = None
    commitment.save(update_fields=["owner", "due_on", "shared_at"])
    asked = _ask_moment(room, commitment.due_on, at)
    return _become(commitment, State.OPEN, Facts.COMMITMENT_MADE, actor, at, ask_at=asked)


@act
def tell(commitment: Commitment, *, value: str, actor: Actor, text: str = "") -> Outcome:
    """Say in a line that one tried it (applied) or that it made a difference (realised); the last answer counts."""
    commitment, at = _lock(commitment), clock.now()
    person, line = somebody(actor), " ".join(text.split())
    require(policy.may_tell(person, commitment))
    known = Outcome.objects.filter(commitment=commitment).first()
    if known is not None and (known.value, known.text) == (value, line) and commitment.state == State.DONE:
        return known
    outcome, _new = Outcome.objects.update_or_create(
        commitment=commitment,
        defaults={"person": person, "value": Outcome.Value(value), "text": line, "at": at},
    )
    _become(commitment, State.DONE, Facts.OUTCOME_TOLD, actor, at, value=value)
    return outcome


@act
def not_yet(commitment: Commitment, *, actor: Actor, word: str = "") -> Commitment:
    """Say that it is not done yet; one is asked once more two weeks later, and then left alone."""
    commitment, at = _lock(commitment), clock.now()
    require(policy.may_tell(somebody(actor), commitment))
    room, said = commitment.card.room, commitment.state == State.OPEN and commitment.answered_at is not None
    if said and commitment.word == word and not commitment.waits(wall(at, room.zone).date(), room.zone):
        return commitment
    again = _ask_moment(room, commitment.due_on, at) if commitment.asked_count < MOST_ASKED else None
    Outcome.objects.filter(commitment=commitment).delete()
    return _become(commitment, State.OPEN, Facts.COMMITMENT_NOT_YET, actor, at, word=word, ask_at=again)


@act
def let_go(commitment: Commitment, *, actor: Actor, word: str = "") -> Commitment:
    """Let go of what one took on; nothing is expected of one any more."""
    commitment, at = _lock(commitment), clock.now()
    require(policy.may_tell(somebody(actor), commitment))
    if commitment.state == State.LET_GO and commitment.word == word:
        return commitment
    Outcome.objects.filter(commitment=commitment).delete()
    return _become(commitment, State.LET_GO, Facts.COMMITMENT_LET_GO, actor, at, word=word)


@act
def move(commitment: Commitment, *, due_on: date, actor: Actor, word: str = "") -> Commitment:
    """Move what one took on to another day, with a word why, or without."""
    commitment, at = _lock(commitment), clock.now()
    require(policy.may_tell(somebody(actor), commitment))
    room = commitment.card.room
    require(policy.may_be_due(due_on, wall(at, room.zone).date()))
    if (commitment.state, commitment.due_on, commitment.word) == (State.OPEN, due_on, word):
        return commitment
    commitment.due_on, asked = due_on, _ask_moment(room, due_on, at)
    commitment.save(update_fields=["due_on"])
    Outcome.objects.filter(commitment=commitment).delete()
    return _become(commitment, State.OPEN, Facts.COMMITMENT_MOVED, actor, at, word=word, ask_at=asked)


@act
def share_answer(commitment: Commitment, *, shared: bool, actor: Actor) -> Commitment:
    """Let those of the room read what came of a commitment, or keep that to oneself again."""
    commitment, at = _lock(commitment), clock.now()
    require(policy.may_answer(somebody(actor), commitment))
    if shared != (commitment.shared_at is not None):
        commitment.shared_at = at if shared else None
        commitment.save(update_fields=["shared_at"])
        _record(Facts.ANSWER_SHARED, commitment, actor, at)
    return commitment


@act
def ask_back(commitment: Commitment, *, actor: Actor = SYSTEM) -> bool:
    """Ask the owner what came of a commitment, if that is due; answers whether they were asked."""
    commitment, at = _lock(commitment), clock.now()
    if commitment.state != State.OPEN or commitment.ask_at is None or commitment.ask_at > at:
        return False
    commitment.ask_at, commitment.asked_count = None, commitment.asked_count + 1
    commitment.answered_at = None  # what was said before is no answer to this
    commitment.save(update_fields=["ask_at", "asked_count", "answered_at"])
    _record(Facts.ASKED_BACK, commitment, actor, at)
    return True


def _lock(commitment: Commitment) -> Commitment:
    if found := held(pk=commitment.pk):
        return found
    raise gone()


def held(**which: int) -> Commitment | None:
    """A commitment as it is, held until the act ends; None when its card was taken back."""
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("card__room").filter(**which).first()


def _become(
    commitment: Commitment,
    state: Commitment.State,
    kind: Facts,
    actor: Actor,
    at: datetime,
    *,
    word: str = "",
    ask_at: datetime | None = None,
    value: str = "",
) -> Commitment:
    commitment.state, commitment.answered_at, commitment.ask_at = state, at, ask_at
    commitment.word = one_line(word) if word else ""
    commitment.save(update_fields=["state", "answered_at", "ask_at", "word"])
    _record(kind, commitment, actor, at, **({"value": value} if value else {}))
    return commitment


def _record(kind: Facts, commitment: Commitment, actor: Actor, at: datetime, **data: Any) -> None:
    room = commitment.card.room
    record(
        Facts[kind.name],
        actor=actor,
        subject=commitment,
        community=room.community_id,
        concerns=commitment.owner_id,
        at=at,
        room=room.pk,
        **data,
    )


def _ask_moment(room: Room, due_on: date, at: datetime) -> datetime:
    """Two weeks after the room, or the morning after the day it is due, whichever is later."""
    later = max(room.ends_at, at) + LATER
    return max(later, instant(due_on + timedelta(days=1), MORNING, room.zone))
