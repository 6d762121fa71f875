"""Letters about communities: coming in, growing, duties, what was agreed, and what went wrong."""

from django.utils.translation import gettext as _

from guildhouse.communities.facts import Facts
from guildhouse.notices import queries as who
from guildhouse.notices.letters import conduct
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import join_request, level_name, office_name, pause_until, subject_of


def asked_to_join(telling: Telling) -> Words:
    asking = join_request(telling.fact)
    return Words(
        subject=_("%(name)s would like to join %(place)s") % {"name": telling.by, "place": telling.place},
        paragraphs=[_("They wrote:")],
        quote=asking.message if asking else "",
        button=_("Answer the request"),
        link=telling.path("requests"),
        why=_as_convener(telling),
    )


def request_accepted(telling: Telling) -> Words:
    asking = join_request(telling.fact)
    return Words(
        subject=_("Welcome to %(place)s") % {"place": telling.place},
        paragraphs=[_("%(by)s accepted your request: you are a member now.") % {"by": telling.by}],
        quote=asking.reason if asking else "",
        button=_("Go to the community"),
        link=telling.path(),
        after=[telling.community.first_thing] if telling.community and telling.community.first_thing else [],
        why=_("You get this letter because you asked to join %(place)s.") % {"place": telling.place},
    )


def request_declined(telling: Telling) -> Words:
    asking = join_request(telling.fact)
    return Words(
        subject=_("About your request to join %(place)s") % {"place": telling.place},
        paragraphs=[_("%(by)s read your request and answered no, for this reason:") % {"by": telling.by}],
        quote=asking.reason if asking else "",
        after=[_("What you can do next: %(step)s") % {"step": asking.next_step}] if asking else [],
        button=_("See the community"),
        link=telling.path(),
        why=_("You get this letter because you asked to join %(place)s.") % {"place": telling.place},
    )


def newcomer(telling: Telling) -> Words:
    name = who.name_of(telling.fact.concerns_id)
    return Words(
        subject=_("%(name)s joined %(place)s") % {"name": name, "place": telling.place},
        paragraphs=[_("A word from you on their first day goes a long way.")],
        button=_("See who is here"),
        link=telling.path("people"),
        why=_("You get this letter because you welcome newcomers in %(place)s.") % {"place": telling.place},
    )


def level_recognised(telling: Telling) -> Words:
    level = level_name(telling.fact.data.get("level", ""))
    return Words(
        subject=_("Recognised in %(place)s: %(level)s") % {"place": telling.place, "level": level},
        paragraphs=[_("%(by)s recognised how you take part, and wrote what they saw:") % {"by": telling.by}],
        quote=telling.fact.data.get("evidence", ""),
        button=_("See the people of the community"),
        link=telling.path("people"),
        why=_as_member(telling),
    )


def appointed(telling: Telling) -> Words:
    office = office_name(telling.fact.data.get("office", ""))
    return Words(
        subject=_("You hold an office in %(place)s: %(office)s") % {"place": telling.place, "office": office},
        paragraphs=[_("%(by)s appointed you.") % {"by": telling.by}, _("Its page says what it asks of you.")],
        quote=telling.fact.data.get("note", ""),
        button=_("See the people of the community"),
        link=telling.path("people"),
        why=_as_member(telling),
    )


def office_ended(telling: Telling) -> Words:
    office = office_name(telling.fact.data.get("office", ""))
    return Words(
        subject=_("Your office in %(place)s has ended: %(office)s")
        % {"place": telling.place, "office": office},
        paragraphs=[_("Thank you for carrying it.")],
        button=_("See the community"),
        link=telling.path(),
        why=_as_member(telling),
    )


def opened(telling: Telling) -> Words:
    return Words(
        subject=_("%(place)s is open") % {"place": telling.place},
        paragraphs=[
            _("The call you signed on to has become a community. You are one of those it begins with.")
        ],
        button=_("Go to the community"),
        link=telling.path(),
        why=_("You get this letter because you signed on to the call."),
    )


def signed_on(telling: Telling) -> Words:
    return Words(
        subject=_("%(name)s signed on to %(place)s") % {"name": telling.by, "place": telling.place},
        paragraphs=[_("They said why they care:")],
        quote=telling.fact.data.get("reason", ""),
        button=_("See what the call still needs"),
        link=telling.path(),
        why=_as_convener(telling),
    )


def charter_changed(telling: Telling) -> Words:
    edition = subject_of(telling.fact)
    return Words(
        subject=_("The charter of %(place)s has a new edition") % {"place": telling.place},
        paragraphs=[_("%(by)s wrote what changes, and why:") % {"by": telling.by}],
        quote=getattr(edition, "reason", ""),
        button=_("See what changed, and accept it"),
        link=telling.path("charter"),
        why=_as_member(telling),
    )


def paused(telling: Telling) -> Words:
    return Words(
        subject=_("%(place)s takes a pause") % {"place": telling.place},
        paragraphs=[
            _("Until %(day)s nothing is sent and nothing is expected of anybody.")
            % {"day": pause_until(telling.fact)}
        ],
        quote=getattr(subject_of(telling.fact), "why", ""),
        button=_("See the community"),
        link=telling.path(),
        why=_as_member(telling),
    )


def archived(telling: Telling) -> Words:
    return Words(
        subject=_("%(place)s is archived") % {"place": telling.place},
        paragraphs=[_("Its pages stay and can be read. Nothing new happens there.")],
        button=_("See the community"),
        link=telling.path(),
        why=_as_member(telling),
    )


def _as_convener(telling: Telling) -> str:
    return _("You get this letter because you are a convener of %(place)s.") % {"place": telling.place}


def _as_member(telling: Telling) -> str:
    return _("You get this letter because you are a member of %(place)s.") % {"place": telling.place}


TABLE: Table = {
    Facts.SIGNED_ON: (Entry(who.conveners, signed_on),),
    Facts.OPENED: (Entry(who.signers, opened),),
    Facts.ASKED_TO_JOIN: (Entry(who.conveners, asked_to_join),),
    Facts.REQUEST_ACCEPTED: (Entry(who.concerned, request_accepted, own=True),),
    Facts.REQUEST_DECLINED: (Entry(who.concerned, request_declined, own=True),),
    Facts.JOINED: (Entry(who.welcomers, newcomer),),
    Facts.LEVEL_RECOGNISED: (Entry(who.concerned, level_recognised),),
    Facts.APPOINTED: (Entry(who.concerned, appointed),),
    Facts.OFFICE_HANDED_OVER: (Entry(who.concerned, appointed),),
    Facts.OFFICE_ENDED: (Entry(who.concerned, office_ended),),
    Facts.CHARTER_WRITTEN: (Entry(who.members, charter_changed),),
    Facts.PAUSED: (Entry(who.members, paused, in_pauses=True),),
    Facts.ARCHIVED: (Entry(who.members, archived),),
    **conduct.TABLE,
}
