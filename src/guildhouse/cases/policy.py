"""Who may do what with a case. Pages and actions all ask here; nothing here queries, and nothing here reads words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.cases.models import Case
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer

DEFAULT_DAYS = 30
# One line among what a room leaves.
LONGEST_LESSON = 300
NO_EDITION = "none"


@dataclass(frozen=True, slots=True)
class Before:
    """One person before the cases of one room."""

    viewer: Viewer
    # Whether everybody confirmed in the room agrees that machines read its cases.
    all_agree: bool = False

    @property
    def person(self) -> Person | None:
        return self.viewer.standing.person

    @property
    def is_machine(self) -> bool:
        return self.person is not None and self.person.kind == Person.Kind.AGENT

    @property
    def is_in(self) -> bool:
        """Whether they are one of those confirmed in the room. Hosting alone is not: a host takes a seat for it."""
        return self.person is not None and self.viewer.is_coming

    @property
    def may_be_told(self) -> bool:
        """Whether they may know what is open, as far as it is not about one case."""
        return self.is_in and (not self.is_machine or self.all_agree)

    @property
    def is_person_in(self) -> bool:
        return self.is_in and not self.is_machine


def may_know(before: Before) -> bool:
    """Whether the cases of the room are anything to them at all; for others its pages of cases do not exist."""
    return before.is_in or (before.person is not None and before.viewer.is_host)


def may_bring(before: Before, room: Room) -> Verdict:
    """Whether the person may bring a case of their own, or write on at it."""
    if before.is_machine:
        return forbid(
            "machine", _("A case comes from somebody's own work, so people bring one, not machines.")
        )
    if room.state in (Room.State.CANCELLED, Room.State.LAPSED):
        return no("over", _("This room does not take place. Bring your case to another one."))
    if not may_know(before):
        return forbid(
            "not_coming", _("Those confirmed in this room bring cases to it. Ask for a seat first.")
        )
    if room.state == Room.State.DRAFT:
        return no("draft", _("This room is not published yet. Publish it, then a case can be brought to it."))
    return YES


def may_change(case: Case, before: Before, room: Room, *, at: datetime) -> Verdict:
    """Whether the presenter may still change the words, open them, or say how long they stay."""
    if case.ended_at is not None or at >= case.expires_at(room):
        return no(
            "ended", _("This case is gone: it was withdrawn or has expired. Nothing of it can be read.")
        )
    return may_bring(before, room)


def may_follow(case: Case | None, edition: str) -> Verdict:
    """Whether words that were written over this edition of a case may take the place of what is there by now.

    `NO_EDITION` stands for a case that was not there yet, and nothing for whoever writes without having looked.
    """
    if edition in ("", edition_of(case)):
        return YES
    return no(
        "older_words",
        _(
            "You changed or withdrew this case in another window meanwhile. Keep these words again if they shall stand."
        ),
    )


def edition_of(case: Case | None) -> str:
    """The edition of somebody's living case for a room, or that there is none."""
    return case.edition if case is not None else NO_EDITION


def may_begin(before: Before, room: Room, *, at: datetime) -> Verdict:
    """Whether a new case can be written: up to the end of the room."""
    if room.state == Room.State.HELD or at >= room.ends_at:
        return no("over", _("This room is over. Bring your case to the next one."))
    return may_bring(before, room)


def may_open(case: Case, before: Before, room: Room, *, is_whole: bool, at: datetime) -> Verdict:
    """Whether the presenter may show the case to those confirmed in the room."""
    if not (verdict := may_change(case, before, room, at=at)):
        return verdict
    if not is_whole:
        return no(
            "not_whole",
            _(
                "Write the situation and your key question, and put your name under the line about confidence."
            ),
        )
    return YES


def may_withdraw(case: Case, person: Person) -> Verdict:
    """Whether this is their own case: whoever brought it takes it back at any moment, whatever became of the room."""
    if case.person_id == person.pk:
        return YES
    return forbid("not_mine", _("Only whoever brought a case withdraws it."))


def may_stay(days: int, most: int, room: Room, *, at: datetime) -> Verdict:
    """Whether a case may stay that long after its room, by the bounds of the community's charter."""
    if 1 <= days <= most and at >= room.ends_at + timedelta(days=days):
        return no(
            "past", _("That day is over already, and the case would be gone at once. Withdraw it instead.")
        )
    if 1 <= days <= most:
        return YES
    words = ngettext(
        "Here a case stays at most %(num)s day after its room.",
        "Here a case stays from 1 to %(num)s days after its room.",
        most,
    )
    return no("days", words % {"num": most})


def may_read(case: Case, before: Before, room: Room, *, at: datetime) -> Verdict:
    """Whether this person may be shown the words of a case."""
    if before.person is not None and case.person_id == before.person.pk:
        return YES
    if not before.is_in:
        return forbid("not_coming", _("Only those confirmed in the room read its cases."))
    if not case.is_open(room, at):
        return no(
            "not_open", _("This case is not open: it was withdrawn, has expired, or is still being written.")
        )
    if before.is_machine and not before.all_agree:
        return forbid("machine", _("Machines read the cases of a room only when everybody in it agrees."))
    return YES


def may_agree(before: Before, case: Case | None) -> Verdict:
    """Whether the person has a say in whether machines read the cases of the room: confirmed, or with a case there."""
    if before.is_person_in or (case is not None and case.ended_at is None):
        return YES
    return forbid("not_coming", _("Those confirmed in the room decide about this, each for themselves."))


def may_take_lesson(case: Case, before: Before, room: Room, *, at: datetime) -> Verdict:
    """Whether the presenter may take a lesson from the case into what the room leaves."""
    if not (verdict := may_change(case, before, room, at=at)):
        return verdict
    if case.opened_at is None:
        return no("not_open", _("A lesson comes from what was spoken of. Open the case to the room first."))
    return YES


def may_word_lesson(words: str) -> Verdict:
    """Whether these are words for a lesson."""
    if 0 < len(words.strip()) <= LONGEST_LESSON:
        return YES
    return no("words", _("Write the lesson in a sentence or two."))
