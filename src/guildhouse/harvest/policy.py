"""Who may do what with what a room leaves behind. Nothing here queries."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from guildhouse.harvest.models import Card, Commitment, Recognition, Reflection
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import EARLIEST_CHECK_IN, Viewer, may_see_inside

FOR_EVERYBODY = timedelta(days=14)
FOR_HOSTS = timedelta(days=90)
FURTHEST = timedelta(days=731)
# Of one person in one room: cards, and how often they may have the same person written to about it.
MOST_CARDS, MOST_LETTERS = 100, 10

# What is said in a room: stays there, lessons may leave, may be told outside.
STAYS, LESSONS, OPEN = "room", "lessons", "open"


def reach_of(room: Room, confidentiality: str) -> str:
    """How far what is said in this room may go: its format's word, narrowed where the room has a clause of its own."""
    return LESSONS if confidentiality == OPEN and room.confidentiality else confidentiality


def may_read(viewer: Viewer) -> bool:
    """Whether all cards of the room are shown to this person, and not only those shared with the community."""
    return may_see_inside(viewer)


def may_look(viewer: Viewer) -> bool:
    """Whether there is a page of the harvest for this person at all."""
    return may_read(viewer) or (viewer.standing.is_member and not viewer.standing.is_blocked)


def has_opened(room: Room, *, at: datetime) -> bool:
    """Whether people are in the room, or were: its steps may begin a quarter of an hour before its time."""
    if room.state in Room.SEATABLE:
        return at >= room.starts_at - EARLIEST_CHECK_IN
    return room.state in (Room.State.LIVE, Room.State.HELD)


