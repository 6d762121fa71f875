"""What ends when somebody is locked out or erased: seats, hosting, memberships, doors they left open for others."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhouse.communities.actions.frame import lock as lock_community
from guildhouse.communities.actions.joining import end_membership
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, Invitation, Membership, Office
from guildhouse.history.actions import record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import ClaimInvitation, Person
from guildhouse.rooms.actions.ending import cancel_locked
from guildhouse.rooms.actions.leaving import give_up_everything, give_up_seats
from guildhouse.rooms.actions.seating import lock as lock_room
from guildhouse.rooms.models import Host, Room, Seat, StandingSeat


def close_doors(person: Person) -> None:
    """End the invitations somebody made, and the links they sent or were sent. Part of an act."""
    at = clock.now()
    Invitation.objects.filter(created_by=person, revoked_at=None).update(revoked_at=at)
    open_links = ClaimInvitation.objects.filter(Q(invited_by=person) | Q(person=person))
    open_links.filter(used_at=None, expires_at__gt=at).update(expires_at=at)


def pass_seats_on(person: Person, actor: Actor) -> None:
    """Give up every seat, offer and place in line to come, in whatever community. Part of an act."""
    seated = Seat.objects.living().filter(person=person).values("room__community")
    standing = StandingSeat.objects.living().filter(person=person).values("series__community")
    for community in _communities(seated, standing):
        give_up_seats(community.pk, person.pk, actor)


def leave_everything(person: Person, actor: Actor) -> None:
    """End every membership, office, seat and hosting. Rooms nobody is left to answer for are cancelled."""
    at = clock.now()
    hosted = Room.objects.filter(hosts__person=person, state__in=Room.AHEAD).order_by("pk")
    rooms = list(hosted.values_list("pk", flat=True))
    living = Membership.objects.living().filter(person=person)
    for membership in living.select_related("community").order_by("community", "pk"):
        community = lock_community(membership.community)
        end_membership(membership, Membership.Ending.LEFT, "", actor=actor, at=at)
        record(
            Facts.LEFT,
            actor=actor,
            subject=membership,
            community=community.pk,
            concerns=person.pk,
            at=at,
        )
    seated = Seat.objects.living().filter(person=person).values("room__community")
    hosting = Host.objects.filter(person=person).values("room__community")
    standing = StandingSeat.objects.living().filter(person=person).values("series__community")
    for community in _communities(seated, hosting, standing):
        give_up_everything(community.pk, person.pk, actor)
    Office.objects.held().filter(person=person).update(ended_at=at)
    for pk in rooms:
        _cancel_unless_hosted(lock_room(Room(pk=pk)), actor)


def _cancel_unless_hosted(room: Room, actor: Actor) -> None:
    convened = Office.objects.held().filter(community=room.community_id, kind=Office.Kind.CONVENER)
    if room.state in Room.SEATABLE and not convened.exists() and not room.hosts.exists():
        why = _("Whoever hosted this room left the house, and nobody else answers for it.")
        cancel_locked(room, actor=actor, at=clock.now(), why=why)


def _communities(*ids: Iterable[object]) -> list[Community]:
    where = Q(pk__in=[])
    for found in ids:
        where |= Q(pk__in=found)
    return list(Community.objects.filter(where).order_by("pk"))
