"""What every action here begins with: the community's row under its lock, and who asks."""

from guildhouse.communities import queries
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing, refusals
from guildhouse.history.actors import Actor
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person


def lock(community: Community) -> Community:
    """The community's row as it is now, held until the act ends."""
    # no_key: rooms and seats that merely name the community need not wait for this.
    return Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def standing_of(actor: Actor, community: Community) -> Standing:
    """What the actor is here; commands, imports and the system act for whoever runs the house."""
    if actor.person is None:
        return Standing(community_id=community.pk, runs_house=True)
    return queries.standing(person_of(actor), community)


def person_of(actor: Actor) -> Person:
    """The person who acts; some acts are nobody else's."""
    if isinstance(actor.person, Person):
        return actor.person
    raise Refused(refusals.signed_out())
