from datetime import date, datetime

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community, Office, Question
from guildhouse.communities.models.membership import Level
from guildhouse.communities.policy import refusals
from guildhouse.communities.policy.standing import Standing
from guildhouse.kit.rules import YES, Verdict, forbid, no


def may_convene(standing: Standing) -> Verdict:
    """Whether the person may do what conveners do; whoever runs the house stands in, and history says who it was."""
    if standing.is_convener or standing.runs_house:
        return YES
    return refusals.not_convener()


def may_change(standing: Standing, community: Community) -> Verdict:
    """Whether the person may change the community: a convener, while it is not archived."""
    if not (verdict := may_convene(standing)):
        return verdict
    return refusals.archived() if community.state == Community.State.ARCHIVED else YES


def may_take_part(standing: Standing, community: Community) -> Verdict:
    """Whether the person may contribute: ask a question, write, report what was learned."""
    if standing.person is None:
        return refusals.signed_out()
    if standing.is_blocked:
        return refusals.blocked()
    if not standing.is_member:
        return refusals.still_a_call() if community.state == Community.State.CALL else refusals.not_member()
    return refusals.archived() if community.state == Community.State.ARCHIVED else YES


def may_open_rooms(standing: Standing, community: Community) -> Verdict:
    """Whether the person may create rooms here, by the charter's setting."""
    if standing.acts_for_house:
        return may_change(standing, community)
    if not (verdict := may_take_part(standing, community)):
        return verdict
    if standing.is_convener or standing.is_facilitator:
        return YES
    if community.rooms_by == Community.RoomsBy.MEMBERS:
        return YES
    if community.rooms_by == Community.RoomsBy.ACTIVE and standing.is_at_least(Level.ACTIVE):
        return YES
    return forbid(
        "rooms_by",
        _("Here rooms are opened by others; tell a convener what you would like to meet about."),
    )


def may_recognise(standing: Standing, community: Community, member: Standing) -> Verdict:
    """Whether the person may recognise another's level; nobody recognises themselves."""
    if not (verdict := may_change(standing, community)):
        return verdict
    if standing.person is not None and member.person == standing.person:
        return forbid(
            "oneself", _("Nobody recognises themselves. Ask another convener to say what they saw.")
        )
    if not member.is_member:
        return no("not_a_member", _("This person is not a member any more."))
    return YES


def may_appoint(standing: Standing, community: Community, *, belongs: bool) -> Verdict:
    """Whether the person may appoint somebody; `belongs` is true for members, and for signers of a call."""
    if not (verdict := may_change(standing, community)):
        return verdict
    if not belongs:
        return no("not_a_member", _("Only a member can hold an office. Invite this person first."))
    return YES


def may_end_office(standing: Standing, community: Community, office: Office, *, conveners: int) -> Verdict:
    """Whether the person may lay an office down or hand it over: the holder, or a convener."""
    holds_it = standing.person is not None and standing.person.pk == office.person_id
    if not holds_it and not (verdict := may_change(standing, community)):
        return verdict
    if office.kind == Office.Kind.CONVENER and conveners == 1:
        return no(
            "last_convener", _("This is the only convener. Hand the office over, so that somebody convenes.")
        )
    return YES


def may_hand_over(standing: Standing, community: Community, office: Office, *, belongs: bool) -> Verdict:
    """Whether the office may go to somebody else: asked by its holder or a convener, to a member."""
    holds_it = standing.person is not None and standing.person.pk == office.person_id
    if not holds_it and not (verdict := may_convene(standing)):
        return verdict
    if community.state == Community.State.ARCHIVED:
        return refusals.archived()
    if office.ended_at is not None:
        return no("ended", _("This office was handed over or laid down already."))
    if not belongs:
        return no("not_a_member", _("Only a member can hold an office. Invite this person first."))
    return YES


def may_accept_charter(standing: Standing, community: Community, number: int, latest: int) -> Verdict:
    """Whether the person may put their name to edition `number` of the charter."""
    if not (verdict := may_take_part(standing, community)):
        return verdict
    if number != latest:
        return no(
            "older_edition", _("There is a newer edition of the charter. Read that one, then accept it.")
        )
    return YES


def may_follow(follows: int, latest: int) -> Verdict:
    """Whether an edition that was written over edition `follows` may come after the latest one."""
    if follows == latest:
        return YES
    return no(
        "older_edition",
        _("Somebody wrote another edition meanwhile. Read it, then bring your change into it."),
    )


def may_pause(standing: Standing, community: Community, from_on: date, until_on: date) -> Verdict:
    """Whether a pause may be declared for these days."""
    if not (verdict := may_change(standing, community)):
        return verdict
    if until_on < from_on:
        return no("ends_before", _("A pause ends on or after the day it begins."))
    return YES


def may_answer_question(standing: Standing, community: Community, question: Question) -> Verdict:
    """Whether the person may say who works on a question, or what was learned."""
    if not (verdict := may_take_part(standing, community)):
        return verdict
    if question.community_id != community.pk:
        return no("elsewhere", _("This question belongs to another community."))
    return YES


def may_archive(standing: Standing, community: Community) -> Verdict:
    """Whether the person may put the community into the archive or take it out again."""
    return may_convene(standing)


def may_nest(standing: Standing, above: Standing | None, *, inside_itself: bool) -> Verdict:
    """Whether the community may belong to a larger one; `above` is the standing there, None to stand alone."""
    if not (verdict := may_convene(standing)):
        return verdict
    if inside_itself:
        return no("circle", _("A community cannot belong to one of its own parts. Choose another one."))
    if above is not None and not may_convene(above):
        return forbid(
            "not_convener_above", _("A convener of the larger community must agree; ask one to do this.")
        )
    return YES


def is_paused_on(pauses: list[tuple[date, date]], at: datetime) -> bool:
    """Whether this moment lies in one of the pauses."""
    return any(begin <= at.date() <= end for begin, end in pauses)


def may_write_domain(standing: Standing, community: Community, domain: str) -> Verdict:
    """Whether the community's texts may become these; an open community says what it cares about."""
    if not (verdict := may_change(standing, community)):
        return verdict
    if community.state == Community.State.OPEN and not domain.strip():
        return no("no_domain", _("An open community says what it cares about. Write at least a sentence."))
    return YES


def may_change_settings(standing: Standing, community: Community, visibility: str) -> Verdict:
    """Whether the settings may become these; a call is made in the open."""
    if not (verdict := may_change(standing, community)):
        return verdict
    if community.state == Community.State.CALL and visibility == Community.Visibility.HIDDEN:
        return no(
            "call",
            _("A call is made in the open, so that people can sign on. Hide it once it has opened."),
        )
    return YES


def may_readdress(standing: Standing, community: Community, *, taken: bool) -> Verdict:
    """Whether the community may move to an address; no address ever leads to two communities."""
    if not (verdict := may_change(standing, community)):
        return verdict
    if taken:
        return no("taken", _("Another community has or had this address. Choose another one."))
    return YES
