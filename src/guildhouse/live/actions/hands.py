"""Hands: raised, taken by whoever leads, lowered. They are for the moment, so history says nothing of them."""

from django.utils.translation import gettext as _

from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.live import policy
from guildhouse.live.actions.frame import asked_to_lead, locked, shown, there
from guildhouse.live.models import Hand, Run
from guildhouse.rooms.actions.frame import somebody, viewer_of
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_of


@act
def raise_hand(room: Room, *, actor: Actor, text: str = "") -> Hand:
    """Ask to speak, with a few words or without. One hand each: raised again, its words change and not its place."""
    run, person, at = locked(room), somebody(actor), clock.now()
    viewer = viewer_of(actor, run.room if run else room)
    require(policy.may_raise_hand(viewer, run))
    run = there(run, policy.may_raise_hand(viewer, None))
    text = text.strip()[: Hand.TEXT_LENGTH]
    hand = Hand.objects.filter(run=run, person=person).first()
    if hand is None:
        hand = Hand.objects.create(run=run, person=person, text=text, raised_at=at)
    elif hand.taken_at is not None:
        hand.text, hand.raised_at, hand.taken_at = text, at, None
        hand.save(update_fields=["text", "raised_at", "taken_at"])
    elif hand.text != text and text:
        hand.text = text
        hand.save(update_fields=["text"])
    else:
        return hand
    shown(run)
    return hand


@act
def take_hand(room: Room, public_id: str, *, actor: Actor) -> Hand:
    """Give somebody whose hand is raised the word."""
    run, at = asked_to_lead(room, actor).run, clock.now()
    hand = _of(run, public_id)
    if hand is None:
        raise Refused(no("lowered", _("This hand was lowered meanwhile.")))
    if hand.taken_at is None:
        hand.taken_at = at
        hand.save(update_fields=["taken_at"])
        shown(run)
    return hand


@act
def lower_hand(room: Room, public_id: str, *, actor: Actor) -> None:
    """Lower one's own hand, or for those who lead anybody's; lowered already, nothing changes."""
    run = locked(room)
    hand = _of(run, public_id) if run is not None else None
    if run is None or hand is None:
        return
    require(policy.may_lower_hand(viewer_of(actor, run.room), run, hand, format_of(room.format)))
    hand.delete()
    shown(run)


def _of(run: Run, public_id: str) -> Hand | None:
    return Hand.objects.filter(run=run, public_id=public_id).first()
