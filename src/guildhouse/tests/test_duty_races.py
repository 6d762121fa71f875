"""What happens to duties at the same moment: each ends well, and each would not without lock and constraint."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.communities import actions, policy, queries
from guildhouse.communities.actions import duties
from guildhouse.communities.models import Community, DeclaredSeason, Duty, Office
from guildhouse.communities.seasons import Season
from guildhouse.history import actions as history
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.people.models import Person
from guildhouse.rooms.tests.racing import breaks, unlocked, without_constraints
from guildhouse.rooms.tests.rooming import member
from guildhouse.rooms.tests.scenes import Race, at, broken
from guildhouse.testing.cast import Cast

Scene = Callable[[Cast, Race], list[str]]

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AUTUMN = date(2026, 10, 1)
LAST_MOMENT = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)  # in Rome it is a minute to midnight
NEW_YEAR = datetime(2026, 12, 31, 23, 1, tzinfo=UTC)
A_MOMENT = 0.05


def somebody(cast: Cast, name: str) -> Person:
    """A new member; each try has its own."""
    return member(cast.weavers, f"{name}{Person.objects.count()}")


def told(duty: Duty) -> list[str]:
    facts = Fact.objects.filter(subject_type="communities.duty", subject_id=duty.pk).order_by("pk")
    return [kind.removeprefix("communities.duty_") for kind in facts.values_list("kind", flat=True)]


def taken_five_times(cast: Cast, race: Race) -> list[str]:
    """One member takes a duty, pressing five times."""
    who = somebody(cast, "Fay")
    take = at(NOON, actions.take_duty, cast.weavers, kind="friend", begins_on=AUTUMN, actor=Actor(who))
    outcomes = race(*[take] * 5)
    held = Duty.objects.living().filter(person=who).count()
    return [*broken(outcomes), *([] if held == 1 else [f"Fay carries it {held} times."])]


def asked_for_two(cast: Cast, race: Race) -> list[str]:
    """Two members ask a third for one duty each: nobody is asked for two at once."""
    eve = somebody(cast, "Eve")
    ask = partial(at, NOON, actions.ask_to_carry, cast.weavers, begins_on=AUTUMN)
    whom = somebody(cast, "Gil")
    outcomes = race(
        ask(whom, kind="friend", actor=cast.actor("ana")), ask(whom, kind="keeper", actor=Actor(eve))
    )
    asked = Duty.objects.filter(person=whom, state=Duty.State.ASKED).count()
    return [*broken(outcomes), *([] if asked == 1 else [f"Gil is asked for {asked}."])]


def answered_as_the_season_ends(cast: Cast, race: Race) -> list[str]:
    """A yes in the last minute of the season, and the worker in the first one after it."""
    said = {"kind": "friend", "begins_on": AUTUMN, "actor": cast.actor("ana")}
    asked = at(NOON, actions.ask_to_carry, cast.weavers, somebody(cast, "Hal"), **said)()
    outcomes = race(
        at(LAST_MOMENT, actions.accept_duty, asked, actor=Actor(asked.person)),
        at(NEW_YEAR, actions.turn_duties),
    )
    both = {"taken", "lapsed"} <= set(told(asked))
    return [*broken(outcomes), *([f"It is told as {told(asked)}."] if both else [])]


def two_seasons(cast: Cast, race: Race) -> list[str]:
    """Two conveners give the season other days at once: the duties carried have those of the season that runs."""
    eve = somebody(cast, "Eve")
    office = {"kind": Office.Kind.CONVENER, "actor": cast.actor("ana")}
    at(NOON, actions.appoint, cast.weavers, eve, **office)()
    begins_on = queries.seasons(cast.weavers, NOON).this.begins_on
    take = partial(at, NOON, actions.take_duty, cast.weavers, begins_on=begins_on)
    one = take(kind="friend", actor=cast.actor("bo"))()
    declare = partial(at, NOON, actions.declare_season, cast.weavers)
    outcomes = race(
        declare(begins_on=date(2026, 11, 1), ends_on=date(2027, 1, 31), actor=cast.actor("ana")),
        declare(begins_on=date(2026, 9, 1), ends_on=date(2026, 11, 30), actor=Actor(eve)),
    )
    one.refresh_from_db()
    days, season = (one.begins_on, one.ends_on), queries.seasons(cast.weavers, NOON).this
    return [*broken(outcomes), *([] if days == season else [f"It has {days} in {season}."])]


SCENES = [taken_five_times, asked_for_two, answered_as_the_season_ends, two_seasons]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_what_happens_to_duties_at_the_same_moment_ends_well(
    scene: Scene, race: Race, cast: Cast, monkeypatch
):
    widen(monkeypatch)
    assert scene(cast, race) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_lock_and_constraint_the_same_moment_breaks_it(
    scene: Scene, race: Race, cast: Cast, monkeypatch
):
    widen(monkeypatch)
    with without_constraints("one_living_duty_each", of=(Duty,)):
        assert breaks(scene, cast, unlocked(race, unlock, monkeypatch))


def widen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a moment pass between looking how things stand and changing them."""
    for where, name in (
        *((policy, rule) for rule in ("may_take_duty", "may_ask_to_carry", "may_answer_duty")),
        *((duties, act) for act in ("_made", "_move", "_taken")),
        (DeclaredSeason._default_manager, "create"),
    ):
        monkeypatch.setattr(where, name, slowly(getattr(where, name)))
    carry_over, late = duties._carry_over, NOON.date() - timedelta(days=30)

    def the_later_season_last(community: Community, before: Season, after: Season) -> None:
        time.sleep(2 * A_MOMENT if after.begins_on > late else 0)
        carry_over(community, before, after)

    monkeypatch.setattr(duties, "_carry_over", the_later_season_last)


def slowly(act: Callable[..., Any]) -> Callable[..., Any]:
    def acting(*arguments: Any, **said: Any) -> Any:
        time.sleep(A_MOMENT)
        return act(*arguments, **said)

    return acting


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch off the lock, and the transaction: its first write would hold the others up."""

    def unlocked(community: Community) -> Community:
        return Community.objects.get(pk=community.pk)

    monkeypatch.setattr(duties, "lock", unlocked)
    monkeypatch.setattr(history, "writers_turn", nullcontext)
    plain = SimpleNamespace(atomic=nullcontext, on_commit=lambda do: do())
    monkeypatch.setattr(history, "transaction", plain)
