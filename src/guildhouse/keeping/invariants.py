"""What must never be false, asked of the database as it is. Reads only; each violation is a sentence."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q

from guildhouse.cases import invariants as cases
from guildhouse.circles import invariants as circles
from guildhouse.communities.models import (
    Block,
    Community,
    Duty,
    Invitation,
    JoinRequest,
    LevelChange,
    Membership,
    Office,
    Ring,
)
from guildhouse.harvest import invariants as harvest
from guildhouse.history.models import Delivery, Fact, Version
from guildhouse.keeping import traces
from guildhouse.keeping.models import Lock, Tombstone
from guildhouse.keeping.personal.clearing import installed
from guildhouse.keeping.personal.columns import TABLE
from guildhouse.live import invariants as live
from guildhouse.people.models import Person, Session
from guildhouse.rooms import invariants as rooms

MOST_EACH = 50


def violations() -> Iterator[str]:
    """Every violation found, at most fifty of a kind."""
    yield from _history()
    yield from _communities()
    yield from rooms.violations()
    yield from live.violations()
    yield from harvest.violations()
    yield from circles.violations()
    yield from cases.violations()
    yield from _gone()
    yield from traces.violations()


def _history() -> Iterator[str]:
    facts = Fact.objects.order_by("pk")
    strangers = facts.exclude(actor_id=None).exclude(actor_id__in=Person.objects.values("pk"))
    for pk in strangers.values_list("pk", flat=True)[:MOST_EACH]:
        yield f"Fact {pk} names an actor who is nobody."
    nowhere = facts.exclude(community_id=None).exclude(community_id__in=Community.objects.values("pk"))
    for pk in nowhere.values_list("pk", flat=True)[:MOST_EACH]:
        yield f"Fact {pk} names a community that does not exist."
    unversioned = facts.exclude(community_id=None).exclude(community_id__in=Version.objects.values("pk"))
    for pk in unversioned.values_list("community_id", flat=True).distinct()[:MOST_EACH]:
        yield f"Community {pk} has facts and no version."
    for pk in Delivery.objects.filter(done_at__isnull=False, leased_until__isnull=False).values_list(
        "pk", flat=True
    ):
        yield f"Delivery {pk} is done and leased at once."


def _communities() -> Iterator[str]:
    living = Membership.objects.living()
    mine = living.filter(community=OuterRef("community"), person=OuterRef("person"))
    for office in Office.objects.held().exclude(Exists(mine)).order_by("pk")[:MOST_EACH]:
        yield f"Person {office.person_id} is {office.kind} of community {office.community_id} without belonging to it."
    for duty in Duty.objects.living().exclude(Exists(mine)).order_by("pk")[:MOST_EACH]:
        yield f"Person {duty.person_id} is {duty.kind} in community {duty.community_id} without belonging to it."
    for block in Block.objects.in_force().filter(Exists(mine)).order_by("pk")[:MOST_EACH]:
        yield f"Person {block.person_id} is kept out of community {block.community_id} and a member of it."
    for asking in JoinRequest.objects.filter(Exists(mine), state="asked").order_by("pk")[:MOST_EACH]:
        yield f"Person {asking.person_id} asks to join community {asking.community_id} and is in it."
    convened = Office.objects.held().filter(kind=Office.Kind.CONVENER, community=OuterRef("pk"))
    leaderless = Community.objects.open().filter(founded_elsewhere=False).exclude(Exists(convened))
    for community in leaderless.order_by("pk")[:MOST_EACH]:
        yield f"Community {community.pk} is open and nobody convenes it."
    counted = Invitation.objects.annotate(came=Count("used_by")).filter(~Q(came=F("uses")))
    for invitation in counted.order_by("pk")[:MOST_EACH]:
        yield f"Invitation {invitation.pk} counts {invitation.uses} uses and {invitation.came} people came by it."  # type: ignore[attr-defined]
    yield from _levels(living)
    yield from _rings(living)


def _rings(living) -> Iterator[str]:
    """Who belongs, compared with the numbers that were kept as they came and went."""
    kept = {
        (one, level): people
        for one, level, people in Ring.objects.values_list("community", "level", "people")
    }
    counted = living.order_by().values("community", "level").annotate(people=Count("pk"))
    there = {(one["community"], one["level"]): one["people"] for one in counted}
    wrong = [ring for ring in sorted(kept | there) if kept.get(ring, 0) != there.get(ring, 0)]
    for community, level in wrong[:MOST_EACH]:
        many, said = there.get((community, level), 0), kept.get((community, level), 0)
        yield f"Community {community} has {many} people on the level {level} and counts {said}."


def _levels(living) -> Iterator[str]:
    latest = LevelChange.objects.filter(membership=OuterRef("pk")).order_by("-at", "-pk").values("after")[:1]
    for membership in living.annotate(last=latest).exclude(last=None).exclude(last=F("level"))[:MOST_EACH]:
        yield f"Membership {membership.pk} says {membership.level}, its history says {membership.last}."


def _gone() -> Iterator[str]:
    """Whoever was erased keeps nothing personal, and whoever is out is signed in nowhere."""
    erased = Person.objects.exclude(erased_at=None)
    kept = ~Q(email=None)
    for name in ("called", "affiliation", "practises", "helps_with", "zone", "language"):
        kept |= ~Q(**{name: ""})
    for pk in erased.filter(kept | Q(is_active=True)).order_by("pk").values_list("pk", flat=True)[:MOST_EACH]:
        yield f"Person {pk} was erased and still has an address, a profile or an account."
    stones = Tombstone.objects.filter(kind=Tombstone.Kind.PERSON, public_id=OuterRef("public_id"))
    unmarked = erased.filter(merged_into=None).exclude(Exists(stones))
    for pk in unmarked.order_by("pk").values_list("pk", flat=True)[:MOST_EACH]:
        yield f"Person {pk} was erased, and no tombstone says so: a restore would bring them back."
    back = Tombstone.objects.filter(kind=Tombstone.Kind.COMMUNITY)
    for pk in Community.objects.filter(public_id__in=back.values("public_id")).values_list("pk", flat=True):
        yield f"Community {pk} was erased and is here."
    for line in TABLE:
        if line.via and line.is_gone and line.table in installed():
            left = apps.get_model(line.table)._default_manager.exclude(**{line.via: None})
            yield from (
                f"{line.table} {pk} leads to somebody erased by {line.via}."
                for pk in left.filter(**{f"{line.via}__in": erased.values("pk")})
                .order_by("pk")
                .values_list("pk", flat=True)[:MOST_EACH]
            )
    out = Person.objects.filter(is_active=False)
    for person in Session.objects.filter(person__in=out).values_list("person", flat=True)[:MOST_EACH]:
        yield f"Person {person} is locked out or erased, and signed in."
    for lock in Lock.objects.in_force().filter(person__is_active=True, person__erased_at=None)[:MOST_EACH]:
        yield f"Person {lock.person_id} is locked out, and the account is open."
