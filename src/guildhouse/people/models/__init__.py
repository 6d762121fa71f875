from guildhouse.people.models.address_change import AddressChange
from guildhouse.people.models.person import ClaimInvitation, Mute, Person, PersonManager, PersonQuerySet, Site
from guildhouse.people.sessions import Session

__all__ = [
    "AddressChange",
    "ClaimInvitation",
    "Mute",
    "Person",
    "PersonManager",
    "PersonQuerySet",
    "Session",
    "Site",
]
