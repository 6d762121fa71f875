"""What those who keep the house do, by command or by the page that sets it up."""

from datetime import datetime
from typing import Any

from guildhouse.communities.models import Community
from guildhouse.history.actions import act, record, touch
from guildhouse.history.actors import Actor
from guildhouse.keeping import policy
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.notices import held
from guildhouse.people import actions as people
from guildhouse.people.facts import Facts
from guildhouse.people.models import Person, Site


@act
def make_admin(email: str, name: str, password: str, *, actor: Actor, zone: str = "") -> Person:
    """Make an account that may look after the whole site, its address taken as confirmed.

    Refused when somebody already has that address.
    """
    email = Person.objects.normalize_email(email).lower()
    taken = Person.objects.filter(email=email).exists()
    require(policy.may_make_admin(actor, taken=email if taken else ""))
    person = people.open_account(email, name, password, actor=actor, is_site_admin=True, zone=zone)
    Site.objects.get_or_create(pk=1)
    Site.objects.filter(set_up_at=None).update(set_up_at=clock.now())
    return person


@act
def set_up(*, house: str, name: str, email: str, password: str, actor: Actor, zone: str = "") -> Person:
    """Open an empty house: its name, and the first account, which looks after it.

    Refused once anybody is here, so that a forgotten set-up page is nobody's way in.
    """
    site, _is_new = Site.objects.select_for_update().get_or_create(pk=1)
    require(policy.may_set_up(is_open=site.set_up_at is not None or Person.objects.exists()))
    site.name = house
    site.save(update_fields=["name"])
    return make_admin(email, name, password, actor=actor, zone=zone)


@act
def change_site(*, actor: Actor, **fields: Any) -> Site:
    """Change the name, the welcome and the rules of the whole house."""
    site, _is_new = Site.objects.select_for_update().get_or_create(pk=1)
    require(policy.may_keep(actor))
    changed = [name for name, value in fields.items() if getattr(site, name) != value]
    if changed:
        for name in changed:
            setattr(site, name, fields[name])
        site.save(update_fields=changed)
        record(Facts.SITE_CHANGED, actor=actor, subject=site, changed=changed)
        touch(*Community.objects.values_list("pk", flat=True))
    return site


@act
def hold_letters(*, restored_to: datetime, actor: Actor) -> Site:
    """Note that the house was put back to an earlier moment, and hold every letter until they are released."""
    site, _is_new = Site.objects.select_for_update().get_or_create(pk=1)
    site.restored_to, site.letters_held_since = restored_to, clock.now()
    site.save(update_fields=["restored_to", "letters_held_since"])
    record(Facts.SITE_RESTORED, actor=actor, subject=site, restored_to=restored_to.isoformat())
    return site


@act
def release_letters(*, drop_older: bool, actor: Actor) -> int:
    """Let letters leave a restored house again; answers how many were dropped.

    `drop_older` drops what tells of things that happened before the restore: the house may have sent it then already.
    Released twice changes nothing.
    """
    site, _is_new = Site.objects.select_for_update().get_or_create(pk=1)
    require(policy.may_keep(actor))
    since = site.letters_held_since
    if since is None:
        return 0
    dropped = held.drop_older(since) if drop_older else 0
    site.letters_held_since = None
    site.save(update_fields=["letters_held_since"])
    record(Facts.LETTERS_RELEASED, actor=actor, subject=site, dropped=dropped)
    return dropped
