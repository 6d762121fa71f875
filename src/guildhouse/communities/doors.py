"""From a request to the community it is about, and to what the person behind it is there."""

from django.http import Http404, HttpRequest

from guildhouse.communities import queries
from guildhouse.communities.models import Community, OldSlug
from guildhouse.communities.policy import Standing, sees_inside
from guildhouse.communities.queries import Belonging
from guildhouse.people.doors import person_of


class Moved(Exception):
    """The address is an old one of a community this person may know of; `OldAddresses` leads on."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"{old} is now {new}")
        self.old = old
        self.new = new


def community_of(request: HttpRequest, slug: str) -> tuple[Community, Standing]:
    """The community with this address, if the person may know of it, and their standing there.

    Hidden and absent are the same 404; an old address leads on to the new one. Kept on the request, so that
    the shell and whoever asks again pay nothing: two queries for a stranger, one for a member.
    """
    known: tuple[Community, Standing] | None = getattr(request, "_in_community", None)
    if known and known[0].slug == slug:
        return known
    person = person_of(request)
    seen = Community.objects.visible_to(person)
    community = seen.filter(slug=slug).select_related("parent", "conduct_contact").first()
    if community is None:
        old = OldSlug.objects.filter(slug=slug, community__in=seen).select_related("community").first()
        if old is None:
            raise Http404
        raise Moved(slug, old.community.slug)
    standing = queries.standing_among(person, community, belongings_of(request))
    remember(request, community, standing)
    return community, standing


def remember(request: HttpRequest, community: Community, standing: Standing) -> None:
    """Keep on the request where it is about, for the shell and for whoever asks again."""
    request._in_community = (community, standing)  # type: ignore[attr-defined]


def inside_of(request: HttpRequest, slug: str) -> tuple[Community, Standing]:
    """Like `community_of`, for pages that are not for those outside of a community that is only listed."""
    community, standing = community_of(request, slug)
    if not sees_inside(standing, community):
        raise Http404
    return community, standing


def belongings_of(request: HttpRequest) -> list[Belonging]:
    """The communities of the person signed in, asked for once a request."""
    if not hasattr(request, "_belongings"):
        person = person_of(request)
        request._belongings = queries.belongings(person) if person else []  # type: ignore[attr-defined]
    belongings: list[Belonging] = request._belongings  # type: ignore[attr-defined]
    return belongings
