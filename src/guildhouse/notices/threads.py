"""Which letters belong together: one thread for each room, series, call, request and so on.

Every letter of a thread refers to the same Message-ID, made from what the thread is about, so that mail programs show
them together. No letter carries that id itself. A letter's own id is made from the fact and the reader under the
site's key: sent again it is the same, and nobody can guess it, who would like to say that a letter came back.
"""

import uuid
from email.utils import parseaddr
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

from guildhouse.communities.models import Block, Community, JoinRequest, Report
from guildhouse.history.models import Fact
from guildhouse.kit.prepared import prepared
from guildhouse.notices.models import Letter
from guildhouse.rooms.models import Room, Series


class Root(NamedTuple):
    """What a thread is called, the model that names it, and the way from there to what the fact is about."""

    name: str
    model: type[Model]
    way: str


# By the table a fact is about.
ROOTS = {
    "rooms.room": Root("room", Room, "pk"),
    "rooms.seat": Root("room", Room, "seats"),
    "harvest.commitment": Root("room", Room, "cards__commitment"),
    "harvest.recognition": Root("room", Room, "recognitions"),
    "rooms.series": Root("series", Series, "pk"),
    "communities.joinrequest": Root("request", JoinRequest, "pk"),
    "communities.report": Root("report", Report, "pk"),
    "communities.block": Root("block", Block, "pk"),
}


def thread_of(fact: Fact) -> str:
    """The name of the thread a fact is told in; empty for what stands by itself. One query."""
    if root := ROOTS.get(fact.subject_type):
        found = _public_ids(root, fact.subject_id)
        return f"{root.name}.{found[0][0]}" if found else ""
    return f"community.{fact.community_id}" if fact.community_id else ""


@prepared
def _public_ids(root: Root, subject: int) -> QuerySet[Any, tuple[str]]:
    found = root.model._default_manager.filter(**{root.way: subject})
    return found.order_by("pk").values_list("public_id")[:1]


def root_id(thread: str) -> str:
    """The Message-ID every letter of a thread refers to."""
    return f"<{thread}@{domain()}>"


def message_id(letter: Letter) -> str:
    """The Message-ID of a letter: the same for the same fact and reader, whenever and wherever it is written."""
    if letter.fact_id and letter.person_id:
        return id_named(f"{letter.fact_id}.{letter.person_id}")
    return f"<{uuid.uuid4().hex}@{domain()}>"


def id_named(name: str) -> str:
    """A Message-ID made from a name: always the same, and nobody without the site's key can guess it."""
    return f"<{name}.{salted_hmac('notices.letter', name).hexdigest()[:20]}@{domain()}>"


def list_id(community: Community) -> str:
    """By which mail programs know the letters of one community; it stays when the community is renamed."""
    return f"<{community.public_id.lower()}.{urlsplit(settings.ORIGIN).hostname or 'localhost'}>"


def domain() -> str:
    """What stands after the @ in ids: the domain letters come from."""
    return parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
