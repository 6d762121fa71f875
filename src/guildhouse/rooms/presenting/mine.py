"""What a room is to me, what I can do next, and what each act will cause, said before it happens."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.kit.rules import Verdict
from guildhouse.rooms import policy
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.presenting import words
from guildhouse.rooms.presenting.sight import Sight

State = Seat.State


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to press: by POST, or a link to a page; `consequence` says what it causes."""

    label: str
    href: str
    consequence: str = ""
    by_post: bool = False
    kind: str = "primary"
    confirm: str = ""
    hidden: dict[str, str] = field(default_factory=dict)


def address(sight: Sight, name: str = "room") -> str:
    """The address of a page or an act of this room."""
    return reverse(name, args=[sight.room.community.slug, sight.room.public_id])


def main_act(sight: Sight) -> Act | None:
    """The one thing this person would do here now, or None."""
    room, seat = sight.room, sight.seat
    if room.state == Room.State.DRAFT:
        return _publishing(sight) if sight.is_host else None
    if seat is not None and seat.state == State.OFFERED:
        if not policy.may_accept(sight.viewer, room, at=sight.at):
            return None
        said = _("The seat is yours from then on; the host is told.")
        return Act(_("Take the seat"), address(sight, "room-acceptance"), said, by_post=True)
    if seat is not None and seat.state == State.WAITLISTED:
        return _claiming(sight, seat)
    if seat is not None and seat.state in (State.REQUESTED, State.CONFIRMED):
        return None
    if sight.viewer.standing.person is None:
        return _entering(sight)
    if not policy.may_ask(sight.viewer, room, at=sight.at):
        return None
    return _asking(sight)


def refusal(sight: Sight) -> tuple[str, str, str]:
    """Why this person cannot ask for a seat, and where to go next: sentence, address, words; or three times nothing."""
    if sight.has_living_seat or sight.room.state == Room.State.DRAFT:
        return "", "", ""
    verdict = policy.may_ask(sight.viewer, sight.room, at=sight.at)
    if verdict or (verdict.code == "signed_out" and sight.is_ahead):
        return "", "", ""
    return (verdict.why, *_way_on(sight, verdict))


def _way_on(sight: Sight, verdict: Verdict) -> tuple[str, str]:
    community = sight.room.community
    front = community.get_absolute_url()
    if verdict.code == "not_member":
        return front, _("How to join %(name)s") % {"name": community.name}
    if verdict.code in ("level", "invited_only", "fixed_group", "removed"):
        return reverse("community-people", args=[community.slug]), _("The people to turn to")
    return reverse("community-rooms", args=[community.slug]), _("The next rooms")


def _publishing(sight: Sight) -> Act:
    said = _("Whoever may see this room sees it then, and can ask for a seat. Until then only hosts do.")
    return Act(_("Publish this room"), address(sight, "room-publication"), said, by_post=True)


def _entering(sight: Sight) -> Act | None:
    if not sight.is_ahead or sight.room.state != Room.State.PUBLISHED:
        return None
    said = _("You sign in or make an account, and come back to this room with nothing lost.")
    if all(words.free_in(sight.room, role) == 0 for role in sight.roles):
        return Act(_("Ask for a place in line"), address(sight, "room-seat"), said)
    return Act(_("Ask for a seat"), address(sight, "room-seat"), said)


def _claiming(sight: Sight, seat: Seat) -> Act | None:
    """Inside the cut-off a free seat goes to whoever of the line takes it first."""
    if not sight.is_late or not sight.is_ahead or words.free_in(sight.room, seat.role) == 0:
        return None
    said = _(
        "A seat is free, and it is too close to the start to wait: whoever in line takes it first, has it."
    )
    hidden = {"role": seat.role.key}
    return Act(_("Take the free seat"), address(sight, "room-seat"), said, by_post=True, hidden=hidden)


def _asking(sight: Sight) -> Act:
    invited = sight.seat is not None and sight.seat.state == State.INVITED
    role = sight.seat.role if invited and sight.seat else sight.roles[0]
    href = address(sight, "room-seat")
    if needs_answers(sight) or (len(sight.roles) > 1 and not invited):
        label = _("Take the seat") if invited else _("Ask for a seat")
        return Act(label, href, overview(sight))
    label = _("Take a seat")
    if needs_approval(sight):
        label = _("Ask for a seat")
    elif not is_free(sight, role):
        label = _("Stand in line")
    return Act(label, href, consequence(sight, role), by_post=True, hidden={"role": role.key})


