"""Who is behind a session."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person


class Backend(AuthenticationBackend):
    """Signing in as the account pages do it; every page after that asks for its person by a prepared query."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of this id, unless their account is locked."""
        found = _person(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@prepared
def _person(person: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=person)
