"""What hosts, and people in confidence, ask about who sits with whom."""

from django.utils.translation import gettext as _

from guildhouse.circles import policy, queries
from guildhouse.circles.facts import Facts
from guildhouse.circles.models import Wish
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import somebody, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_of


@act
def wish(
    room: Room, *, actor: Actor, one: Person, other: Person, kind: str, everywhere: bool = False
) -> Wish:
    """Ask that two people be apart, or together once; a host asks for anybody who comes, others for themselves.

    Only hosts and whoever asked ever see it. Asked again, it is the same wish.
    """
    room, at = lock(room), clock.now()
    viewer, asking = viewer_of(actor, room), somebody(actor)
    require(policy.may_wish(viewer, room))
    if asking.pk not in (one.pk, other.pk):
        require(policy.may_wish_for_others(viewer))
    if everywhere:
        require(policy.may_wish_everywhere(viewer))
    if one.pk == other.pk:
        raise Refused(no("same", _("That is one person. Choose two.")))
    there = {person for person, _tongue in queries.coming(room, format_of(room.format))}
    if not {one.pk, other.pk} <= there:
        raise Refused(no("not_coming", _("Both must have a seat in this room. Choose two who come.")))
    first, second = sorted((one, other), key=lambda person: person.pk)
    found, is_new = Wish.objects.get_or_create(
        room=room,
        one=first,
        other=second,
        kind=kind,
        asked_by=asking,
        defaults={"asked_at": at, "everywhere": everywhere},
    )
    if is_new:
        record(Facts.WISHED, actor=actor, subject=found, community=room.community_id, at=at)
    return found


@act
def unwish(room: Room, wish: Wish, *, actor: Actor) -> None:
    """Take back what was asked about two people; taken back already, nothing changes."""
    room, at = lock(room), clock.now()
    require(policy.may_take_back(viewer_of(actor, room), wish))
    gone = wish.pk
    if not Wish.objects.for_room(room).filter(pk=gone).delete()[0]:
        return
    wish.pk = gone
    record(Facts.UNWISHED, actor=actor, subject=wish, community=room.community_id, at=at)
