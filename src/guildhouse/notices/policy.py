"""Who may say which letters somebody gets."""

from django.utils.translation import gettext as _

from guildhouse.history.actors import Actor
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person


def may_choose(actor: Actor, person: Person) -> Verdict:
    """Whether the one who acts may choose this person's letters: only the person, also by a link in a letter."""
    if actor.id == person.pk:
        return YES
    return forbid("not_yours", _("Everybody chooses their own letters. Ask the person to change theirs."))


def may_try_address(person: Person, *, has_tried: bool) -> Verdict:
    """Whether a letter may be sent to try an address: when letters to it came back, and not over and over."""
    if person.unreachable_since is None:
        return no("reachable", _("Letters to your address arrive; there is nothing to try."))
    if has_tried:
        return no(
            "too_soon",
            _("A letter was sent a moment ago. Give it five minutes, and look among unwanted mail."),
        )
    return YES
