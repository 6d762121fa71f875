"""Who may do what with the circles of a room. Nothing here queries."""

from django.utils.translation import gettext as _

from guildhouse.circles.models import Wish
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer, may_host

FEWEST = 4


def _takes_place(room: Room) -> Verdict:
    if room.state == Room.State.DRAFT:
        return no("draft", _("Nobody comes to this room yet. Publish it first, then form circles."))
    if room.state == Room.State.CANCELLED:
        return no("cancelled", _("This room was cancelled. Make a new one like it instead."))
    if room.state in (Room.State.LAPSED, Room.State.HELD):
        return no("over", _("This room is over. Make a new one like it instead."))
    return YES


def may_form(viewer: Viewer, room: Room, shown: Format) -> Verdict:
    """Whether the person may form circles in this room at all, however many come."""
    if not (verdict := may_host(viewer)):
        return verdict
    if not (verdict := _takes_place(room)):
        return verdict
    if shown.circles is None:
        return no(
            "whole",
            _("In this format everybody stays together. Choose one that works in circles, such as triads."),
        )
    return YES


def may_form_with(viewer: Viewer, room: Room, shown: Format, people: int) -> Verdict:
    """Whether circles can be formed with so many who come."""
    if not (verdict := may_form(viewer, room, shown)):
        return verdict
    if people < FEWEST:
        return no(
            "few",
            _("Circles need at least four people who have a seat. Form them once more have said yes."),
        )
    return YES


def may_search(*, is_free: bool) -> Verdict:
    """Whether circles may be looked for now: one search at a time, so that others get their pages meanwhile."""
    if is_free:
        return YES
    return no("searching", _("Circles are being formed just now. Wait a few seconds, then look again."))


def may_let_go(viewer: Viewer, room: Room, begun: int) -> Verdict:
    """Whether circles may be thrown away: before any of their rounds has begun."""
    if not (verdict := may_host(viewer)):
        return verdict
    if not (verdict := _takes_place(room)):
        return verdict
    if begun:
        return no("begun", _("A round of these circles has begun. Form the rounds to come anew instead."))
    return YES


def may_show(viewer: Viewer, room: Room) -> Verdict:
    """Whether the person may show the circles to those who come, or take them back."""
    if not (verdict := may_host(viewer)):
        return verdict
    return _takes_place(room)


def may_wish(viewer: Viewer, room: Room) -> Verdict:
    """Whether the person may ask something about the circles: a host, or somebody with a seat, in confidence."""
    if not (viewer.is_host or viewer.is_coming):
        return forbid("not_coming", _("Only those who come and the hosts can ask something about circles."))
    return _takes_place(room)


def may_wish_for_others(viewer: Viewer) -> Verdict:
    """Whether the person may ask it for two others."""
    if viewer.is_host:
        return YES
    return forbid("not_yours", _("You can ask this for yourself. For others, write to the hosts."))


def may_wish_everywhere(viewer: Viewer) -> Verdict:
    """Whether what is asked may hold for later rooms of the community too."""
    if viewer.standing.is_convener:
        return YES
    return forbid("not_convener", _("Only conveners can ask this for every room of the community."))


def may_take_back(viewer: Viewer, wish: Wish) -> Verdict:
    """Whether the person may take a wish back: whoever asked it, and the hosts it is not about.

    What holds in every room is not for the hosts of one: it goes with whoever asked it, and with conveners.
    """
    person = viewer.standing.person
    if person is not None and person.pk == wish.asked_by_id:
        return YES
    if wish.everywhere and not viewer.standing.is_convener:
        return forbid(
            "everywhere",
            _("This holds in every room here. Whoever asked it, or a convener, can take it back."),
        )
    if viewer.is_host and (person is None or person.pk not in (wish.one_id, wish.other_id)):
        return YES
    return forbid("not_yours", _("Only whoever asked this, and the hosts, can take it back."))


def sees_circles(viewer: Viewer, *, is_shown: bool) -> bool:
    """Hosts see circles at once, those who come once a host has shown them, nobody else ever."""
    return viewer.is_host or (is_shown and viewer.is_coming)
