"""From a request to the cases of a room, for whoever they are anything to."""

from typing import NamedTuple

from django.http import Http404, HttpRequest

from guildhouse.cases import policy, queries
from guildhouse.cases.models import Case
from guildhouse.cases.policy import Before
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.views.loading import room_of


class Cases(NamedTuple):
    """A room, who looks, and their own case for it."""

    sight: Sight
    before: Before
    person: Person
    mine: Case | None

    @property
    def room(self) -> Room:
        return self.sight.room


def cases_of(request: HttpRequest, slug: str, public_id: str) -> Cases:
    """The cases of the room at this address; for whoever is not confirmed in it, hosts it or brought one: 404."""
    sight = room_of(request, slug, public_id)
    person = sight.viewer.standing.person
    if person is None:
        raise Http404
    before = queries.before(sight.viewer, sight.room)
    mine = queries.mine(person, sight.room)
    if not policy.may_know(before) and mine is None:
        raise Http404
    return Cases(sight, before, person, mine)


def own_case_of(request: HttpRequest, slug: str, public_id: str) -> tuple[Cases, Case]:
    """The same, for a page about one's own case: without one there is no such page."""
    cases = cases_of(request, slug, public_id)
    if cases.mine is None:
        raise Http404
    return cases, cases.mine
