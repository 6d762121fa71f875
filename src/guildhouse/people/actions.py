"""What people do with their own place in the house."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.ids import public_id
from guildhouse.kit.rules import no, require
from guildhouse.people import addresses, claiming, policy, sessions
from guildhouse.people.address_change import AddressChange
from guildhouse.people.erased import known_as
from guildhouse.people.facts import Facts
from guildhouse.people.models import ClaimInvitation, Mute, Person

CLAIM_LASTS = timedelta(days=14)
CLAIMS_A_DAY = 3
OWN_FIELDS = (
    *("name", "called", "affiliation", "zone", "language", "practises", "helps_with"),
    *("seen_by", "quiet_from", "quiet_until"),
)


@act
def open_account(email: str, name: str, password: str | None, *, actor: Actor, **fields: Any) -> Person:
    """Make a person with an account whose address counts as confirmed: for commands, the set-up page and the demo."""
    person = Person.objects.create_user(email, password, name=name, claimed_at=clock.now(), **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record(Facts.JOINED_SITE, actor=Actor(person, actor.via), subject=person, concerns=person.pk)
    return person


@act
def bring_person(*, name: str, actor: Actor, handle: str = "", affiliation: str = "") -> Person:
    """Note somebody known from elsewhere, who has no account here; a handle that is known answers that person."""
    known = known_as(handle)
    if known is not None:
        return known
    person = Person(name=name, handle=handle, affiliation=affiliation)
    person.set_unusable_password()
    person.save(force_insert=True)
    record(Facts.BROUGHT_IN, actor=actor, subject=person, concerns=person.pk)
    return person


@act
def correct_person(person: Person, *, actor: Actor, **changes: str) -> Person:
    """Change the name, handle or affiliation of somebody who has no account; what people say of themselves stays."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    differing = sorted(key for key, text in changes.items() if getattr(person, key) != text)
    if person.is_claimed or person.erased_at is not None or not differing:
        return person
    for key in differing:
        setattr(person, key, changes[key])
    person.save(update_fields=differing)
    record(Facts.CORRECTED, actor=actor, subject=person, concerns=person.pk, fields=differing)
    return person


@act
def settle_in(person: Person, *, actor: Actor) -> Person:
    """Make an account count from the moment its address is confirmed; again changes nothing."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.claimed_at is None:
        person.claimed_at = clock.now()
        person.save(update_fields=["claimed_at"])
        record(Facts.JOINED_SITE, actor=actor, subject=person, concerns=person.pk)
    return person


@act
def change_profile(person: Person, *, actor: Actor, **changes: Any) -> Person:
    """Change what one says of oneself; only a person's own fields, and only what differs is written down."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(policy.may_change_profile(actor.person if isinstance(actor.person, Person) else None, person))
    differing = sorted(
        name for name in changes if name in OWN_FIELDS and getattr(person, name) != changes[name]
    )
    if differing:
        for name in differing:
            setattr(person, name, changes[name])
        person.save(update_fields=differing)
        record(Facts.CHANGED_PROFILE, actor=actor, subject=person, concerns=person.pk, fields=differing)
    return person


@act
def mute(other: Person, *, actor: Actor) -> None:
    """Hear no more of somebody's acts, unless they concern oneself; they are not told."""
    person = _self(actor)
    require(policy.may_mute(person, other))
    _mute, made = Mute.objects.get_or_create(person=person, muted=other, defaults={"at": clock.now()})
    if made:
        record(Facts.MUTED, actor=actor, subject=other)


@act
def unmute(other: Person, *, actor: Actor) -> None:
    """Hear of somebody's acts again."""
    ended, _rows = Mute.objects.filter(person=_self(actor), muted=other).delete()
    if ended:
        record(Facts.UNMUTED, actor=actor, subject=other)


@act
def invite_to_claim(person: Person, *, email: str, note: str = "", actor: Actor) -> ClaimInvitation:
    """Send somebody known here without an account a link to take their place; an earlier link stops working."""
    at = clock.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    sender = _self(actor)
    require(policy.may_invite_to_claim(sender, person, claiming.vouched_for(sender, person)))
    sent = ClaimInvitation.objects.filter(person=person)
    if sent.filter(created_at__gt=at - timedelta(days=1)).count() >= CLAIMS_A_DAY:
        require(no("too_many", _("They have been written to often today. Try again tomorrow.")))

    sent.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    key = public_id()
    invitation = ClaimInvitation.objects.create(
        public_id=key,
        person=person,
        email=email,
        note=note,
        token_hash=claiming.hashed(claiming.token_of(key)),
        invited_by=sender,
        created_at=at,
        expires_at=at + CLAIM_LASTS,
    )
    record(Facts.INVITED_TO_CLAIM, actor=actor, subject=invitation, concerns=person.pk)
    return invitation


@act
def claim(invitation: ClaimInvitation, *, actor: Actor) -> Person:
    """Take the place that was kept for one; everything it held moves to the person signed in."""
    at = clock.now()
    invitation = ClaimInvitation.objects.select_for_update().get(pk=invitation.pk)
    new = _self(actor)
    if invitation.used_by_id == new.pk:
        return new
    both = (invitation.person_id, new.pk)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    old = Person.objects.get(pk=invitation.person_id)
    invitation.person = old
    require(policy.may_claim(new, invitation, at=at))

    invitation.used_at, invitation.used_by = at, new
    invitation.save(update_fields=["used_at", "used_by"])
    for move in claiming.ON_CLAIM:
        move(old.pk, new.pk, actor)
    claiming.hand_over(old, new)
    _become(old, new)
    record(Facts.CLAIMED, actor=actor, subject=old, concerns=new.pk)
    return new


def _become(old: Person, new: Person) -> None:
    # The handle is what the next import knows the person by, so it moves; it is unique, so it leaves first.
    handle, old.handle, old.merged_into = old.handle, "", new
    old.save(update_fields=["handle", "merged_into"])
    new.handle = new.handle or handle
    new.affiliation = new.affiliation or old.affiliation
    new.save(update_fields=["handle", "affiliation"])


def _self(actor: Actor) -> Person:
    if actor.id is None:
        raise PermissionError("The house itself has no place of its own.")
    return Person.objects.get(pk=actor.id)
