"""Where somebody is signed in: Django's sessions, each with its person, device and when it was last used.

Every request reads its row, so a session that is deleted here is over with the next request, in every process.
`SESSION_ENGINE` names this module.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now

from guildhouse.kit import clock
from guildhouse.kit.ids import public_id
from guildhouse.kit.prepared import prepared
from guildhouse.kit.turns import writers_turn

if TYPE_CHECKING:
    from guildhouse.people.models import Person

DEVICE = "device"
NOTED_EVERY = timedelta(minutes=15)


class Session(AbstractBaseSession):
    """One browser in which somebody is signed in, or in which somebody signed out has begun something."""

    DEVICE_LENGTH = 200

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        return SessionStore


class SessionStore(DatabaseStore):
    """Reads and writes sessions; the name is part of how they are signed, so it stays."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _session(self.session_key) if self.session_key else []
        self.row = found[0] if found else None
        if self.row is None:
            self._session_key = None
        return self.row

    @property
    def person(self) -> "Person | None":
        """The person this session's row brought along, if they are the one the session says."""
        said, row = self.get(SESSION_KEY), self.row
        if said is None or row is None or not Session.person.is_cached(row):
            return None
        return row.person if str(row.person_id) == said else None

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row, before, at = super().create_model_instance(data), self.row, clock.now()
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")[: Session.DEVICE_LENGTH]
        row.began_at = row.seen_at = at
        if before is not None and before.person_id in (None, row.person_id):
            row.began_at = before.began_at
            if before.session_key == row.session_key:
                row.public_id = before.public_id
        self.row = row
        return row


@prepared
def _session(session_key: str) -> models.QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=Now()).select_related("person")


def end(person_id: int, *, but: str | None = None) -> int:
    """End a person's sessions, all but the one with this key; answers how many. They are over at once."""
    mine = Session.objects.filter(person_id=person_id)
    with writers_turn():
        return (mine.exclude(session_key=but) if but else mine).delete()[0]


def end_one(session: Session) -> None:
    """End one session."""
    with writers_turn():
        session.delete()


def note_seen(store: SessionStore) -> None:
    """Note that a session is in use: at most every quarter of an hour, so that reading a page costs nothing."""
    row = store.row
    if row is None or row.person_id is None or clock.now() - row.seen_at < NOTED_EVERY:
        return
    with writers_turn():
        Session.objects.filter(pk=row.session_key).update(seen_at=clock.now())
