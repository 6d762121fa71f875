"""Who may close an account, erase a person or a community, and when."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person
from guildhouse.people.policy import may_run_house

# How long an erasure can be taken back.
PERSON_WAITS = timedelta(days=7)
COMMUNITY_WAITS = timedelta(days=30)
# After how long an erasure is tried again that something stood in the way of.
LOOKS_AGAIN = timedelta(days=1)
# After how long what came late is taken out too.
SWEPT_AFTER = timedelta(days=1)


def may_keep(actor: Actor) -> Verdict:
    """Whether the actor may do what those who look after the house do: they, and the operator by a command."""
    if actor.person is None and actor.via in ("command", "system"):
        return YES
    return may_run_house(actor.person if isinstance(actor.person, Person) else None)


def may_make_admin(actor: Actor, *, taken: str) -> Verdict:
    """Whether an account may be made that looks after the house: the operator's alone, by a command or the first page.

    `taken`: the address, when somebody has it.
    """
    if actor.person is not None:
        return forbid(
            "operator", _("Only the operator makes such an account: ask them to run guildhouse create-admin.")
        )
    if taken:
        return no("address_taken", _("Somebody here already has the address %(email)s.") % {"email": taken})
    return YES


def may_set_up(*, is_open: bool) -> Verdict:
    """Whether the house may be opened by its first page: while nobody is here. The page is for this machine alone."""
    if is_open:
        return no("set_up", _("This house is open already. Sign in with the account that was made then."))
    return YES


def may_lock(actor: Actor, person: Person, *, admins: int) -> Verdict:
    """Whether the actor may close this account; `admins`: how many look after the house."""
    if not (verdict := may_keep(actor)):
        return verdict
    if actor.id == person.pk:
        return no(
            "oneself",
            _("You cannot close your own account here. Ask somebody else who looks after the house."),
        )
    if person.erased_at is not None or not person.is_claimed:
        return no("no_account", _("There is no account to close: nobody can sign in as this person."))
    return _somebody_stays(person, admins)


def may_unlock(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may open this account again."""
    if not (verdict := may_keep(actor)):
        return verdict
    if person.erased_at is not None:
        return no("erased", _("This person was erased; there is nothing left to open."))
    return YES


def may_end_sessions(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may sign somebody out everywhere: those who look after the house, and oneself."""
    return YES if actor.id == person.pk else may_keep(actor)


def may_ask_erasure(actor: Actor, person: Person, *, convenes_alone: list[str], admins: int) -> Verdict:
    """Whether the actor may have this person erased: oneself, or whoever looks after the house.

    `convenes_alone`: the names of communities under way that would be left without a convener.
    """
    if actor.id != person.pk and not (verdict := may_keep(actor)):
        return verdict
    return may_erase(person, convenes_alone=convenes_alone, admins=admins)


def may_erase(person: Person, *, convenes_alone: list[str], admins: int) -> Verdict:
    """Whether nothing would be left without anybody; asked again when the waiting time is over."""
    if person.merged_into_id is not None:
        return no(
            "merged", _("This place was claimed by somebody. Erase that person, and it goes with them.")
        )
    if convenes_alone:
        return no(
            "last_convener",
            ngettext(
                "%(names)s would be left without a convener. Hand the office over first, or archive the community.",
                "%(names)s would be left without a convener. Hand the offices over first, or archive the communities.",
                len(convenes_alone),
            )
            % {"names": ", ".join(convenes_alone)},
        )
    return _somebody_stays(person, admins)


def may_take_back(actor: Actor, person: Person, *, asked_by: int | None) -> Verdict:
    """Whether the actor may take an erasure back: one's own, or as whoever looks after the house."""
    if actor.id == person.pk and asked_by in (person.pk, None):
        return YES
    if actor.id == person.pk:
        return forbid(
            "not_yours",
            _(
                "Somebody who looks after the house asked for this. Answer the letter you got, and say why not."
            ),
        )
    return may_keep(actor)


def may_erase_community(actor: Actor, community: Community, *, parts: int) -> Verdict:
    """Whether the actor may have a community erased: only from the archive, and only one without parts."""
    if not (verdict := may_keep(actor)):
        return verdict
    if community.state != Community.State.ARCHIVED:
        return no("not_archived", _("Only a community in the archive can be erased. Archive it first."))
    if parts:
        return no("has_parts", _("Other communities are part of this one. Move them elsewhere first."))
    return YES


def _somebody_stays(person: Person, admins: int) -> Verdict:
    if person.is_site_admin and admins <= 1:
        return no(
            "last_admin",
            _("Nobody else looks after this house. Have the operator run guildhouse create-admin first."),
        )
    return YES
