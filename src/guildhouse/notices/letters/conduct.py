"""Letters when something went wrong between people: plain, with the reason, and with what one can do."""

from django.utils.translation import gettext as _

from guildhouse.communities.facts import Facts
from guildhouse.notices import queries as who
from guildhouse.notices.letters import entries
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import subject_of


def reported(telling: Telling) -> Words:
    # Not the text itself: a letter lies about in mailboxes, and this is for one pair of eyes.
    return Words(
        subject=_("Somebody asks you to look at something"),
        paragraphs=[
            _("A report has come in from %(place)s. It is for you alone; read it in the house.")
            % {"place": telling.place}
            if telling.community
            else _("A report has come in. It is for you alone; read it in the house.")
        ],
        button=_("Read the report"),
        link=telling.path("conduct")
        if telling.community and not telling.fact.data.get("to_site")
        else "/site/conduct/",
        why=_("You get this letter because you are named as the contact for conduct."),
    )


def report_answered(telling: Telling) -> Words:
    return Words(
        subject=_("Your report was answered"),
        paragraphs=[_("Whoever looked into what you reported has written to you; read it in the house.")],
        button=_("Read the answer"),
        link=telling.path("conduct"),
        why=_("You get this letter because you reported something."),
    )


def contact_named(telling: Telling) -> Words:
    return Words(
        subject=_("You are the conduct contact of %(place)s") % {"place": telling.place},
        paragraphs=[
            _("People turn to you when something goes wrong between them. Reports reach you by letter.")
        ],
        button=_("See what it asks of you"),
        link=telling.path("conduct"),
        why=_("You get this letter because %(by)s named you.") % {"by": telling.by},
    )


def removed(telling: Telling) -> Words:
    return Words(
        subject=_("You are no longer a member of %(place)s") % {"place": telling.place},
        paragraphs=[_("A convener ended your membership, for this reason:")],
        quote=telling.fact.data.get("reason", "") or getattr(subject_of(telling.fact), "ended_why", ""),
        button=_("See the community"),
        link=telling.path(),
        why=_("You get this letter because it concerns your membership."),
        **entries.dates_left(telling),
    )


def blocked(telling: Telling) -> Words:
    return Words(
        subject=_("You are asked to stay away from %(place)s") % {"place": telling.place},
        paragraphs=[_("A convener decided this, for this reason:")],
        quote=getattr(subject_of(telling.fact), "reason", ""),
        button=_("Appeal against it"),
        link=f"/appeals/{getattr(subject_of(telling.fact), 'public_id', '')}/",
        after=[
            _("If you find this wrong, say so: somebody else than whoever decided it will read your appeal.")
        ],
        why=_("You get this letter because it concerns you."),
        **entries.dates_left(telling),
    )


def appealed(telling: Telling) -> Words:
    return Words(
        subject=_("An appeal in %(place)s") % {"place": telling.place},
        paragraphs=[
            _(
                "Somebody who was asked to stay away finds it wrong. Somebody else than whoever decided reads it."
            )
        ],
        button=_("Read the appeal"),
        link=telling.path("conduct"),
        why=_("You get this letter because you can answer appeals there."),
    )


def appeal_decided(telling: Telling) -> Words:
    return Words(
        subject=_("Your appeal in %(place)s was answered") % {"place": telling.place},
        paragraphs=[_("This is the answer:")],
        quote=getattr(subject_of(telling.fact), "decision", ""),
        button=_("See the community"),
        link=telling.path(),
        why=_("You get this letter because you appealed."),
    )


def block_lifted(telling: Telling) -> Words:
    return Words(
        subject=_("You may come back to %(place)s") % {"place": telling.place},
        paragraphs=[_("You are no longer asked to stay away. You can join again as anybody can.")],
        button=_("See the community"),
        link=telling.path(),
        why=_("You get this letter because it concerns you."),
    )


TABLE: Table = {
    Facts.REPORTED: (Entry(who.conduct_contact, reported, own=True),),
    Facts.REPORT_ANSWERED: (Entry(who.concerned, report_answered, own=True),),
    Facts.CONTACT_NAMED: (Entry(who.concerned, contact_named),),
    Facts.REMOVED: (Entry(who.concerned, removed, own=True),),
    Facts.BLOCKED: (Entry(who.concerned, blocked, own=True),),
    Facts.APPEALED: (Entry(who.conveners_who_did_not_block, appealed), Entry(who.site_admins, appealed)),
    Facts.APPEAL_DECIDED: (Entry(who.concerned, appeal_decided, own=True),),
    Facts.BLOCK_LIFTED: (Entry(who.concerned, block_lifted, own=True),),
}
