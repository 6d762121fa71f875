"""From a request to the room it is about, and to what the person behind it is there."""

from collections.abc import Hashable
from hashlib import sha256

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from guildhouse.communities.doors import belongings_of, community_of, inside_of, remember
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing
from guildhouse.communities.queries import standing_among
from guildhouse.history.models import Version
from guildhouse.kit import clock
from guildhouse.kit.prepared import prepared
from guildhouse.people.doors import person_of
from guildhouse.rooms.models import Series
from guildhouse.rooms.presenting import sight
from guildhouse.rooms.presenting.sight import Sight


def room_of(request: HttpRequest, slug: str, public_id: str) -> Sight:
    """The room at this address, if the person may know of it; hidden and absent are the same 404."""
    person = person_of(request)
    room = sight.room_before(person, slug, public_id)
    if room is None:
        community_of(request, slug)  # an old address of the community leads on to the new one
        raise Http404
    blocked = person is not None and room.blocked
    standing = standing_among(person, room.community, belongings_of(request), blocked)
    remember(request, room.community, standing)
    return sight.before(room, standing, clock.now())


def hosted_room_of(request: HttpRequest, slug: str, public_id: str) -> Sight:
    """The same for a page that is there for hosts alone; for others it does not exist."""
    seen = room_of(request, slug, public_id)
    if not seen.is_host:
        raise Http404
    return seen


def series_of(request: HttpRequest, slug: str, public_id: str) -> tuple[Series, Standing]:
    """The series at this address, and the person's standing in its community."""
    community, standing = inside_of(request, slug)
    found = Series.objects.visible_to(person_of(request)).select_related("created_by")
    series = found.filter(community=community, public_id=public_id).first()
    if series is None:
        raise Http404
    series.community = community
    return series, standing


def form_key_of(request: HttpRequest, typed: str) -> str | None:
    """The key by which sending a form twice makes one thing: of this person alone, whoever else writes the same."""
    person = person_of(request)
    if not typed or person is None:
        return None
    return sha256(f"{person.pk}:{typed}".encode()).hexdigest()[:40]


def version_of_community(request: HttpRequest, slug: str, public_id: str = "") -> Hashable:
    """When anything in the community at this address last changed, in one query."""
    return version_of(slug)


def version_of(slug: str) -> Hashable:
    """The same for whoever has no request at hand."""
    return next(iter(_versions(slug)), None)


@prepared
def _versions(slug: str) -> QuerySet[Version, tuple[int, int]]:
    here = Community.objects.filter(slug=slug).values("pk")
    return Version.objects.filter(community_id__in=here).order_by("pk").values_list("pk", "number")


def written(request: HttpRequest, name: str, most: int = 60) -> str:
    """What a button or a short field sent, no longer than it may be and without what no database keeps."""
    return str(request.POST.get(name, "")).replace("\0", "")[:most]
