"""Where each circle meets online: a link for its number, the same in every round."""

from collections.abc import Mapping

from guildhouse.circles import policy
from guildhouse.circles.facts import Facts
from guildhouse.circles.models import Circle
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room


@act
def set_links(room: Room, *, actor: Actor, links: Mapping[int, str]) -> int:
    """Give the circles of these numbers these links in every round, and answer how many circles that changed."""
    room, at = lock(room), clock.now()
    require(policy.may_show(viewer_of(actor, room), room))
    changed = 0
    for number, link in sorted(links.items()):
        circles = Circle.objects.filter(round__room=room, number=number).exclude(link=link)
        changed += circles.update(link=link)
    if changed:
        record(Facts.LINKED, actor=actor, subject=room, community=room.community_id, at=at)
    return changed
