"""Two minutes at the end of a room, for oneself; what one will try may become a commitment in one tap."""

from guildhouse.harvest import policy
from guildhouse.harvest.actions.commitments import take_on
from guildhouse.harvest.actions.frame import one_line, room_for_more
from guildhouse.harvest.facts import Facts
from guildhouse.harvest.models import Card, Reflection
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.rooms.actions.frame import somebody, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room

FIELDS = ("takes", "tries", "worth")


@act
def reflect(
    room: Room, *, actor: Actor, takes: str = "", tries: str = "", worth: str = "", shared: bool = False
) -> Reflection:
    """Keep what one takes from a room, what one will try, and whether it was worth the time; one each, the last counts.

    `worth` is yes, partly, no or empty. With `shared` those of the room read the two lines; never the third answer.
    """
    room, at = lock(room), clock.now()
    require(policy.may_reflect(viewer_of(actor, room), room, at=at))
    said = {"takes": " ".join(takes.split()), "tries": " ".join(tries.split()), "worth": worth}
    require(policy.says_something("".join(said.values())))
    person = somebody(actor)
    known = Reflection.objects.filter(room=room, person=person).first()
    if known is None:
        known = Reflection.objects.create(
            room=room, person=person, at=at, shared_at=at if shared else None, **said
        )
        _record_on(known, actor)
        return known
    if any(getattr(known, name) != said[name] for name in FIELDS):
        for name in FIELDS:
            setattr(known, name, said[name])
        known.at = at
        known.save(update_fields=[*FIELDS, "at"])
        _record_on(known, actor)
    if shared != (known.shared_at is not None):
        known.shared_at = at if shared else None
        known.save(update_fields=["shared_at"])
        record(
            Facts.REFLECTION_SHARED,
            actor=actor,
            subject=known,
            community=room.community_id,
            at=at,
            room=room.pk,
        )
    return known


@act
def try_out(room: Room, *, actor: Actor) -> Card:
    """Make a commitment of what one will try, due in two weeks; it is seen like every card of the room."""
    room, at = lock(room), clock.now()
    require(policy.may_reflect(viewer_of(actor, room), room, at=at))
    person = somebody(actor)
    reflection = Reflection.objects.filter(room=room, person=person).select_related("card").first()
    line = one_line(reflection.tries if reflection else "")
    if reflection is not None and reflection.card is not None and reflection.card.text == line:
        return reflection.card
    kind = Card.Kind.COMMITMENT
    card = Card.objects.filter(room=room, author=person, kind=kind, text=line).first()
    if card is None:
        room_for_more(room, person)
        card = Card.objects.create(room=room, kind=kind, text=line, author=person, at=at)
        record(
            Facts.CARD_DROPPED,
            actor=actor,
            subject=card,
            community=room.community_id,
            at=at,
            room=room.pk,
            card=kind,
        )
        take_on(card, person, None, actor=actor, at=at)
    if reflection is not None:
        reflection.card = card
        reflection.save(update_fields=["card"])
    return card


def _record_on(reflection: Reflection, actor: Actor) -> None:
    room = reflection.room
    record(
        Facts.REFLECTED,
        actor=actor,
        subject=reflection,
        community=room.community_id,
        at=reflection.at,
        room=room.pk,
    )
