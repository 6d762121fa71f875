"""Who may say which letters somebody gets."""

from django.utils.translation import gettext as _

from guildhouse.history.actors import Actor
from guildhouse.kit.rules import YES, Verdict, forbid
from guildhouse.people.models import Person


def may_choose(actor: Actor, person: Person) -> Verdict:
    """Whether the one who acts may choose this person's letters: only the person, also by a link in a letter."""
    if actor.id == person.pk:
        return YES
    return forbid("not_yours", _("Everybody chooses their own letters."))
