"""Who hears of the seven duties: whoever is asked, whoever asked, and whoever is to write the note."""

from datetime import UTC, datetime, timedelta

import pytest

from guildhouse.communities import actions, queries
from guildhouse.communities.facts import Facts
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices.tasks import letters_of
from guildhouse.testing.cast import Cast

NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)
AFTER = {
    Facts.DUTY_ASKED: ("Bo", "Would you be critical friend in Weavers of the valley?"),
    Facts.DUTY_TAKEN: ("Ana", "Bo said yes: critical friend in Weavers of the valley"),
    Facts.DUTY_NOTE_WANTED: ("Bo", "Your season as critical friend in Weavers of the valley ends soon"),
    Facts.DUTY_ENDED: ("Bo", "Your season as critical friend in Weavers of the valley is over"),
}


def asked(cast: Cast):
    begins_on = queries.seasons(cast.weavers, clock.now()).this.begins_on
    return actions.ask_to_carry(
        cast.weavers,
        cast.bo,
        kind="friend",
        begins_on=begins_on,
        word="You ask well.",
        actor=cast.actor("ana"),
    )


def heard(kind: str) -> list[tuple[str, str, str]]:
    fact = Fact.objects.get(kind=kind)
    return [(letter.person.name, letter.subject, letter.text) for letter in letters_of(fact)]


@pytest.mark.parametrize("kind", AFTER)
def test_from_being_asked_to_the_end_of_the_season(cast: Cast, kind: str):
    with clock.at(NOVEMBER):
        one = asked(cast)
        actions.accept_duty(one, actor=cast.actor("bo"))
    for days in (27, 41):
        with clock.at(NOVEMBER + timedelta(days=days)):
            actions.turn_duties()
    [(name, subject, text)] = heard(kind)
    assert (name, subject) == AFTER[kind]
    assert "/c/weavers/duties/friend/" in text
    assert ("You ask well." in text) == (kind == Facts.DUTY_ASKED)


def test_a_no_is_told_to_whoever_asked_and_to_nobody_else(cast: Cast):
    actions.decline_duty(asked(cast), actor=cast.actor("bo"))
    assert [name for name, _subject, _text in heard(Facts.DUTY_DECLINED)] == ["Ana"]


def test_whoever_takes_a_duty_or_lays_it_down_themselves_gets_no_letter(cast: Cast):
    begins_on = queries.seasons(cast.weavers, clock.now()).this.begins_on
    mine = actions.take_duty(cast.weavers, kind="keeper", begins_on=begins_on, actor=cast.actor("bo"))
    actions.lay_down_duty(mine, actor=cast.actor("bo"))
    assert heard(Facts.DUTY_TAKEN) == heard(Facts.DUTY_LAID_DOWN) == []
    again = actions.take_duty(cast.weavers, kind="agenda", begins_on=begins_on, actor=cast.actor("bo"))
    actions.lay_down_duty(again, actor=cast.actor("ana"))
    facts = Fact.objects.filter(kind=Facts.DUTY_LAID_DOWN).order_by("-pk")
    assert [letter.person.name for letter in letters_of(facts[0])] == ["Bo"]
