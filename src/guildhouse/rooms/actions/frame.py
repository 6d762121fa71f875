"""What several actions begin with: who acts, what they are to a room or a series, and the locks."""

from django.utils.translation import gettext as _

from guildhouse.communities.actions.frame import standing_of
from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.kit.rules import Refused, Verdict, no, require
from guildhouse.people.models import Person
from guildhouse.rooms import policy, queries
from guildhouse.rooms.models import Room, Seat, Series


def person_of(actor: Actor) -> Person | None:
    """The person who acts; None for the system."""
    return actor.person if isinstance(actor.person, Person) else None


def somebody(actor: Actor) -> Person:
    """The person who acts; refused for the system, which holds no seats."""
    person = person_of(actor)
    if person is None:
        raise Refused(no("nobody", _("A seat belongs to a person.")))
    return person


def viewer_of(actor: Actor, room: Room) -> policy.Viewer:
    """Whoever acts, before the room."""
    return queries.viewer(person_of(actor), room, standing_of(actor, room.community))


def own_seat(viewer: policy.Viewer, verdict: Verdict, room: Room) -> Seat:
    """The person's seat, pointing at the locked room, once the verdict is yes."""
    require(verdict)
    if viewer.seat is None:
        raise Refused(no("no_seat", _("You have no seat and no place in line here.")))
    viewer.seat.room = room
    return viewer.seat


def lock_community(community: Community) -> Community:
    """The community's row, locked: one at a time plans rooms in it, so that a form sent twice makes one."""
    return Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def lock_series(series: Series) -> Series:
    """The series' row, locked until the act ends; always before any of its rooms."""
    rows = Series.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=series.pk)


def answers_for(actor: Actor, series: Series) -> bool:
    """Whether the actor may change the series as a whole."""
    return bool(policy.may_run_series(standing_of(actor, series.community), series))


def require_convening(actor: Actor, series: Series) -> None:
    """Only for those who answer for the series."""
    require(policy.may_run_series(standing_of(actor, series.community), series))
