"""What changes which letters somebody gets: their own choices, and an address that takes none."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from guildhouse.communities.models import Community
from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.notices import policy
from guildhouse.notices.facts import Facts
from guildhouse.notices.groups import CHOSEN, Choice
from guildhouse.notices.models import WORDLESS, CommunityMute, Failure, Letter, Wishes
from guildhouse.notices.timing import next_digest
from guildhouse.people.models import Person

STALE = timedelta(days=3)  # news that old helps nobody
SURE_AFTER = timedelta(days=1)


@act
def choose(
    person: Person,
    *,
    choices: Mapping[str, str],
    muted: Iterable[Community] | None = None,
    rhythm: Mapping[str, Any] | None = None,
    actor: Actor,
) -> Wishes:
    """Choose how one hears of each group named, which communities one hears no news of, and when the digest comes.

    `choices` names groups by their keys; `muted` are all communities to be quiet (None leaves them as they are);
    `rhythm` are columns of the wishes.
    """
    at = clock.now()
    require(policy.may_choose(actor, person))
    wishes = _lock(person)
    named = {group: Choice(choice).value for group, choice in choices.items() if group in CHOSEN}
    changed = [name for name, value in (rhythm or {}).items() if getattr(wishes, name) != value]
    for name in changed:
        setattr(wishes, name, (rhythm or {})[name])
    if named.items() - wishes.choices.items():
        wishes.choices |= named
        changed.append("choices")
    if changed and wishes.digest_at is not None:
        wishes.digest_at = next_digest(wishes, person.zone, at)
    if changed:
        wishes.save(update_fields=[*changed, "digest_at"])
    communities = muted is not None and _mute_only(person, {one.pk for one in muted})
    if changed or communities:
        fields = [*changed, *(["communities"] if communities else [])]
        record(Facts.CHOSEN, actor=actor, subject=person, concerns=person.pk, fields=sorted(fields))
    return wishes


def _lock(person: Person) -> Wishes:
    Wishes.objects.bulk_create([Wishes(person=person)], ignore_conflicts=True)
    return Wishes.objects.select_for_update(no_key=True).get(person=person)


def _mute_only(person: Person, wanted: set[int]) -> bool:
    known = set(CommunityMute.objects.filter(person=person).values_list("community", flat=True))
    CommunityMute.objects.filter(person=person, community__in=known - wanted).delete()
    at = clock.now()
    CommunityMute.objects.bulk_create(
        CommunityMute(person=person, community_id=pk, at=at) for pk in sorted(wanted - known)
    )
    return known != wanted


@act
def note_failure(person: Person, *, address: str, why: str, certain: bool, actor: Actor) -> bool:
    """Note that an address takes no letters; answers whether it is suspended now.

    A server that says so in so many words is believed at once. A bare no is only a suspicion; it suspends the
    address when it is heard again a day later, and no letter arrived in between.
    """
    at = clock.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if (person.email or "").lower() != address.lower():
        return False
    known = Failure.objects.filter(person=person, address__iexact=address).first()
    if known is None:
        Failure.objects.filter(person=person).delete()
        known = Failure.objects.create(person=person, address=address, why=why[:300], first_at=at)
    if known.suspended_at is not None:
        return True
    if not certain and at - known.first_at < SURE_AFTER:
        return False
    known.suspended_at, known.why = at, why[:300]
    known.save(update_fields=["suspended_at", "why"])
    person.unreachable_since = at
    person.save(update_fields=["unreachable_since"])
    queued = Letter.objects.filter(person=person, state=Letter.State.QUEUED)
    queued.but_about_accounts().update(state=Letter.State.PARKED)
    record(Facts.ADDRESS_FAILED, actor=actor, subject=person, concerns=person.pk)
    return True


@act
def mend(person: Person, *, actor: Actor) -> None:
    """Let letters leave to somebody again: all new ones, and those of the last three days that were kept back."""
    at = clock.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    Failure.objects.filter(person=person).delete()
    if person.unreachable_since is None:
        return
    person.unreachable_since = None
    person.save(update_fields=["unreachable_since"])
    parked = Letter.objects.filter(person=person, state=Letter.State.PARKED)
    parked.filter(created_at__lt=at - STALE).update(state=Letter.State.DROPPED, **WORDLESS)
    parked.update(state=Letter.State.QUEUED, to=person.email or "", not_before=at, attempts=0, last_error="")
    record(Facts.ADDRESS_MENDED, actor=actor, subject=person, concerns=person.pk)


@act
def follow(person_id: int, old: str, new: str, *, actor: Actor = SYSTEM) -> None:
    """Have letters that have not left yet go to somebody's new address, and believe in it. Part of changing it."""
    unsent = (Letter.State.QUEUED, Letter.State.PARKED)
    letters = Letter.objects.filter(person=person_id, to__iexact=old, state__in=unsent)
    letters.but_about_accounts().update(to=new)
    mend(Person.objects.get(pk=person_id), actor=actor)
