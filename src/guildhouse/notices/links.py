"""The links in letters that work without signing in: to stop a group of letters, and to say that a letter arrived."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from guildhouse.notices.groups import CHOSEN
from guildhouse.people.models import Person

DIGEST = "digest"
STOPS = (*CHOSEN, DIGEST)
ARRIVED_LASTS = 7 * 24 * 3600  # seconds


def stop_url(person: Person, group: str) -> str:
    """The whole address that stops a group of letters to this person; it works for as long as the site's key."""
    token = signing.Signer(salt="notices.stop", sep=".").sign(f"{person.public_id}.{group}")
    return f"{settings.ORIGIN}/letters/stop/{token}/"


def read_stop(token: str) -> tuple[Person, str] | None:
    """Whose letters a link stops, and which group (or "digest"); None when the link was not made here."""
    try:
        public_id, _dot, group = signing.Signer(salt="notices.stop", sep=".").unsign(token).partition(".")
    except signing.BadSignature:
        return None
    person = Person.objects.living().filter(public_id=public_id).first()
    return (person, group) if person is not None and group in STOPS else None


def again_of(person: Person, groups: Iterable[str]) -> str:
    """What the page that stopped these groups gives along, so that the same ones, and no others, may come again."""
    return _again().sign(f"{person.public_id}.{','.join(groups)}")


def read_again(person: Person, said: str) -> list[str]:
    """The groups that page had stopped for this person; none when it was not ours."""
    try:
        public_id, _dot, groups = _again().unsign(said).partition(".")
    except signing.BadSignature:
        return []
    return [one for one in groups.split(",") if one in CHOSEN] if public_id == person.public_id else []


def _again() -> signing.Signer:
    return signing.Signer(salt="notices.again", sep=".")


def arrived_path(person: Person) -> str:
    """Where somebody says that a letter to their present address arrived; it works for a week."""
    signer = signing.TimestampSigner(salt="notices.arrived", sep=".")
    return f"/letters/arrived/{signer.sign(f'{person.public_id}.{_address(person)}')}/"


def read_arrived(token: str) -> Person | None:
    """Who says so; None when the link is old, not from here, or was sent to an address they no longer use."""
    signer = signing.TimestampSigner(salt="notices.arrived", sep=".")
    try:
        public_id, _dot, address = signer.unsign(token, max_age=ARRIVED_LASTS).partition(".")
    except signing.BadSignature:
        return None
    person = Person.objects.living().filter(public_id=public_id).first()
    return person if person is not None and _address(person) == address else None


def _address(person: Person) -> str:
    return salted_hmac("notices.address", (person.email or "").lower()).hexdigest()[:16]
