from django.utils.translation import gettext as _

from guildhouse.communities.models import Block, Community, Report
from guildhouse.communities.policy import refusals
from guildhouse.communities.policy.convening import may_convene
from guildhouse.communities.policy.standing import Standing
from guildhouse.kit.rules import YES, Verdict, forbid, no


def may_report(standing: Standing) -> Verdict:
    """Whether the person may ask the conduct contact or the house to look at something: whoever is signed in."""
    return YES if standing.person is not None else refusals.signed_out()


def may_read_report(standing: Standing, report: Report, contact_id: int | None) -> Verdict:
    """Whether the person may read and answer a report; nobody answers what is about themselves.

    Reports to the community go to its contact, or while none is named, or it is between somebody and the contact,
    to the conveners but for whoever wrote it; those to the site to whoever runs the house.
    """
    person = standing.person
    if person is None:
        return refusals.signed_out()
    if person.pk == report.about_id:
        return forbid("about_you", _("This is about you, so somebody else answers it."))
    if report.to_site:
        if standing.runs_house:
            return YES
        return forbid("to_site", _("This was written to those who run the house."))
    has_contact = contact_id not in (None, report.about_id, report.reporter_id)
    is_other_convener = standing.is_convener and person.pk != report.reporter_id
    answers = person.pk == contact_id if has_contact else is_other_convener
    return YES if answers else forbid("not_contact", _("Reports are answered by the conduct contact."))


def may_remove(standing: Standing, member: Standing, *, conveners: int) -> Verdict:
    """Whether the person may end another's membership; oneself one leaves."""
    if not (verdict := may_convene(standing)):
        return verdict
    if standing.person is not None and standing.person == member.person:
        return no("oneself", _("You cannot remove yourself. You can leave, on the people page."))
    if member.is_convener and conveners == 1:
        return no("last_convener", _("This is the only convener. Appoint another one first."))
    return YES


def may_block(standing: Standing, member: Standing, *, conveners: int) -> Verdict:
    """Whether the person may keep another out."""
    return may_remove(standing, member, conveners=conveners)


def may_appeal(standing: Standing, block: Block) -> Verdict:
    """Whether the person may appeal against being kept out: once, while it holds."""
    if standing.person is None or standing.person.pk != block.person_id:
        return forbid("not_yours", _("Only the person concerned can appeal."))
    if block.lifted_at is not None:
        return no("lifted", _("This was lifted: you can come back."))
    if block.decided_at is not None:
        return no(
            "decided",
            _("Your appeal was answered. Write to those who run the house if something has changed."),
        )
    return YES


def may_decide_appeal(standing: Standing, block: Block) -> Verdict:
    """Whether the person may answer an appeal: another convener or the house, never whoever blocked."""
    if not (verdict := may_convene(standing)):
        return verdict
    if standing.person is not None and standing.person.pk == block.by_id:
        return forbid(
            "same_hand", _("You asked this person to stay away, so somebody else answers the appeal.")
        )
    if standing.person is not None and standing.person.pk == block.person_id:
        return forbid("oneself", _("This is about you, so somebody else answers it."))
    if not block.appeal:
        return no("no_appeal", _("There is no appeal to answer."))
    if block.lifted_at is not None:
        return no("lifted", _("This was lifted already."))
    return YES


def may_lift(standing: Standing, block: Block) -> Verdict:
    """Whether the person may let somebody come back."""
    if standing.person is not None and standing.person.pk == block.person_id:
        return forbid("oneself", _("This is about you, so somebody else decides it."))
    return may_convene(standing)


def may_name_contact(standing: Standing, community: Community, *, belongs: bool) -> Verdict:
    """Whether the person may name the conduct contact, who is a member."""
    if not (verdict := may_convene(standing)):
        return verdict
    if not belongs:
        return no("not_a_member", _("Only a member can be the conduct contact. Invite this person first."))
    return YES
