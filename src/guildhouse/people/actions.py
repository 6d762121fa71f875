"""What people do with their own place in the house."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock, tokens
from guildhouse.kit.ids import public_id
from guildhouse.kit.rules import require
from guildhouse.people import addresses, claiming, policy, sessions
from guildhouse.people.erased import known_as
from guildhouse.people.facts import Facts
from guildhouse.people.models import AddressChange, ClaimInvitation, Mute, Person

CLAIM_LASTS = timedelta(days=14)
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
    require(policy.may_bring(actor))
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
    require(policy.may_bring(actor))
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
    sent = ClaimInvitation.objects.filter(person=person)
    sent_today = sent.filter(created_at__gt=at - timedelta(days=1)).count()
    vouched_for = claiming.vouched_for(sender, person)
    require(policy.may_invite_to_claim(sender, person, vouched_for, sent_today=sent_today))

    sent.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    key = public_id()
    invitation = ClaimInvitation.objects.create(
        public_id=key,
        person=person,
        email=email,
        note=note,
        token_hash=tokens.hash_of(claiming.token_of(key)),
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


@act
def ask_address_change(*, email: str, by_factor: bool = False, actor: Actor) -> AddressChange:
    """Ask for another address of one's own: both are written to, and it changes once both have agreed.

    `by_factor`: a second factor that is old enough was given just now and speaks for the old address.
    """
    at = clock.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=_self(actor).pk)
    mine = AddressChange.objects.filter(person=person)
    asked_today = mine.filter(asked_at__gt=at - timedelta(days=1)).count()
    require(policy.may_ask_address_change(person, email, asked_today=asked_today))
    mine.filter(done_at=None, ended_at=None).update(ended_at=at)
    key = public_id()
    change = AddressChange.objects.create(
        public_id=key,
        person=person,
        old_email=person.email or "",
        new_email=email.lower(),
        old_hash=tokens.hash_of(addresses.token_of(key, addresses.OLD)),
        new_hash=tokens.hash_of(addresses.token_of(key, addresses.NEW)),
        asked_at=at,
        expires_at=at + addresses.LASTS,
        by_factor=by_factor,
        old_agreed_at=at if by_factor or not person.email else None,
    )
    record(Facts.ADDRESS_CHANGE_ASKED, actor=actor, subject=change, concerns=person.pk)
    taken = Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()
    _write("address_taken" if taken else "address_new", change, addresses.NEW)
    _write("address_told" if by_factor else "address_old", change, addresses.OLD)
    return change


@act
def agree_to_address(change: AddressChange, *, end: str, actor: Actor) -> AddressChange:
    """Agree for one of the two addresses; with the second the change is made. Again changes nothing."""
    at, change = clock.now(), _locked(change)
    field = f"{end}_agreed_at"
    if getattr(change, field) is not None:
        return change
    require(policy.may_agree_to_address(change, at=at))
    setattr(change, field, at)
    change.save(update_fields=[field])
    if change.old_agreed_at and change.new_agreed_at:
        _move_address(change, change.new_email)
        change.done_at = at
        change.save(update_fields=["done_at"])
        record(Facts.ADDRESS_CHANGED, actor=actor, subject=change, concerns=change.person_id)
        _write("address_changed", change, addresses.OLD)
    return change


@act
def stop_address_change(change: AddressChange, *, actor: Actor) -> AddressChange:
    """Stop a change that is not made yet; whoever asked may, and either address."""
    change = _locked(change)
    if change.ended_at is None and change.done_at is None:
        change.ended_at = clock.now()
        change.save(update_fields=["ended_at"])
        record(Facts.ADDRESS_CHANGE_STOPPED, actor=actor, subject=change, concerns=change.person_id)
    return change


@act
def undo_address_change(change: AddressChange, *, actor: Actor) -> AddressChange:
    """Give an account back to its old address: every session ends, and the password and newer ways in with them.

    Passkeys, code apps and accounts elsewhere from before the change was asked for stay: whoever reads the mail of the
    old address alone shall not be rid of them.
    """
    at, change = clock.now(), _locked(change)
    require(policy.may_undo_address_change(change, at=at))
    _move_address(change, change.old_email)
    change.ended_at = at
    change.save(update_fields=["ended_at"])
    change.person.set_unusable_password()
    change.person.save(update_fields=["password"])
    Authenticator.objects.filter(user=change.person, created_at__gte=change.asked_at).delete()
    SocialAccount.objects.filter(user=change.person, date_joined__gte=change.asked_at).delete()
    sessions.end(change.person_id)
    record(Facts.ADDRESS_CHANGE_UNDONE, actor=actor, subject=change, concerns=change.person_id)
    return change


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


def _locked(change: AddressChange) -> AddressChange:
    change = AddressChange.objects.select_for_update().get(pk=change.pk)
    change.person = Person.objects.select_for_update(no_key=True).get(pk=change.person_id)
    return change


def _move_address(change: AddressChange, email: str) -> None:
    person, left = change.person, change.person.email or ""
    taken = Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()
    require(policy.may_move_address(taken=taken))
    person.email = email
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.filter(email__iexact=email, verified=False).delete()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    for follow in addresses.ON_CHANGE:
        follow(person.pk, left, email)


def _write(kind: str, change: AddressChange, end: str) -> None:
    to = change.old_email if end == addresses.OLD else change.new_email
    if to:
        token = addresses.token_of(change.public_id, end)
        get_adapter().send_mail(f"house/{kind}", to, {"change": change, "token": token})
