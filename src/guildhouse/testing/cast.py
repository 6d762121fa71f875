"""The cast of every test: Ana convenes the weavers, Bo is a member, Cy only looks in from outside, Dee was asked to
stay away; and there is a hidden community, the glass makers, that only Ana belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from guildhouse.communities import shell
from guildhouse.communities.models import Block, Community, Membership, Office
from guildhouse.history.actors import Actor
from guildhouse.kit import clock, kept
from guildhouse.people.models import Person, Site


@dataclass(frozen=True)
class Cast:
    """Who is who, and where."""

    ana: Person
    bo: Person
    cy: Person
    dee: Person
    weavers: Community
    glass: Community

    def actor(self, name: str) -> Actor:
        """The person of this name as the one who acts."""
        return Actor(getattr(self, name))


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and communities of the tests; sign them in with `client.force_login(cast.ana)`."""
    at = clock.now()
    ana, bo, cy, dee = (person(name) for name in ("Ana", "Bo", "Cy", "Dee"))
    weavers = community("weavers", "Weavers of the valley", ana, at)
    glass = community("glass", "Glass makers", ana, at, visibility=Community.Visibility.HIDDEN)
    Membership.objects.create(community=weavers, person=bo, level=Membership.Level.ACTIVE, joined_at=at)
    Block.objects.create(community=weavers, person=dee, by=ana, reason="Shouted at a newcomer.", at=at)
    Site.objects.get_or_create(pk=1, defaults={"name": "Guildhouse", "set_up_at": at})
    return Cast(ana, bo, cy, dee, weavers, glass)


def person(name: str) -> Person:
    """Somebody with an account, whose address is their name at example.org."""
    return Person.objects.create(
        name=name,
        email=f"{name.lower()}@example.org",
        claimed_at=clock.now(),
        zone="Europe/Rome",
        language="en",
    )


def community(slug: str, name: str, convener: Person, at: datetime, **fields: str) -> Community:
    """An open community with one member, who convenes it."""
    made = Community.objects.create(
        slug=slug,
        name=name,
        domain=f"What {name.lower()} care about.",
        state=Community.State.OPEN,
        zone="Europe/Rome",
        created_at=at,
        opened_at=at,
        called_by=convener,
        **fields,
    )
    Membership.objects.create(community=made, person=convener, level=Membership.Level.CORE, joined_at=at)
    Office.objects.create(community=made, person=convener, kind=Office.Kind.CONVENER, since=at)
    return made


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    # Ids and versions begin anew in every test, so a page kept in the one before would seem to be this one's.
    shell.forget_site()
    kept.shelf.clear()
    yield
    shell.forget_site()