def needs_answers(sight: Sight) -> bool:
    """Whether asking takes more than one press: a question to answer, a clause to accept."""
    seat = sight.seat
    asks = bool(sight.room.question) and not (seat and seat.answer)
    return asks or (bool(sight.room.confidentiality) and not (seat and seat.accepted_name))


def needs_approval(sight: Sight) -> bool:
    """Whether a host answers this person's request."""
    invited = sight.seat is not None and sight.seat.state == State.INVITED
    return sight.room.needs_approval and not invited and not sight.is_host


def is_free(sight: Sight, role: RoomRole) -> bool:
    """Whether asking gives a seat at once: one is free, and nobody waits longer."""
    return words.free_in(sight.room, role) != 0 and not getattr(role, "waiting", 0)


def overview(sight: Sight) -> str:
    """What asking will cause, when the role is still to be chosen."""
    if len(sight.roles) == 1:
        return consequence(sight, sight.roles[0])
    if needs_approval(sight):
        return _("You choose a role, and a host answers your request.")
    if not any(is_free(sight, role) for role in sight.roles):
        return _("You choose a role, and stand in its line.")
    return _("You choose a role; where a seat is free you have it at once.")


def consequence(sight: Sight, role: RoomRole) -> str:
    """What asking for a seat in this role will cause."""
    room = sight.room
    if needs_approval(sight):
        return _("A host answers your request; you can take it back at any time.")
    if is_free(sight, role):
        free = words.free_in(room, role)
        if free is None:
            return _("You have a seat at once; there is no limit. You can give it up at any time.")
        return ngettext(
            "You take the last free seat. You can give it up at any time.",
            "You take one of %(free)s free seats. You can give it up at any time.",
            free,
        ) % {"free": free}
    return f"{_place(room, getattr(role, 'waiting', 0))} {when_freed(room)}"


def _place(room: Room, waiting: int) -> str:
    if room.line == Room.Line.FIRST_COME:
        return _("You will be no. %(number)s in line.") % {"number": waiting + 1}
    return (
        ngettext(
            "You join a line of %(count)s person; its order is stated below.",
            "You join a line of %(count)s people; its order is stated below.",
            waiting,
        )
        % {"count": waiting}
        if waiting
        else _("You will be the first in line.")
    )


def when_freed(room: Room) -> str:
    """What happens to a seat that frees, as a sentence to those who wait."""
    if room.freed == Room.Freed.PROMOTE:
        return _("When a seat frees, the next in line has it at once and is told by letter.")
    return ngettext(
        "When a seat frees, it is offered to the next in line, who has %(hours)s hour to take it.",
        "When a seat frees, it is offered to the next in line, who has %(hours)s hours to take it.",
        room.offer_hours,
    ) % {"hours": room.offer_hours}


def leaving(sight: Sight) -> Act | None:
    """Giving up what one has here, with what that will cause."""
    seat = sight.seat
    if seat is None or not policy.may_withdraw(sight.viewer, sight.room, at=sight.at):
        return None
    label = {
        State.INVITED: _("No, thank you"),
        State.REQUESTED: _("Take my request back"),
        State.WAITLISTED: _("Leave the line"),
        State.OFFERED: _("Let it go to the next"),
        State.CONFIRMED: _("Give up my seat"),
    }[State(seat.state)]
    said = _what_leaving_causes(sight, seat)
    return Act(label, address(sight, "room-withdrawal"), said, by_post=True, kind="quiet", confirm=said)


def _what_leaving_causes(sight: Sight, seat: Seat) -> str:
    if seat.state == State.INVITED:
        return _("The host is told that you are not coming.")
    if seat.state == State.REQUESTED:
        return _("Nothing else happens; you can ask again while the room takes requests.")
    if seat.state == State.OFFERED:
        return _("The seat goes to the next in line, or is free for somebody else.")
    if seat.state == State.WAITLISTED:
        return _("Those behind you move up. Should you come back, you stand at the end of the line.")
    role = sight.role(seat.role.key)
    waiting = getattr(role, "waiting", 0) if role else 0
    if sight.room.has_started(sight.at):
        return _("The host sees that you did not stay.")
    if not sight.is_late:
        return (
            _("Your seat goes to the next in line.")
            if waiting
            else _("Your seat becomes free for somebody else.")
        )
    late = _("It is noted for the hosts as given up late, which may happen to anybody.")
    goes = _("Your seat goes to whoever in line can come at short notice.") if waiting else ""
    return f"{goes} {late}".strip()
