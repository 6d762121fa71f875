from datetime import date, timedelta

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community
from guildhouse.communities.models.duty import Duty
from guildhouse.communities.policy.convening import may_change, may_take_part
from guildhouse.communities.policy.standing import Standing
from guildhouse.communities.seasons import LONGEST, SHORTEST, Season
from guildhouse.kit.rules import YES, Verdict, forbid, no

# A note is still welcome so long after the season.
LATE_NOTES = timedelta(days=28)


def may_take_duty(standing: Standing, community: Community, season: Season | None) -> Verdict:
    """Whether the person may take a duty for this season (None: one that is not open): every member may."""
    if not (verdict := may_take_part(standing, community)):
        return verdict
    return YES if season else _no_such_season()


def may_ask_to_carry(
    standing: Standing, community: Community, season: Season | None, other: Standing, *, said: str
) -> Verdict:
    """Whether the person may ask another member to carry a duty; `said` is what that one was asked or said before.

    "asked": waits for an answer about some duty; "declined": said no to this one for this season; "" neither.
    """
    if not (verdict := may_take_duty(standing, community, season)):
        return verdict
    if other.person == standing.person:
        return no("oneself", _("You need not ask yourself: take the duty on."))
    if not other.is_member or other.is_blocked:
        return no("other_not_member", _("Only a member can carry a duty. Invite this person first."))
    if said == Duty.State.ASKED:
        return no("asked_already", _("This person was asked to carry a duty already. Wait for the answer."))
    if said == Duty.State.DECLINED:
        return no("declined", _("This person cannot this season. Ask somebody else, or take it on yourself."))
    return YES


def may_answer_duty(standing: Standing, community: Community, duty: Duty, *, today: date) -> Verdict:
    """Whether the person may say yes or no to being asked."""
    if not (verdict := may_take_part(standing, community)):
        return verdict
    if standing.person is None or standing.person.pk != duty.person_id:
        return forbid("not_yours", _("Only whoever was asked answers this."))
    if duty.state == Duty.State.LAPSED or duty.ends_on < today:
        return no("season_over", _("That season is over. You can take a duty for the one that runs now."))
    if duty.state == Duty.State.ENDED:
        return no("ended", _("This was laid down already. You can take it on again."))
    return YES


def may_note_duty(standing: Standing, community: Community, duty: Duty, *, today: date) -> Verdict:
    """Whether the person may write the note for whoever comes next: the holder, until four weeks after."""
    if not (verdict := may_take_part(standing, community)):
        return verdict
    if standing.person is None or standing.person.pk != duty.person_id:
        return forbid("not_yours", _("Only whoever carries the duty writes this note."))
    if duty.state not in (Duty.State.CARRIED, Duty.State.ENDED):
        return no("not_carried", _("Take the duty on first; the note is about carrying it."))
    if today > duty.ends_on + LATE_NOTES:
        return no("too_late", _("That season is long over. Tell whoever carries the duty now in person."))
    return YES


def may_lay_down_duty(standing: Standing, community: Community, duty: Duty) -> Verdict:
    """Whether the person may end a duty before the season does: whoever carries it, or a convener."""
    if standing.person is not None and standing.person.pk == duty.person_id:
        return YES
    return may_change(standing, community)


def may_declare_season(standing: Standing, community: Community, season: Season, *, today: date) -> Verdict:
    """Whether the season that runs may have these days."""
    if not (verdict := may_change(standing, community)):
        return verdict
    if not season.begins_on <= today <= season.ends_on:
        return no("not_today", _("The season that runs has begun and is not over: today lies in it."))
    if not SHORTEST <= season.ends_on - season.begins_on <= LONGEST:
        return no("length", _("A season lasts from two weeks to a year. Choose other days."))
    return YES


def _no_such_season() -> Verdict:
    return no(
        "other_season",
        _("A duty is taken for the season that runs, and in its last two weeks for the next one too."),
    )
