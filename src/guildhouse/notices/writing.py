"""From a fact to its letters: what all of them share is read once, however many readers there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from guildhouse.communities.models import Community
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.prepared import prepared
from guildhouse.notices import queries, timing
from guildhouse.notices.groups import Choice, group_of
from guildhouse.notices.letters import TABLE
from guildhouse.notices.letters.layout import as_read_by, lay_out
from guildhouse.notices.letters.people import invited_to_claim
from guildhouse.notices.letters.shape import Entry, Telling
from guildhouse.notices.models import Letter
from guildhouse.notices.threads import domain, thread_of
from guildhouse.notices.wanting import Wanted, wanted_by
from guildhouse.people.facts import Facts as People
from guildhouse.people.models import ClaimInvitation, Person


@dataclass(frozen=True, slots=True)
class Around:
    """What the letters of one fact share."""

    fact: Fact
    actor: Person | None
    community: Community | None
    at: datetime
    awake: datetime
    thread: str
    wanted: Wanted
    muting: frozenset[int]


def entries_of(fact: Fact) -> tuple[Entry, ...]:
    """The lines of the table that tell of this fact."""
    entries = TABLE.get(fact.kind, ())
    if fact.via == "import":
        # A landscape brings hundreds of offices at once; only those whose own seat it moves hear of it.
        return tuple(entry for entry in entries if entry.own)
    return entries


def letters_of(fact: Fact) -> Iterator[Letter]:
    """Every letter a fact leads to: at most one for each person, in the words of the first line that names them."""
    if fact.kind == People.INVITED_TO_CLAIM:
        yield from _to_an_address(fact)
    readers: dict[int, tuple[Person, Entry]] = {}
    for entry in entries_of(fact):
        for person in entry.hears(fact):
            readers.setdefault(person.pk, (person, entry))
    if not readers:
        return
    around = _around(fact, list(readers))
    for person, entry in readers.values():
        yield _letter(person, entry, around)


def _around(fact: Fact, readers: list[int]) -> Around:
    at = clock.now()
    community = next(iter(_communities(fact.community_id)), None) if fact.community_id else None
    return Around(
        fact=fact,
        actor=queries.person_of(fact.actor_id),
        community=community,
        at=at,
        awake=timing.after_pause(community, at),
        thread=thread_of(fact),
        wanted=wanted_by(readers),
        muting=queries.muting(fact.actor_id, readers),
    )


@prepared
def _communities(community: int) -> QuerySet[Community]:
    return Community.objects.filter(pk=community)


def _letter(person: Person, entry: Entry, around: Around) -> Letter:
    fact, at = around.fact, around.at
    group = group_of(fact.kind, own=entry.own)
    state = _state(person, entry, around)
    laid = {}
    if state == Letter.State.QUEUED:
        with as_read_by(person):
            words = entry.words(Telling(fact, person, around.actor, around.community))
            laid = lay_out(words, person, group)._asdict()
    awake = at if entry.in_pauses else around.awake
    return Letter(
        person=person,
        to=person.email or "",
        kind=fact.kind,
        group=group,
        thread=around.thread,
        fact_id=fact.pk,
        community_id=fact.community_id,
        **laid,
        language=person.language or settings.LANGUAGE_CODE,
        state=state,
        not_before=timing.not_before(person, awake, at, own=entry.own),
        created_at=at,
    )


def _state(person: Person, entry: Entry, around: Around) -> Letter.State:
    """Queued; or waiting, with no words yet, for the digest that will word it; or dropped and never worded."""
    if entry.own:
        return Letter.State.QUEUED
    if person.pk in around.muting:
        return Letter.State.DROPPED
    group = group_of(around.fact.kind, own=False)
    choice = around.wanted.choice(person.pk, group, around.fact.community_id)
    if choice == Choice.NEVER:
        return Letter.State.DROPPED
    return Letter.State.WAITING if choice == Choice.DIGEST else Letter.State.QUEUED


def _to_an_address(fact: Fact) -> Iterator[Letter]:
    invitation = (
        ClaimInvitation.objects.select_related("person").filter(pk=fact.subject_id, used_at=None).first()
    )
    at = clock.now()
    if invitation is None or invitation.expires_at <= at:
        return
    sender = queries.person_of(fact.actor_id)
    language = invitation.person.language or (sender and sender.language) or settings.LANGUAGE_CODE
    with translation.override(language):
        laid = lay_out(invited_to_claim(invitation, sender), None)
    yield Letter(
        to=invitation.email,
        kind=fact.kind,
        fact_id=fact.pk,
        message_id=f"<claim.{invitation.public_id}@{domain()}>",
        **laid._asdict(),
        language=language,
        holds_secret=True,
        not_before=at,
        created_at=at,
    )
