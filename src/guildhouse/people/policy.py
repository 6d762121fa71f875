"""Who may do what to a person's place here."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.history.actors import Actor
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.addresses import UNDO_LASTS
from guildhouse.people.models import AddressChange, ClaimInvitation, Person

CLAIMS_A_DAY = 3
CHANGES_A_DAY = 3


def may_invite_to_claim(
    actor: Person | None, person: Person, vouched_for: bool, *, sent_today: int = 0
) -> Verdict:
    """Whether an invitation to claim may be sent; `vouched_for`: an app above knows the actor convenes them.

    `sent_today`: how many this person was sent within a day, counted when one more is to go.
    """
    if actor is None or not (actor.is_site_admin or vouched_for):
        return forbid("not_convener", _("Only a convener of a community they belong to may invite them."))
    if not is_unclaimed(person):
        return no("claimed", _("This person has an account already."))
    if sent_today >= CLAIMS_A_DAY:
        return no("too_many", _("They have been written to often today. Try again tomorrow."))
    return YES


def may_claim(actor: Person, invitation: ClaimInvitation, *, at: datetime) -> Verdict:
    """Whether the place an invitation speaks of may still be taken, and by this person."""
    if invitation.used_at is not None:
        return no("used", _("This invitation has been used already. If it was not by you, tell a convener."))
    if at >= invitation.expires_at:
        return no("expired", _("This invitation has run out. Ask whoever sent it for a new one."))
    if not is_unclaimed(invitation.person):
        return no("claimed", _("This place has been claimed already."))
    if actor.pk == invitation.person_id or not actor.is_claimed:
        return forbid("unconfirmed", _("Confirm your e-mail address first; then open this link again."))
    return YES


def may_change_profile(actor: Person | None, person: Person) -> Verdict:
    """Whether the actor may change what somebody says of themselves: only their own."""
    if actor is not None and actor.pk == person.pk:
        return YES
    return forbid("not_yours", _("Everybody writes their own page. Ask the person to change theirs."))


def may_run_house(actor: Person | None) -> Verdict:
    """Whether the actor may change what holds in the whole house."""
    if actor is not None and actor.is_site_admin:
        return YES
    return forbid("not_site_admin", _("Only whoever runs this house may change it; ask them."))


def may_bring(actor: Actor) -> Verdict:
    """Whether the actor may note and correct people known from elsewhere: whoever runs the house, and its imports."""
    if actor.person is None:
        return YES
    return may_run_house(actor.person if isinstance(actor.person, Person) else None)


def may_mute(actor: Person, other: Person) -> Verdict:
    """Whether the actor may stop hearing of somebody's acts."""
    if actor.pk == other.pk:
        return no("oneself", _("You cannot mute yourself. Quiet hours are on your own page."))
    return YES


def sees_profile(reader: Person | None, shown: Person, *, together: bool) -> bool:
    """Whether the reader sees more of somebody than the name, by what that person chose.

    `together`: both belong to one community. Whoever runs the house sees everybody.
    """
    if reader is None:
        return False
    if reader.pk == shown.pk or reader.is_site_admin or shown.seen_by == Person.SeenBy.HOUSE:
        return True
    return together and shown.seen_by == Person.SeenBy.COMMUNITIES


def is_unclaimed(person: Person) -> bool:
    """Whether a place is kept for this person, and nobody has taken it."""
    return person.claimed_at is None and person.erased_at is None and person.merged_into_id is None


def may_ask_address_change(person: Person, email: str, *, asked_today: int) -> Verdict:
    """Whether somebody may ask for another address of their own."""
    if (person.email or "").lower() == email.lower():
        return no("same", _("This is your address already. Write another one."))
    if asked_today >= CHANGES_A_DAY:
        return no("too_many", _("You have asked for this often today. Try again tomorrow."))
    return YES


def may_move_address(*, taken: bool) -> Verdict:
    """Whether an account may be moved to an address; asked when it is, for somebody may have come to it meanwhile."""
    if taken:
        return no("taken", _("This address cannot be used. Ask for the change again, with another one."))
    return YES


def may_agree_to_address(change: AddressChange, *, at: datetime) -> Verdict:
    """Whether one of the two addresses may still agree to a change."""
    if change.ended_at is not None or change.done_at is not None or not change.person.is_active:
        return no(
            "over",
            _(
                "This change is over: it was made, or somebody stopped it. Your page says which address holds."
            ),
        )
    if at >= change.expires_at:
        return no("expired", _("This link has run out. Ask for the change again, signed in."))
    return YES


def may_undo_address_change(change: AddressChange, *, at: datetime) -> Verdict:
    """Whether the old address may still take back a change that was made."""
    if change.done_at is None or change.ended_at is not None or not change.person.is_active:
        return no("over", _("There is nothing to take back: the change was not made, or it is undone."))
    if at >= change.done_at + UNDO_LASTS:
        return no("expired", _("This link has run out. Write to whoever runs this house."))
    if (change.person.email or "").lower() != change.new_email.lower():
        return no("over", _("The address was changed again since. Write to whoever runs this house."))
    return YES
