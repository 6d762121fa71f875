"""What of everything that leads to a person they get a copy of, and what they do not, with the reason.

Every foreign key to a person and every plain id that may be a person's stands here: given, or left out. A test walks
the tables and fails when one stands in neither list, so whoever adds a table decides at once.
"""

from django.apps import apps
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from guildhouse.people.models import Person

SECRETS = (
    *("password", "token_hash", "key", "form_key", "session_key", "session_data", "old_hash", "new_hash"),
    "sealed",  # what a case says is given unsealed
    "data",  # of a passkey or a code app
    *("unmet", "seed"),  # of circles: they tell a host how many asked to be apart from them
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
    *(
        "communities.membership.person",
        "communities.office.person",
        "communities.duty.person",
        "communities.signon.person",
    ),
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
        "rooms.ownformat.made_by",
        "rooms.formatedition.written_by",
        "rooms.calendarfeed.person",
    ),
    *("circles.circlemember.person", "circles.arrangement.formed_by", "circles.wish.asked_by"),
    *("cases.case.person", "cases.reading.person", "cases.agreement.person"),
    *("live.hand.person", "live.hush.person", "live.part.person", "live.run.began_by"),
    *("harvest.card.author", "harvest.commitment.owner", "harvest.outcome.person"),
    *("harvest.reflection.person", "harvest.recognition.by", "harvest.recognition.to"),
    *("keeping.lock.person", "keeping.erasure.person"),
)
# What hangs on rows of theirs, by the path of keys that leads from it to them.
HANGING = (
    "harvest.wording.card__author",
    "communities.levelchange.membership__person",
    "rooms.roleask.seat__person",
    "rooms.mergeanswer.seat__person",
    "rooms.timeanswer.seat__person",
    "rooms.certificate.seat__person",
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
    "communities.duty.asked_by": OTHERS,
    "communities.declaredseason.declared_by": OTHERS,
    "communities.joinrequest.decided_by": OTHERS,
    "rooms.seat.decided_by": OTHERS,
    "harvest.card.shared_by": OTHERS,
    "rooms.roleask.asked_by": OTHERS,
    "rooms.merging.by": OTHERS,
    "rooms.timepoll.by": OTHERS,
    "circles.wish.one": _("What others asked the hosts about you in confidence stays with them."),
    "circles.wish.other": _("What others asked the hosts about you in confidence stays with them."),
    "keeping.lock.by": OTHERS,
    "keeping.lock.lifted_by": OTHERS,
    "keeping.erasure.by": OTHERS,
}
# Ids without a key behind them that are given, and as what.
PLAIN_GIVEN = {
    "history.fact.actor_id": "history",
    "history.fact.concerns_id": "history, without the words of whoever did it",
    "notices.letter.fact_id": "records",
    "notices.letter.community_id": "records",
}
# … and those that are not.
PLAIN_LEFT_OUT = {
    "history.fact.subject_id": _("What somebody else did is theirs, also where they did it to you."),
    "history.fact.community_id": _("Which community something happened in stands with your own history."),
    "history.version.community_id": _("How often a community changed is about the community."),
    "history.answer.person_id": _(
        "How your last forms were answered is kept for a day, to answer them alike."
    ),
    "imports.imported.object_id": _("By what key a source named you is the source's; ask it."),
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


def links() -> dict[str, Field]:
    """Every foreign key to a person, by "app.model.field"."""
    return {
        f"{model._meta.label_lower}.{field.name}": field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }
