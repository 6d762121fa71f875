"""A copy of everything kept about a person: as values, as JSON, and as one file with a page to read it by."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from guildhouse.cases import queries as cases
from guildhouse.circles import queries as circles
from guildhouse.communities.models import Membership
from guildhouse.harvest.models import Recognition
from guildhouse.history.models import Fact
from guildhouse.keeping.personal.links import (
    GIVEN,
    HANGING,
    LEFT_OUT,
    PLAIN_LEFT_OUT,
    SECRETS,
    SHARED,
    THEIRS,
    links,
)
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person, Site

# Raised when something is renamed or goes; what is only added does not raise it.
VERSION = 1
NAME = "my-data"
# Whether a letter that waits may still be told is asked as it leaves; its words are nobody's before.
LEFT = (Letter.State.SENT, Letter.State.SHOWN, Letter.State.TOLD)
WORDS = ("subject", "text", "html", "calendar")
UNANSWERED = {"state": Recognition.State.GIVEN.value, "answered_at": None}


def copy_of(person: Person, *, at: datetime) -> dict[str, Any]:
    """Everything kept about a person that is theirs to take, as plain values."""
    found = links()
    site = Site.objects.filter(pk=1).values_list("name", flat=True).first()
    return {
        "format": "guildhouse-person",
        "version": VERSION,
        "written_at": at,
        "house": {"name": site or "Guildhouse", "address": settings.ORIGIN},
        "person": _row(person),
        "records": {
            link: _rows(link, person) for link in (*GIVEN, *HANGING) if link in found or link in HANGING
        },
        "history": _history(person),
        "left_out": {link: str(why) for link, why in {**LEFT_OUT, **PLAIN_LEFT_OUT}.items()},
    }


def as_json(copied: dict[str, Any]) -> str:
    """The copy for other programs."""
    return json.dumps(copied, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)


def as_page(copied: dict[str, Any]) -> str:
    """The copy for eyes: one page without anything from elsewhere."""
    records = [
        (_heading(link), [_told(row) for row in rows]) for link, rows in copied["records"].items() if rows
    ]
    context = {"copied": copied, "person": _told(copied["person"]), "records": records}
    return render_to_string("keeping/my_data_copy.html", context)


def as_archive(person: Person, *, at: datetime) -> bytes:
    """The copy as one ZIP: `my-data.json` and `index.html`."""
    copied = copy_of(person, at=at)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((f"{NAME}.json", as_json(copied)), ("index.html", as_page(copied))):
            entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text)
    return whole.getvalue()


def _heading(link: str) -> str:
    """What stands over the rows of a link: the words of `HEADINGS`, or the table's own name."""
    table = link[: link.rindex(".")]
    return (
        str(HEADINGS[table]) if table in HEADINGS else apps.get_model(table)._meta.verbose_name.capitalize()
    )


def _told(row: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, said) for name, said in row.items() if said not in (None, "", [], {})]


def _rows(link: str, person: Person) -> list[dict[str, Any]]:
    model, _dot, field = link.rpartition(".")
    rows = [
        _row(row) for row in apps.get_model(model)._default_manager.filter(**{field: person}).order_by("pk")
    ]
    if model == "cases.case":
        said = cases.own_words(person)
        return [row | said.get(row["id"], {}) for row in rows]
    if model == "notices.letter":
        return [row if row["state"] in LEFT else {**row, **dict.fromkeys(WORDS, "")} for row in rows]
    if model == "circles.circlemember":  # where one sits is told once a host shows it
        shown = circles.shown_rounds(person)
        return [row for row in rows if row["round_id"] in shown]
    if link == "harvest.recognition.by":  # what became of it is the thanked's to say
        return [row if row["state"] in Recognition.SHOWN else row | UNANSWERED for row in rows]
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


HEADINGS = {
    "account.emailaddress": _("Addresses"),
    "people.session": _("Where you are signed in"),
    "people.addresschange": _("Changes of address"),
    "people.mute": _("Whom you muted"),
    "people.claiminvitation": _("Places you claimed"),
    "mfa.authenticator": _("Second factors"),
    "socialaccount.socialaccount": _("Accounts elsewhere"),
    "notices.letter": _("Letters to you"),
    "notices.wishes": _("How you want letters"),
    "notices.communitymute": _("Communities you muted"),
    "notices.failure": _("An address that failed"),
    "communities.membership": _("Where you belong"),
    "communities.levelchange": _("What was recognised"),
    "communities.office": _("Offices"),
    "communities.duty": _("Duties you carried, or were asked to carry"),
    "communities.signon": _("Calls you signed on to"),
    "communities.acceptance": _("Charters you accepted"),
    "communities.joinrequest": _("Requests to join"),
    "communities.invitation": _("Invitations you made"),
    "communities.invitationuse": _("Invitations you came by"),
    "communities.block": _("Where you were asked to stay away"),
    "communities.report": _("What you reported"),
    "communities.question": _("Questions you asked"),
    "communities.charteredition": _("Charters you wrote"),
    "communities.community": _("Communities you called, or are the contact of"),
    "communities.stagedeclaration": _("Stages you declared"),
    "communities.pause": _("Pauses you declared"),
    "rooms.seat": _("Seats"),
    "rooms.roleask": _("Roles you were asked to take"),
    "rooms.mergeanswer": _("Whether you came along to another room"),
    "rooms.timeanswer": _("Times that suited you"),
    "rooms.certificate": _("Certificates of attendance"),
    "rooms.room": _("Rooms you planned"),
    "rooms.host": _("Rooms you host"),
    "rooms.standingseat": _("Series you come to"),
    "rooms.series": _("Series you planned"),
    "rooms.calendarfeed": _("Your calendar address"),
    "rooms.ownformat": _("Formats you made"),
    "rooms.formatedition": _("Editions of formats you wrote"),
    "circles.circlemember": _("Circles you sat in"),
    "circles.arrangement": _("Circles you formed"),
    "circles.wish": _("What you asked about circles"),
    "live.run": _("Rooms you led"),
    "live.part": _("Parts you played"),
    "live.hand": _("Hands you raised"),
    "live.hush": _("Rooms in which you wanted no bell"),
    "cases.case": _("Cases you brought"),
    "cases.reading": _("Cases you read"),
    "cases.agreement": _("Rooms in which you agreed that machines read cases"),
    "harvest.card": _("Cards you dropped"),
    "harvest.wording": _("How your cards read before"),
    "harvest.commitment": _("What you took on"),
    "harvest.outcome": _("What came of it"),
    "harvest.reflection": _("What you took from rooms"),
    "harvest.recognition": _("Words of thanks"),
    "keeping.lock": _("Closings of your account"),
    "keeping.erasure": _("Erasures asked for"),
}
