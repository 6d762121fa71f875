"""Cards: dropped in one line, corrected by their author, shared with the community, put on the agenda."""

from datetime import date, datetime

from guildhouse.communities import actions as communities
from guildhouse.communities import policy as communities_policy
from guildhouse.communities.models import Question
from guildhouse.harvest import policy
from guildhouse.harvest.actions.commitments import held, take_on
from guildhouse.harvest.actions.frame import (
    lock_card,
    note_became,
    one_line,
    reach_of,
    room_for_more,
    shared_since,
)
from guildhouse.harvest.facts import Facts
from guildhouse.harvest.models import Card, Wording
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import lock_community, somebody, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room

Kind = Card.Kind


@act
def drop(
    room: Room,
    *,
    kind: str,
    text: str,
    actor: Actor,
    owner: Person | None = None,
    due_on: date | None = None,
) -> Card:
    """Keep one line of a room as a card; the same words by the same person again answer the same card.

    An open question goes on the community's learning agenda at once. A commitment is `owner`'s, by default the
    actor's own, until `due_on`, by default two weeks from now; somebody else named is asked first.
    """
    if kind == Kind.QUESTION:
        lock_community(room.community)  # before the room, as whoever leaves a community does
    room, at = lock(room), clock.now()
    viewer, author = viewer_of(actor, room), somebody(actor)
    require(policy.may_drop(viewer, room, at=at))
    line = one_line(text)
    known = Card.objects.filter(room=room, author=author, kind=kind, text=line).first()
    if known is not None:
        return known
    room_for_more(room, author)
    card = _new(room, Kind(kind), line, author, at)
    record(
        Facts.CARD_DROPPED,
        actor=actor,
        subject=card,
        community=room.community_id,
        at=at,
        room=room.pk,
        card=kind,
    )
    if kind == Kind.QUESTION and communities_policy.may_take_part(viewer.standing, room.community):
        _ask(card, actor)
    if kind == Kind.COMMITMENT:
        take_on(card, owner or author, due_on, actor=actor, at=at)
    return card


@act
def keep_lesson(room: Room, *, text: str, actor: Actor) -> str:
    """Keep a lesson that its presenter lets leave the room, shared at once; answers the public id of its card."""
    room, at = lock(room), clock.now()
    author, line = somebody(actor), one_line(text)
    known = Card.objects.filter(room=room, author=author, kind=Kind.INSIGHT, text=line).first()
    if known is not None and known.is_shared:
        return known.public_id
    card = known or _new(room, Kind.INSIGHT, line, author, at, from_case=True)
    shared_since(card, at, author.pk)
    record(Facts.LESSON_KEPT, actor=actor, subject=card, community=room.community_id, at=at, room=room.pk)
    return card.public_id


@act
def correct(card: Card, *, text: str, actor: Actor) -> Card:
    """Correct the words of one's own card; how it read before is kept, and its id stays."""
    card, room, viewer = lock_card(card, actor)
    person, at, line = somebody(actor), clock.now(), one_line(text)
    alike = Card.objects.filter(room=room, author=person, kind=card.kind, text=line).exclude(pk=card.pk)
    require(policy.may_correct(person, card, taken=alike.exists()))
    require(policy.may_speak(viewer))
    if line == card.text:
        return card
    Wording.objects.create(card=card, text=card.text, until=at)
    card.text, card.corrected_at = line, at
    card.save(update_fields=["text", "corrected_at"])
    record(Facts.CARD_CORRECTED, actor=actor, subject=card, community=room.community_id, at=at, room=room.pk)
    return card


@act
def share(card: Card, *, actor: Actor) -> Card:
    """Let the members of the community read a card, with the room it comes from."""
    card, room, viewer = lock_card(card, actor)
    require(policy.may_share(viewer, card, reach_of(room)))
    require(policy.may_speak(viewer))
    if not card.is_shared:
        at = clock.now()
        shared_since(card, at, actor.id)
        record(Facts.CARD_SHARED, actor=actor, subject=card, community=room.community_id, at=at, room=room.pk)
    return card


@act
def unshare(card: Card, *, actor: Actor) -> Card:
    """Keep a card among those who were in the room again."""
    card, room, viewer = lock_card(card, actor)
    require(policy.may_share(viewer, card, reach_of(room)))
    if card.is_shared:
        shared_since(card, None, None)
        record(Facts.CARD_UNSHARED, actor=actor, subject=card, community=room.community_id, room=room.pk)
    return card


@act
def take_back(card: Card, *, actor: Actor) -> None:
    """Take a card away of which nothing was made yet, and what it asks of somebody; a second time changes nothing."""
    room = lock(card.room)
    found = Card.objects.filter(pk=card.pk).first()
    if found is None:
        return
    found.room = room
    held(card=found.pk)  # so that nobody takes on meanwhile what it asks for
    require(policy.may_take_back(viewer_of(actor, room), found))
    record(Facts.CARD_TAKEN_BACK, actor=actor, subject=found, community=room.community_id, room=room.pk)
    found.delete()


@act
def put_on_agenda(card: Card, *, actor: Actor) -> Question:
    """Put a question that a visitor left in a room on the community's learning agenda."""
    community = lock_community(card.room.community)
    card, _room, viewer = lock_card(card, actor)
    require(policy.may_put_on_agenda(card))
    if card.question is not None:
        return card.question
    require(communities_policy.may_take_part(viewer.standing, community))
    return _ask(card, actor)


def _new(room: Room, kind: Kind, text: str, author: Person, at: datetime, *, from_case: bool = False) -> Card:
    """A new card; where what is said may be told outside, the community reads it at once."""
    is_open = reach_of(room) == policy.OPEN
    return Card.objects.create(
        room=room,
        kind=kind,
        text=text,
        author=author,
        at=at,
        from_case=from_case,
        shared_at=at if is_open else None,
        shared_by=author if is_open else None,
    )


def _ask(card: Card, actor: Actor) -> Question:
    question = communities.ask_question(card.room.community, text=card.text, actor=actor)
    card.question = question
    card.save(update_fields=["question"])
    note_became(card, "question", question.public_id)
    record(
        Facts.CARD_ON_AGENDA,
        actor=actor,
        subject=card,
        community=card.room.community_id,
        room=card.room_id,
        question=question.pk,
    )
    return question
