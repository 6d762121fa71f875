"""What several actions begin with: who acts, what they are to a room or a series, and the locks."""

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community
from guildhouse.communities.queries import standing as standing_in
from guildhouse.history.actors import Actor
from guildhouse.kit.rules import Refused, forbid, no
from guildhouse.people.models import Person
from guildhouse.rooms import policy, queries
from guildhouse.rooms.models import Room, Series


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
    return queries.viewer(person_of(actor), room)


def lock_community(community: Community) -> Community:
    """The community's row, locked: one at a time plans rooms in it, so that a form sent twice makes one."""
    return Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def lock_series(series: Series) -> Series:
    """The series' row, locked until the act ends; always before any of its rooms."""
    rows = Series.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=series.pk)


def require_convening(actor: Actor, series: Series) -> None:
    """Only whoever planned the series, as long as they belong here, and the conveners."""
    standing = standing_in(person_of(actor), series.community)
    planned = actor.id is not None and series.created_by_id == actor.id and standing.is_member
    if not (standing.is_convener or planned):
        raise Refused(
            forbid(
                "not_host", _("Only whoever planned this series and the community's conveners may do this.")
            )
        )
