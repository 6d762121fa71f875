"""What those who keep the house do, by command or by the page that sets it up."""

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no
from guildhouse.people.facts import Facts
from guildhouse.people.models import Person


@act
def make_admin(email: str, name: str, password: str, *, actor: Actor) -> Person:
    """Make an account that may look after the whole site, its address taken as confirmed.

    Refused when somebody already has that address.
    """
    email = Person.objects.normalize_email(email).lower()
    if Person.objects.filter(email=email).exists():
        raise Refused(
            no("address_taken", _("Somebody here already has the address %(email)s.") % {"email": email})
        )
    person = Person.objects.create_user(
        email, password, name=name, is_site_admin=True, claimed_at=clock.now()
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    record(Facts.JOINED_SITE, actor=Actor(person, actor.via), subject=person)
    return person
