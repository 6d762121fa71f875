"""A copy of everything kept about a person. Every link from any table to a person is listed here: given, or left out.

A test walks the tables and fails when a link stands in neither list, so whoever adds a table decides at once.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Membership
from guildhouse.history.models import Fact
from guildhouse.people.models import Person

SECRETS = (
    *("password", "token_hash", "key", "form_key", "session_key", "session_data", "old_hash", "new_hash"),
    "data",  # of a passkey or a code app
)
OTHERS = _("What you decided about somebody else is theirs; that you decided it stands in your history.")

GIVEN = (
    *(
        "account.emailaddress.user",
        "people.session.person",
        "people.addresschange.person",
        "mfa.authenticator.user",
        "socialaccount.socialaccount.user",
        "people.mute.person",
        "people.claiminvitation.used_by",
        "notices.letter.person",
        "notices.wishes.person",
        "notices.communitymute.person",
        "notices.failure.person",
    ),
    *("communities.membership.person", "communities.office.person", "communities.signon.person"),
    *("communities.acceptance.person", "communities.joinrequest.person", "communities.invitation.created_by"),
    *("communities.invitationuse.person", "communities.block.person", "communities.report.reporter"),
    *(
        "communities.question.asked_by",
        "communities.charteredition.written_by",
        "communities.community.called_by",
    ),
    *("communities.community.conduct_contact", "communities.stagedeclaration.by", "communities.pause.by"),
    *(
        "rooms.seat.person",
        "rooms.room.created_by",
        "rooms.host.person",
        "rooms.standingseat.person",
        "rooms.series.created_by",
        "rooms.calendarfeed.person",
    ),
)
LEFT_OUT = {
    "people.mute.muted": _("Who muted you is theirs to know."),
    "people.person.merged_into": _(
        "The place that was kept for you before you came is part of your own row now."
    ),
    "people.claiminvitation.person": _(
        "Invitations that were sent for you before you came hold other people's words."
    ),
    "people.claiminvitation.invited_by": _("Invitations you sent hold other people's addresses."),
    "imports.importrun.person": _("A file you brought in describes other people; it stays with the house."),
    "communities.report.about": _("What others reported in confidence stays with those who looked into it."),
    "communities.report.answered_by": OTHERS,
    "communities.block.by": OTHERS,
    "communities.block.decided_by": OTHERS,
    "communities.levelchange.by": OTHERS,
    "communities.office.appointed_by": OTHERS,
    "communities.joinrequest.decided_by": OTHERS,
    "rooms.seat.decided_by": OTHERS,
}


# Rows that others go on writing in: whole while the person belongs there, afterwards only what stays theirs.
SHARED = {
    "communities.community": "id",
    "communities.question": "community_id",
    "rooms.room": "community_id",
    "rooms.series": "community_id",
}
THEIRS = (
    *("id", "public_id", "community_id", "called_by_id", "conduct_contact_id", "created_by_id"),
    *("asked_by_id", "text", "asked_at", "created_at"),
)


def copy_of(person: Person, *, at: datetime) -> dict[str, Any]:
    """Everything kept about a person that is theirs to take, as plain values."""
    return {
        "written_at": at,
        "person": _row(person),
        "records": {link: _rows(link, person) for link in GIVEN if link in links()},
        "history": _history(person),
        "left_out": {link: str(why) for link, why in LEFT_OUT.items()},
    }


def links() -> dict[str, Field]:
    """Every foreign key to a person, by "app.model.field"."""
    return {
        f"{model._meta.label_lower}.{field.name}": field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }


def _rows(link: str, person: Person) -> list[dict[str, Any]]:
    model, _dot, field = link.rpartition(".")
    rows = [
        _row(row) for row in apps.get_model(model)._default_manager.filter(**{field: person}).order_by("pk")
    ]
    if model not in SHARED:
        return rows
    where = SHARED[model]
    here = set(Membership.objects.living().filter(person=person).values_list("community", flat=True))
    return [
        row if row[where] in here else {name: row[name] for name in THEIRS if name in row} for row in rows
    ]


def _row(row: Model) -> dict[str, Any]:
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in SECRETS
    }


def _history(person: Person) -> list[dict[str, Any]]:
    facts = Fact.objects.filter(actor_id=person.pk) | Fact.objects.filter(concerns_id=person.pk)
    return [
        {
            "at": fact.happened_at,
            "kind": fact.kind,
            "by_me": fact.actor_id == person.pk,
            "community": fact.community_id,
            "subject": f"{fact.subject_type}:{fact.subject_id}",
            "details": fact.data if fact.actor_id == person.pk else {},
        }
        for fact in facts.order_by("pk")
    ]
