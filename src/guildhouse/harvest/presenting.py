"""What a room leaves behind in words for pages and screens: frozen rows, nothing to ask for any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guildhouse.harvest.models import Card, Commitment, Outcome, Recognition, Reflection
from guildhouse.harvest.queries import LookBack
from guildhouse.kit import dates
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting import words

Kind = Card.Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """How a commitment stands, as far as the reader may know: a state, what came of it, and in which words."""

    owner: str
    is_mine: bool
    due_on: date
    state: str
    words: str
    text: str
    value: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card as one person reads it."""

    public_id: str
    href: str
    kind: str
    kind_words: str
    text: str
    who: str
    is_mine: bool
    at: datetime
    is_shared: bool
    is_corrected: bool
    from_case: bool
    question_href: str
    answer: Answer | None
    asked_by: str = ""
    where: str = ""
    where_href: str = ""
    room_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one kind."""

    kind: str
    title: str
    cards: list[CardRow]


@dataclass(frozen=True, slots=True)
class Before:
    """What the last time left to look back on, in words."""

    room: str
    href: str
    at: datetime
    zone: str
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class Thanks:
    """One word of thanks as one person reads it."""

    href: str
    text: str
    by: str
    to: str
    when: str
    state: str
    is_to_me: bool
    is_mine: bool
    is_shown: bool


def plural_of(kind: str) -> str:
    """What stands over the cards of a kind."""
    return {
        Kind.INSIGHT: pgettext("cards", "Insights"),
        Kind.TERM: pgettext("cards", "Terms"),
        Kind.PITFALL: pgettext("cards", "Pitfalls"),
        Kind.DECISION: pgettext("cards", "Decisions"),
        Kind.QUESTION: pgettext("cards", "Open questions"),
        Kind.COMMITMENT: pgettext("cards", "Commitments"),
    }[Kind(kind)]


def row_of(card: Card, slug: str, person: Person | None, *, where: bool = False) -> CardRow:
    """A card in words; with `where` also the room it comes from."""
    commitment = getattr(card, "commitment", None)
    return CardRow(
        public_id=card.public_id,
        href=reverse("card", args=[slug, card.public_id]),
        kind=card.kind,
        kind_words=str(Kind(card.kind).label),
        text=card.text,
        who=str(card.author) if card.author else "",
        is_mine=person is not None and card.author_id == person.pk,
        at=card.at,
        is_shared=card.is_shared,
        is_corrected=card.corrected_at is not None,
        from_case=card.from_case,
        question_href=reverse("community-question", args=[slug, card.question.public_id])
        if card.question
        else "",
        answer=answer_of(commitment, person) if commitment else None,
        asked_by=str(card.author)
        if commitment and card.author and card.author_id != commitment.owner_id
        else "",
        where=card.room.purpose if where else "",
        where_href=reverse("room", args=[slug, card.room.public_id]) if where else "",
        room_at=card.room.starts_at if where else None,
    )


def answer_of(commitment: Commitment, person: Person | None) -> Answer:
    """How a commitment stands: to its owner all of it, to others what its owner shares, and nothing that shames."""
    mine = person is not None and commitment.owner_id == person.pk
    told = mine or commitment.shared_at is not None
    open_to_all = commitment.state in (Commitment.State.ASKED, Commitment.State.DECLINED)
    outcome: Outcome | None = getattr(commitment, "outcome", None)
    value = outcome.value if outcome and told else ""
    return Answer(
        owner=str(commitment.owner),
        is_mine=mine,
        due_on=commitment.due_on,
        state=commitment.state if told or open_to_all else Commitment.State.OPEN,
        words=_state_words(commitment, value, told),
        text=_text(commitment, outcome, told or _asked_for(commitment, person)),
        value=value,
        is_shared=commitment.shared_at is not None,
    )


def _asked_for(commitment: Commitment, person: Person | None) -> bool:
    """Whether this is a no to the reader, who alone hears the word that came with it."""
    is_asker = person is not None and commitment.card.author_id == person.pk
    return is_asker and commitment.state == Commitment.State.DECLINED


def _text(commitment: Commitment, outcome: Outcome | None, told: bool) -> str:
    if not told:
        return ""
    return outcome.text if outcome else commitment.word


def _state_words(commitment: Commitment, value: str, told: bool) -> str:
    state = Commitment.State
    if commitment.state == state.ASKED:
        return _("asked, not answered yet")
    if commitment.state == state.DECLINED:
        return _("not taken on")
    if not told or commitment.state == state.OPEN:
        return _("not yet") if told and commitment.answered_at and commitment.asked_count else ""
    if commitment.state == state.LET_GO:
        return _("let go")
    return _("it made a difference") if value == Outcome.Value.REALISED else _("tried, or done")


def grouped(cards: Sequence[Card], slug: str, person: Person | None, *, most: int = 0) -> list[Group]:
    """Cards by kind, in the order in which people look for them; with `most` only the last so many of a kind."""
    rows = [row_of(card, slug, person) for card in cards]
    order = (Kind.COMMITMENT, Kind.DECISION, Kind.QUESTION, Kind.INSIGHT, Kind.PITFALL, Kind.TERM)
    groups = [
        Group(kind, plural_of(kind), [row for row in rows if row.kind == kind][-most:]) for kind in order
    ]
    return [group for group in groups if group.cards]


def before(found: LookBack | None, person: Person | None) -> Before | None:
    """What to look back on, in words."""
    if found is None:
        return None
    room, slug = found.room, found.room.community.slug
    return Before(
        room=room.purpose,
        href=reverse("room-harvest", args=[slug, room.public_id]),
        at=room.starts_at,
        zone=room.zone,
        groups=grouped(found.cards, slug, person),
    )


def thanks(given: Recognition, slug: str, person: Person | None) -> Thanks:
    """A word of thanks in words."""
    return Thanks(
        href=reverse("recognition", args=[slug, given.public_id]),
        text=given.text,
        by=str(given.by),
        to=str(given.to),
        when=during(given.room, given),
        state=given.state_for(person),
        is_to_me=person is not None and given.to_id == person.pk,
        is_mine=person is not None and given.by_id == person.pk,
        is_shown=given.state in Recognition.SHOWN,
    )


def during(room: Room, given: Recognition) -> str:
    """In which step of the room, and in which role, something was done."""
    steps = steps_of(room)
    step = dict(steps).get(given.step, "") if given.step is not None else ""
    role = words.role_name(room.format, given.role) if given.role else ""
    if step and role:
        return _("in the step “%(step)s”, as %(role)s") % {"step": step, "role": role}
    if step:
        return _("in the step “%(step)s”") % {"step": step}
    return _("as %(role)s") % {"role": role} if role else ""


def steps_of(room: Room) -> list[tuple[int, str]]:
    """The steps of a room's format, by their number."""
    language = dates.language()
    return [
        (number, step.name_in(language)) for number, step in enumerate(words.format_of(room.format).steps)
    ]


def worth_words(counted: dict[str, int]) -> list[tuple[str, int]]:
    """How many found the room worth their time, by answer."""
    return [(str(worth.label), counted.get(worth, 0)) for worth in Reflection.Worth]
