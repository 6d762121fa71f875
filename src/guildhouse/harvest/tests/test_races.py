"""Races after a room: each ends well, nothing is there twice, and each would not without lock and constraint."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from itertools import count, pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models

from guildhouse.communities.actions import agenda
from guildhouse.communities.models import Question
from guildhouse.harvest import actions, policy
from guildhouse.harvest.actions import cards, commitments, frame, recognising, reflecting
from guildhouse.harvest.invariants import violations
from guildhouse.harvest.models import Card, Commitment, Outcome, Recognition, Reflection
from guildhouse.harvest.tests.harvesting import dropped, during, evening, over
from guildhouse.history import actions as history
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.racing import breaks, unlocked, without_constraints
from guildhouse.rooms.tests.scenes import Race, at, broken
from guildhouse.testing.cast import Cast

Scene = Callable[[Cast, Race], list[str]]

AT_ONCE = 5
A_MOMENT = 0.05
CONSTRAINTS = ("one_reflection_each", "nobody_drops_the_same_words_twice", "nobody_thanks_twice_alike")
KEPT = (Reflection, Recognition, Outcome, Commitment, Card)


def told(subject: models.Model | None = None) -> list[str]:
    """What history says of the harvest, or of one thing in it, in its order."""
    facts = Fact.objects.filter(kind__startswith="harvest.")
    if subject is not None:
        facts = facts.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return [kind.removeprefix("harvest.") for kind in facts.order_by("pk").values_list("kind", flat=True)]


def unless(found: object, wanted: object) -> list[str]:
    return [] if found == wanted else [f"{found} instead of {wanted}."]


def looking_back(cast: Cast, race: Race) -> list[str]:
    """One person sends what they take from a room five times at once."""
    room = evening(cast)
    said = {"takes": "Slower is faster.", "worth": "yes", "actor": Actor(cast.bo)}
    outcomes = race(*[at(during(room), actions.reflect, room, **said)] * AT_ONCE)
    kept = Reflection.objects.filter(room=room).count()
    return [*broken(outcomes), *unless((kept, told().count("reflected")), (1, 1)), *violations()]


def one_card(cast: Cast, race: Race) -> list[str]:
    """One person drops the same question five times at once."""
    room = evening(cast)
    text = f"How tight is {room.pk}?"
    outcomes = race(*[partial(dropped, room, cast.bo, "question", text)] * AT_ONCE)
    kept = list(Card.objects.filter(room=room))
    asked = Question.objects.filter(text=text).count()
    return [*broken(outcomes), *unless((len(kept), asked), (1, 1)), *violations()]


def one_question(cast: Cast, race: Race) -> list[str]:
    """Two members put the question a visitor left on the agenda at once."""
    room = evening(cast, cast.cy, access="site")
    card = dropped(room, cast.cy, "question", "Why wool?")
    outcomes = race(
        *(partial(actions.put_on_agenda, card, actor=Actor(who)) for who in (cast.ana, cast.bo)),
    )
    card.refresh_from_db()
    made = (told(card).count("card_on_agenda"), len(card.became))
    return [*broken(outcomes), *unless(made, (1, 1)), *violations()]


def same_question(cast: Cast, race: Race) -> list[str]:
    """Two people drop the same question at once: two cards, and one question on the agenda."""
    room = evening(cast)
    text = f"How tight is {room.pk}?"
    outcomes = race(*(partial(dropped, room, who, "question", text) for who in (cast.ana, cast.bo)))
    asked = Card.objects.filter(room=room).values_list("question", flat=True)
    return [*broken(outcomes), *unless((len(asked), len(set(asked))), (2, 1)), *violations()]


def asked_and_taken_back(cast: Cast, race: Race) -> list[str]:
    """A visitor takes their question back while a member puts it on the agenda: it is gone, or it stays."""
    room = evening(cast, cast.cy, access="site")
    card = dropped(room, cast.cy, "question", "Why wool?")
    outcomes = race(
        partial(actions.put_on_agenda, card, actor=Actor(cast.bo)),
        partial(actions.take_back, card, actor=Actor(cast.cy)),
    )
    here, said = Card.objects.filter(pk=card.pk).exists(), told(card)
    both = "card_on_agenda" in said and "card_taken_back" in said
    return [*broken(outcomes), *unless((both, here), (False, "card_taken_back" not in said)), *violations()]


def two_answers(cast: Cast, race: Race) -> list[str]:
    """Somebody takes on and declines in two tabs what they were asked for."""
    room = evening(cast)
    commitment = dropped(room, cast.ana, "commitment", "Warp it", owner=cast.bo).commitment
    outcomes = race(
        partial(actions.accept, commitment, actor=Actor(cast.bo)),
        partial(actions.decline, commitment, actor=Actor(cast.bo)),
    )
    states = {"commitment_accepted": "open", "commitment_declined": "declined"}
    answers = [states[one] for one in told(commitment) if one in states]
    commitment.refresh_from_db()
    return [*broken(outcomes), *unless(answers, [commitment.state]), *violations()]


def taken_on_and_taken_back(cast: Cast, race: Race) -> list[str]:
    """Somebody takes on what they were asked for while whoever asked takes the card back: it is one of the two."""
    room = evening(cast)
    card = dropped(room, cast.ana, "commitment", "Warp it", owner=cast.bo)
    outcomes = race(
        partial(actions.accept, card.commitment, actor=Actor(cast.bo)),
        partial(actions.take_back, card, actor=Actor(cast.ana)),
    )
    taken = "commitment_accepted" in told(card.commitment)
    return [*broken(outcomes), *unless(taken, Card.objects.filter(pk=card.pk).exists()), *violations()]


def two_outcomes(cast: Cast, race: Race) -> list[str]:
    """Somebody says what came of it and lets it go, in two tabs: the last of the two is how it stands."""
    room = evening(cast)
    commitment = dropped(room, cast.bo, "commitment", "Warp it").commitment
    outcomes = race(
        partial(actions.tell, commitment, value="realised", actor=Actor(cast.bo)),
        partial(actions.let_go, commitment, word="No time.", actor=Actor(cast.bo)),
        partial(actions.tell, commitment, value="applied", actor=Actor(cast.bo)),
    )
    states = {"outcome_told": "done", "commitment_let_go": "let_go"}
    commitment.refresh_from_db()
    return [*broken(outcomes), *unless(commitment.state, states[told(commitment)[-1]]), *violations()]


def two_workers(cast: Cast, race: Race) -> list[str]:
    """Two workers ask at once what came of it."""
    room = over(evening(cast))
    commitment = dropped(room, cast.bo, "commitment", "Warp it").commitment
    late = room.ends_at + timedelta(days=20)
    outcomes = race(*[at(late, actions.ask_back, commitment, actor=SYSTEM)] * 3)
    asked = sorted(bool(one.value) for one in outcomes)
    return [*broken(outcomes), *unless((asked, told().count("asked_back")), ([False, False, True], 1))]


def thanked(cast: Cast) -> tuple[Room, Recognition]:
    room = evening(cast)
    said = {"to": cast.ana, "text": "You held it.", "actor": Actor(cast.bo)}
    return room, at(during(room), actions.recognise, room, **said)()


def one_thanks(cast: Cast, race: Race) -> list[str]:
    """One person sends the same thanks five times at once."""
    room = evening(cast)
    said = {"to": cast.ana, "text": "You held it.", "actor": Actor(cast.bo)}
    outcomes = race(*[at(during(room), actions.recognise, room, **said)] * AT_ONCE)
    sent = (Recognition.objects.filter(room=room).count(), told().count("recognised"))
    return [*broken(outcomes), *unless(sent, (1, 1)), *violations()]


def thanks_shown(cast: Cast, race: Race) -> list[str]:
    """The thanked lets it be seen, pressing five times."""
    _room, given = thanked(cast)
    outcomes = race(*[partial(actions.show, given, to="room", actor=Actor(cast.ana))] * AT_ONCE)
    return [*broken(outcomes), *unless(told(given), ["recognised", "recognition_shown"])]


def thanks_answered(cast: Cast, race: Race) -> list[str]:
    """The thanked lets it be seen and declines it, in several tabs: the last answer is the one that holds."""
    _room, given = thanked(cast)
    ana = Actor(cast.ana)
    outcomes = race(
        partial(actions.show, given, to="room", actor=ana),
        partial(actions.turn_down, given, actor=ana),
        partial(actions.show, given, to="room", actor=ana),
        partial(actions.turn_down, given, actor=ana),
    )
    states = {"recognition_shown": "room", "recognition_declined": "declined"}
    answers = [states[one] for one in told(given)[1:]]
    given.refresh_from_db()
    twice = [one for one, after in pairwise(answers) if one == after]
    return [*broken(outcomes), *unless((answers[-1], twice), (given.state, []))]


def thanks_gone(cast: Cast, race: Race) -> list[str]:
    """Thanks are taken away by both while they are let be seen: nothing is told of them afterwards."""
    _room, given = thanked(cast)
    outcomes = race(
        partial(actions.show, given, to="room", actor=Actor(cast.ana)),
        partial(actions.withdraw, given, actor=Actor(cast.bo)),
        partial(actions.withdraw, given, actor=Actor(cast.ana)),
    )
    said = told(given)
    ends = (said[-1], said.count("recognition_taken_back"), Recognition.objects.filter(pk=given.pk).exists())
    return [*broken(outcomes), *unless(ends, ("recognition_taken_back", 1, False))]


SCENES = [
    looking_back,
    one_card,
    one_question,
    same_question,
    asked_and_taken_back,
    two_answers,
    taken_on_and_taken_back,
    two_outcomes,
    two_workers,
    one_thanks,
    thanks_shown,
    thanks_answered,
    thanks_gone,
]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_what_happens_at_the_same_moment_ends_well(scene: Scene, race: Race, cast: Cast, monkeypatch):
    widen(monkeypatch)
    assert scene(cast, race) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_lock_and_constraint_the_same_moment_breaks_it(
    scene: Scene, race: Race, cast: Cast, monkeypatch
):
    widen(monkeypatch)
    with without_constraints(*CONSTRAINTS, of=KEPT):
        assert breaks(scene, cast, unlocked(race, unlock, monkeypatch))


def widen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a moment pass between looking how things stand and changing them."""
    for where, name in (
        *((model._default_manager, "create") for model in (Card, Reflection, Recognition)),
        *((policy, rule) for rule in ("may_show", "may_remove", "may_take_back", "may_put_on_agenda")),
        *((policy, rule) for rule in ("may_decide", "may_tell")),
        (Question._default_manager, "create"),
    ):
        monkeypatch.setattr(where, name, slowly(getattr(where, name)))
    become, turns = commitments._become, count()

    def become_in_turn(*arguments: Any, **said: Any) -> Commitment:
        time.sleep(A_MOMENT * (3 - next(turns) % 4))  # whoever came first writes last
        return become(*arguments, **said)

    monkeypatch.setattr(commitments, "_become", become_in_turn)
    monkeypatch.setattr(Card, "delete", slowly(Card.delete, moments=6))


def slowly(act: Callable[..., Any], moments: int = 1) -> Callable[..., Any]:
    def acting(*arguments: Any, **said: Any) -> Any:
        time.sleep(moments * A_MOMENT)
        return act(*arguments, **said)

    return acting


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch off every lock, and the transaction: its first write would hold the others up."""
    for module in (cards, frame, recognising, reflecting):
        monkeypatch.setattr(module, "lock", _unlocked)
    for module, name in ((cards, "lock_community"), (agenda, "lock")):
        monkeypatch.setattr(module, name, lambda community: community)
    monkeypatch.setattr(commitments, "_lock", _unlocked_commitment)
    monkeypatch.setattr(cards, "held", lambda card: None)
    monkeypatch.setattr(history, "writers_turn", nullcontext)
    plain = SimpleNamespace(atomic=nullcontext, on_commit=lambda do: do())
    monkeypatch.setattr(history, "transaction", plain)


def _unlocked(room: Room) -> Room:
    return Room.objects.select_related("community").get(pk=room.pk)


def _unlocked_commitment(commitment: Commitment) -> Commitment:
    found = Commitment.objects.select_related("card__room").get(pk=commitment.pk)
    time.sleep(A_MOMENT)
    return found