def may_drop(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the person may drop a card: from when the room opens until two weeks after it, hosts for longer."""
    if not may_read(viewer):
        return forbid(
            "not_there",
            _("Cards are dropped by those who were in the room. Its page says when the next one is."),
        )
    if not has_opened(room, at=at):
        return no("not_begun", _("Cards are dropped once the room has begun. Come back then."))
    if at > room.ends_at + (FOR_HOSTS if viewer.is_host else FOR_EVERYBODY):
        return no(
            "too_late",
            _("This room is over for too long to add to it. Ask a host, or bring it to the next room."),
        )
    return YES


def may_drop_more(dropped: int) -> Verdict:
    """Whether somebody who dropped so many cards in a room may drop another one."""
    if dropped < MOST_CARDS:
        return YES
    return no(
        "many", _("You have as many cards in this room as anybody may have. Correct one of them instead.")
    )


def may_write_to(told: int) -> Verdict:
    """Whether somebody may turn to a person once more who got so many letters because of them and this room."""
    if told < MOST_LETTERS:
        return YES
    return no(
        "often", _("You have turned to this person often because of this room. Speak with them instead.")
    )


def may_own(owner: Person, author: Person, *, was_there: bool) -> Verdict:
    """Whether a commitment may be put on somebody: on oneself, or on somebody who is or was in the room."""
    if owner.pk == author.pk or was_there:
        return YES
    return no(
        "not_there", _("A commitment is for somebody who is in this room. Choose one of them, or yourself.")
    )


def may_be_due(due_on: date, today: date) -> Verdict:
    """Whether a commitment may be due on this day."""
    if due_on < today:
        return no("past", _("This day is over. Choose one that is still to come."))
    if due_on > today + FURTHEST:
        return no(
            "too_far", _("That is more than two years away. Choose a day by which you can say something.")
        )
    return YES


def may_correct(person: Person, card: Card, *, taken: bool) -> Verdict:
    """Whether the person may correct the words of a card: its author alone; how it read before is kept."""
    if card.author_id != person.pk:
        return forbid(
            "not_author", _("Only whoever wrote this card corrects its words. Tell them, or drop your own.")
        )
    if taken:
        return no("same", _("You have another card with these very words in this room."))
    return YES


def may_speak(viewer: Viewer) -> Verdict:
    """Whether the person still adds to what others read of the room, be it in words of their own."""
    if may_look(viewer):
        return YES
    return forbid(
        "left", _("You do not belong here any more, so nobody else is shown anything new of yours.")
    )


def may_share(viewer: Viewer, card: Card, reach: str) -> Verdict:
    """Whether the person may say that the community reads a card, or that it stays in the room."""
    person = viewer.standing.person
    if person is not None and card.author_id == person.pk:
        return YES
    if not viewer.is_host:
        return forbid(
            "not_author", _("Whoever wrote this card, or a host, says whether the community reads it.")
        )
    if reach == STAYS:
        return forbid(
            "stays", _("What is said in this room stays there, so only whoever wrote this card may share it.")
        )
    return YES


def may_take_back(viewer: Viewer, card: Card) -> Verdict:
    """Whether the person may take a card away: its author or a host, until something is made of it."""
    person = viewer.standing.person
    if not viewer.is_host and (person is None or card.author_id != person.pk):
        return forbid("not_author", _("Only whoever wrote this card or a host takes it away."))
    if card.is_used:
        return no(
            "used", _("Something was made of this card, so it stays. Its author can correct its words.")
        )
    return YES


def may_put_on_agenda(card: Card) -> Verdict:
    """Whether a question of a room may still be put on the learning agenda."""
    if card.kind != Card.Kind.QUESTION:
        return no("no_question", _("Only an open question goes on the learning agenda."))
    return YES


def may_answer(person: Person, commitment: Commitment) -> Verdict:
    """Whether the person says what becomes of a commitment: its owner alone."""
    if commitment.owner_id == person.pk:
        return YES
    return forbid("not_owner", _("Only whoever took this on says what came of it."))


def may_decide(person: Person, commitment: Commitment) -> Verdict:
    """Whether the person may still say if they take on what somebody asked of them."""
    if not (verdict := may_answer(person, commitment)):
        return verdict
    if commitment.state != Commitment.State.ASKED:
        return no("decided", _("You have answered this already. Its page says how it stands."))
    return YES


def may_tell(person: Person, commitment: Commitment) -> Verdict:
    """Whether the person may say what came of a commitment they took on."""
    if not (verdict := may_answer(person, commitment)):
        return verdict
    if commitment.state == Commitment.State.ASKED:
        return no("undecided", _("Say first whether you take this on."))
    if commitment.state == Commitment.State.DECLINED:
        return no("declined", _("You did not take this on, so nothing is expected of you."))
    return YES


def may_take_over(person: Person, commitment: Commitment) -> Verdict:
    """Whether whoever asked takes on themselves what somebody else did not take on."""
    if commitment.card.author_id != person.pk:
        return forbid("not_author", _("Only whoever asked for this takes it on now."))
    if commitment.state != Commitment.State.DECLINED:
        return no("decided", _("This is answered already. Its page says how it stands."))
    return YES


def may_reflect(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the person may look back on the room: whoever has or had a seat in it."""
    if not viewer.is_coming:
        return forbid("not_there", _("Those who had a seat in this room look back on it."))
    return may_drop(viewer, room, at=at)


def may_count(viewer: Viewer, answers: int) -> bool:
    """Whether a host sees how many found the room worth their time: never so few that one could tell who."""
    return viewer.is_host and answers >= Reflection.FEWEST_TOLD


def may_thank(viewer: Viewer, room: Room, to: Person, *, was_there: bool, at: datetime) -> Verdict:
    """Whether the person may thank another for something done in this room."""
    person = viewer.standing.person
    if not (verdict := may_drop(viewer, room, at=at)):
        return verdict
    if person is not None and person.pk == to.pk:
        return no(
            "oneself", _("Thanks go to somebody else. What you take with you yourself fits the two minutes.")
        )
    if not was_there:
        return no("not_there", _("This person was not in the room. Choose somebody who was."))
    return YES


def may_show(person: Person, recognition: Recognition) -> Verdict:
    """Whether the person says who sees a word of thanks: whoever it is for."""
    if recognition.to_id == person.pk:
        return YES
    return forbid("not_thanked", _("Whoever is thanked says who sees it."))


def may_remove(person: Person, recognition: Recognition) -> Verdict:
    """Whether the person may take a word of thanks away altogether: whoever wrote it, and whoever it is for."""
    if person.pk in (recognition.to_id, recognition.by_id):
        return YES
    return forbid("not_yours", _("Only the two people it is between may take it away."))


def says_something(text: str) -> Verdict:
    """Whether there is anything to keep."""
    if text:
        return YES
    return no("text", _("Write one line; a few words are enough."))
