"""Who may see, lead and speak up in a room that runs. Nothing here queries."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.live.models import EARLY, LINGERS, Hand, Run
from guildhouse.rooms.formats import Format
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer, may_see_inside


def conducts(viewer: Viewer, fmt: Format) -> bool:
    """Whether somebody leads the room: its hosts, and of those who come, facilitators and whoever the format names.

    A format names a leader by a role that is its host's, or for somebody trained to lead.
    """
    if viewer.is_host:
        return True
    if not viewer.is_coming or viewer.seat is None:
        return False
    if viewer.standing.is_facilitator:
        return True
    return viewer.seat.role.key in {role.key for role in fmt.roles if role.who in ("host", "leader")}


def may_watch(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether somebody sees the room as it runs: those who come and its hosts, from a quarter of an hour before."""
    if not may_see_inside(viewer):
        return forbid("not_coming", _("Only those who come to this room see how it runs."))
    if room.state == Room.State.DRAFT:
        return no("draft", _("This room is not published yet."))
    if room.state in (Room.State.CANCELLED, Room.State.LAPSED):
        return no("not_held", _("This room does not take place. Look at the next rooms of the community."))
    if at < room.starts_at - EARLY:
        return no("early", _("This room is not open yet. Come back from 15 minutes before it begins."))
    return YES


def may_stream(viewer: Viewer, room: Room, *, at: datetime) -> bool:
    """Whether a screen is kept up to date: as long as the room can still run."""
    return bool(may_watch(viewer, room, at=at)) and at < room.ends_at + LINGERS


def may_begin(viewer: Viewer, room: Room, fmt: Format, *, at: datetime) -> Verdict:
    """Whether somebody may begin to lead the room through its steps now."""
    if not (verdict := _leads(viewer, fmt)):
        return verdict
    if not (verdict := may_watch(viewer, room, at=at)):
        return verdict
    if room.state == Room.State.HELD or at >= room.ends_at:
        return no("over", _("This room is over. Make a new one like it instead."))
    return YES


def may_conduct(viewer: Viewer, run: Run | None, fmt: Format) -> Verdict:
    """Whether somebody may go to another step, pause, give time, take hands and end."""
    if not (verdict := _leads(viewer, fmt)):
        return verdict
    return _runs(run)


def may_raise_hand(viewer: Viewer, run: Run | None) -> Verdict:
    """Whether somebody may ask to speak."""
    if not may_see_inside(viewer) or viewer.standing.person is None:
        return forbid("not_coming", _("Only those who come to this room can raise a hand in it."))
    return _runs(run)


def may_lower_hand(viewer: Viewer, run: Run | None, hand: Hand, fmt: Format) -> Verdict:
    """Whether somebody may lower this hand: their own, or any for those who lead."""
    person = viewer.standing.person
    if person is not None and hand.person_id == person.pk:
        return YES
    return may_conduct(viewer, run, fmt)


def may_hush(viewer: Viewer, run: Run | None) -> Verdict:
    """Whether somebody may turn the bell off for themselves."""
    return may_raise_hand(viewer, run)


def _leads(viewer: Viewer, fmt: Format) -> Verdict:
    if conducts(viewer, fmt):
        return YES
    return forbid("not_leading", _("Only those who lead this room may do this: its hosts and facilitators."))


def _runs(run: Run | None) -> Verdict:
    if run is None:
        return no("not_begun", _("This room has not begun its steps yet. Whoever leads it begins them."))
    if run.ended_at is not None:
        return no("ended", _("The steps of this room have ended. Whoever leads it can begin them again."))
    return YES
