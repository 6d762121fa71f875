"""Where seasons meet: days that overlap, promises for the next one, and whoever goes in the middle."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from guildhouse.communities import actions, needs, queries
from guildhouse.communities.models import Duty
from guildhouse.communities.seasons import Season
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.testing.cast import Cast

AUTUMN, WINTER = Season(date(2026, 10, 1), date(2026, 12, 31)), Season(date(2027, 1, 1), date(2027, 3, 31))
PAGE = "/c/weavers/duties/friend/"
FORM = "Your note for whoever comes next"


def noon(month: int, day: int) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november(cast: Cast) -> Iterator[None]:
    with clock.at(noon(11, 21)):
        yield


def take(cast: Cast, who: str = "bo", season: Season = AUTUMN) -> Duty:
    return actions.take_duty(cast.weavers, kind="friend", begins_on=season.begins_on, actor=cast.actor(who))


def declare(cast: Cast, begins_on: date, ends_on: date) -> None:
    actions.declare_season(cast.weavers, begins_on=begins_on, ends_on=ends_on, actor=cast.actor("ana"))


def days(duty: Duty) -> tuple[str, date, date]:
    duty.refresh_from_db()
    return duty.state, duty.begins_on, duty.ends_on


def waiting(who: Person) -> list[str]:
    return [one.action for one in needs.needs(who, queries.belongings(who), clock.now())]


def test_a_season_that_reaches_back_into_the_one_before_leaves_what_was_carried_there_alone(cast: Cast):
    before = take(cast)
    with clock.at(noon(1, 5)):
        actions.turn_duties()
        declare(cast, date(2026, 12, 1), date(2027, 2, 28))
        assert days(before) == ("ended", *AUTUMN)
        seasons = queries.seasons(cast.weavers, clock.now())
        assert seasons.this == (date(2026, 12, 1), date(2027, 2, 28))
        again = take(cast, season=seasons.this)
    assert (again != before, again.ends_on) == (True, date(2027, 2, 28))


def test_what_is_promised_for_the_next_season_begins_when_that_one_does(cast: Cast):
    with clock.at(noon(12, 20)):
        carried, promised = take(cast), take(cast, season=WINTER)
        declare(cast, AUTUMN.begins_on, date(2027, 1, 31))
        assert days(carried) == ("carried", AUTUMN.begins_on, date(2027, 1, 31))
        assert days(promised) == ("carried", date(2027, 2, 1), date(2027, 4, 30))


def test_what_the_clock_has_not_ended_yet_is_in_nobodys_way(cast: Cast):
    with clock.at(noon(12, 20)):
        over, promised = take(cast), take(cast, season=WINTER)
    with clock.at(noon(1, 1)):  # no worker has been here since
        declare(cast, AUTUMN.begins_on, date(2027, 2, 28))
    assert days(over) == ("ended", *AUTUMN)
    assert days(promised) == ("carried", AUTUMN.begins_on, date(2027, 2, 28))


def test_a_season_that_ends_sooner_asks_for_the_note_now_and_one_that_lasts_longer_asks_again(cast: Cast):
    carried = take(cast)
    declare(cast, AUTUMN.begins_on, date(2026, 11, 30))
    assert waiting(cast.bo) == ["Write the note"]
    assert actions.turn_duties() == 1
    declare(cast, AUTUMN.begins_on, date(2027, 1, 31))
    assert (waiting(cast.bo), actions.turn_duties()) == ([], 0)
    with clock.at(noon(1, 20)):
        assert (waiting(cast.bo), actions.turn_duties()) == (["Write the note"], 1)
    assert carried.person == cast.bo


@pytest.mark.parametrize(("hour", "waits"), [(22, []), (23, ["Write the note"])])
def test_the_note_waits_from_the_day_of_the_community_on(cast: Cast, hour: int, waits: list[str]):
    take(cast)
    with clock.at(
        datetime(2026, 12, 17, hour, 30, tzinfo=UTC)
    ):  # in Rome it is the 18th at half past midnight
        assert waiting(cast.bo) == waits
        assert actions.turn_duties() == len(waits)


def test_nobody_waits_for_an_answer_once_the_season_is_over(cast: Cast):
    begins_on = AUTUMN.begins_on
    actions.ask_to_carry(cast.weavers, cast.bo, kind="friend", begins_on=begins_on, actor=cast.actor("ana"))
    assert waiting(cast.bo) == ["Answer"]
    with clock.at(noon(1, 1)):  # no worker has been here since
        assert waiting(cast.bo) == []


def test_whoever_lays_it_down_in_the_middle_can_still_write_the_note(cast: Cast, client: Client):
    carried = take(cast)
    actions.lay_down_duty(carried, actor=cast.actor("bo"))
    client.force_login(cast.bo)
    assert FORM in client.get(PAGE).content.decode()
    client.post(f"/c/weavers/duties/held/{carried.public_id}/note/", {"note": "The key is at Eve’s."})
    take(cast, "ana")
    client.force_login(cast.ana)
    assert "The key is at Eve’s." in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("month", "day", "offered"), [(1, 20, True), (2, 20, False)])
def test_the_page_offers_the_late_note_for_four_weeks(
    cast: Cast, client: Client, month: int, day: int, offered: bool
):
    take(cast)
    with clock.at(noon(month, day)):
        actions.turn_duties()
        client.force_login(cast.bo)
        page = client.get(PAGE).content.decode()
    assert (FORM in page, "Lay it down" in page) == (offered, False)


def test_whoever_leaves_in_the_middle_hands_on_what_they_noted_and_the_duty_is_free(
    cast: Cast, client: Client
):
    carried = take(cast)
    actions.note_duty(carried, note="The key is at Eve’s.", actor=cast.actor("bo"))
    actions.leave(cast.weavers, actor=cast.actor("bo"))
    assert days(carried) == ("ended", *AUTUMN)
    with pytest.raises(Refused, match="Join the community"):
        actions.note_duty(carried, note="Or was.", actor=cast.actor("bo"))
    client.force_login(cast.ana)
    page = client.get(PAGE).content.decode()
    assert "It is free." in page
    assert "The key is at Eve’s." in page
    assert take(cast, "ana").ends_on == AUTUMN.ends_on
    client.force_login(cast.bo)
    assert "The key" not in client.get(PAGE).content.decode()


def test_whoever_comes_back_can_take_it_again(cast: Cast):
    before = take(cast)
    actions.leave(cast.weavers, actor=cast.actor("bo"))
    actions.join(cast.weavers, actor=Actor(cast.bo))
    again = take(cast)
    assert again != before
    assert (days(before)[0], days(again)[0]) == ("ended", "carried")


def test_a_yes_from_an_old_tab_after_a_no_and_a_change_of_mind_is_the_same_duty(cast: Cast):
    asked = actions.ask_to_carry(
        cast.weavers, cast.bo, kind="friend", begins_on=AUTUMN.begins_on, actor=cast.actor("ana")
    )
    actions.decline_duty(asked, actor=cast.actor("bo"))
    taken = take(cast)
    assert actions.accept_duty(asked, actor=cast.actor("bo")) == taken
    assert Duty.objects.living().count() == 1


def test_nothing_waits_in_a_community_that_is_archived(cast: Cast):
    take(cast)
    actions.ask_to_carry(
        cast.weavers, cast.ana, kind="keeper", begins_on=AUTUMN.begins_on, actor=cast.actor("bo")
    )
    with clock.at(noon(12, 20)):
        assert (waiting(cast.bo), waiting(cast.ana)) == (["Write the note"], ["Answer"])
        actions.archive(cast.weavers, actor=cast.actor("ana"))
        assert (waiting(cast.bo), waiting(cast.ana), actions.turn_duties()) == ([], [], 0)
