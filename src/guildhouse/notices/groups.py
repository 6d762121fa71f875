"""The handful of groups in which people choose their letters, and which kind of fact belongs to which.

A letter that answers the reader's own act, or is about their own seat or place (`own` in the tables of letters),
always belongs to the first group. The table names the group of all others; a test holds it against those tables.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.facts import Facts as Communities
from guildhouse.harvest.facts import Facts as Harvest
from guildhouse.rooms.facts import Facts as Rooms


class Group(TextChoices):
    """What a letter is about, in words people choose by."""

    OWN = "own", _("What is about you")
    CONDUCT = "conduct", _("When something went wrong between people")
    DUTIES = "duties", _("What waits for you as a host, a convener or a welcomer")
    COMING = "coming", _("Rooms you come to")
    AFTER = "after", _("What rooms leave behind")
    ROOMS = "rooms", _("New rooms")
    COMMUNITY = "community", _("Your communities")


class Choice(TextChoices):
    """How somebody hears of a group."""

    NOW = "now", _("at once")
    DIGEST = "digest", _("in the digest")
    NEVER = "never", _("not at all")


EXPLAINED = {
    Group.OWN: _("Answers to what you asked for, and changes to your own seat, membership or account."),
    Group.CONDUCT: _("Appeals, and being named as somebody others turn to."),
    Group.DUTIES: _("Requests to decide, questions answered, somebody who cannot come, somebody new."),
    Group.COMING: _("What hosts write to everybody in a room, and what they note about attendance."),
    Group.AFTER: _("What you took on and what came of it, and thanks from others."),
    Group.ROOMS: _("Rooms and series that are published in your communities."),
    Group.COMMUNITY: _("A new edition of the charter, a pause, an office, a level, the archive."),
}
# What everybody wants who never chose: a new room can wait until tomorrow.
USUAL = {Group.ROOMS: Choice.DIGEST}
# Whoever did not get these would stand before a closed door, or leave somebody in need without an answer.
ALWAYS = (Group.OWN, Group.CONDUCT)
CHOSEN = tuple(group for group in Group if group not in ALWAYS)

GROUP_OF: dict[str, Group] = {
    Communities.SIGNED_ON: Group.DUTIES,
    Communities.OPENED: Group.COMMUNITY,
    Communities.ASKED_TO_JOIN: Group.DUTIES,
    Communities.JOINED: Group.DUTIES,
    Communities.LEVEL_RECOGNISED: Group.COMMUNITY,
    Communities.APPOINTED: Group.COMMUNITY,
    Communities.OFFICE_HANDED_OVER: Group.COMMUNITY,
    Communities.OFFICE_ENDED: Group.COMMUNITY,
    Communities.DUTY_ASKED: Group.DUTIES,
    Communities.DUTY_TAKEN: Group.DUTIES,
    Communities.DUTY_DECLINED: Group.DUTIES,
    Communities.DUTY_NOTE_WANTED: Group.DUTIES,
    Communities.DUTY_LAID_DOWN: Group.COMMUNITY,
    Communities.DUTY_ENDED: Group.COMMUNITY,
    Communities.CHARTER_WRITTEN: Group.COMMUNITY,
    Communities.PAUSED: Group.COMMUNITY,
    Communities.ARCHIVED: Group.COMMUNITY,
    Communities.ERASURE_ASKED: Group.COMMUNITY,
    Communities.ERASURE_TAKEN_BACK: Group.COMMUNITY,
    Communities.CONTACT_NAMED: Group.CONDUCT,
    Communities.APPEALED: Group.CONDUCT,
    **dict.fromkeys(
        (
            Harvest.COMMITMENT_ASKED,
            Harvest.COMMITMENT_ACCEPTED,
            Harvest.COMMITMENT_DECLINED,
            Harvest.ASKED_BACK,
            Harvest.RECOGNISED,
        ),
        Group.AFTER,
    ),
    Rooms.PUBLISHED: Group.ROOMS,
    Rooms.SERIES_PLANNED: Group.ROOMS,
    Rooms.MESSAGE: Group.COMING,
    Rooms.SEAT_EXCUSED: Group.COMING,
    Rooms.SEAT_ABSENT: Group.COMING,
    Rooms.HOST_NAMED: Group.DUTIES,
    Rooms.SEAT_REQUESTED: Group.DUTIES,
    Rooms.SEAT_WITHDRAWN: Group.DUTIES,
    Rooms.ANSWERED_BACK: Group.DUTIES,
    Rooms.ATTENDANCE_CONTESTED: Group.DUTIES,
    Rooms.ROLE_ANSWERED: Group.DUTIES,
    Rooms.TIMES_ANSWERED: Group.DUTIES,
    Rooms.CERTIFICATE_MADE: Group.COMING,
}


def group_of(kind: str, *, own: bool) -> Group:
    """The group a letter of this kind belongs to."""
    return Group.OWN if own else GROUP_OF[kind]
