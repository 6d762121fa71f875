import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from guildhouse.communities import actions, needs, queries
from guildhouse.communities.actions.claimed import unite_memberships
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Duty, Membership
from guildhouse.history.actions import one_act
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.kit.walls import wall
from guildhouse.people.models import Person
from guildhouse.testing.cast import Cast, person

NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)
THIS, NEXT = date(2026, 10, 1), date(2027, 1, 1)
LAST_DAY = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def november(cast: Cast) -> Iterator[None]:
    with clock.at(NOVEMBER):
        yield


def take(cast: Cast, who: str, kind: str = "friend", begins_on: date = THIS) -> Duty:
    return actions.take_duty(cast.weavers, kind=kind, begins_on=begins_on, actor=cast.actor(who))


def ask(cast: Cast, by: str, whom: str, kind: str = "friend", word: str = "You ask well.") -> Duty:
    return actions.ask_to_carry(
        cast.weavers, getattr(cast, whom), kind=kind, begins_on=THIS, word=word, actor=cast.actor(by)
    )


def state(duty: Duty) -> str:
    return Duty.objects.get(pk=duty.pk).state


def told(kind: str) -> int:
    return Fact.objects.filter(kind=kind).count()


def carriers(cast: Cast, kind: str = "friend") -> list[str]:
    shared = {
        one.kind: one for one in queries.duties(cast.weavers, queries.seasons(cast.weavers, clock.now()))
    }
    return [str(one.person) for one in shared[kind].now]


def test_a_member_takes_a_duty_for_the_season_and_again_changes_nothing(cast: Cast):
    one = take(cast, "bo")
    assert take(cast, "bo") == one
    assert (one.begins_on, one.ends_on, one.state) == (THIS, LAST_DAY, Duty.State.CARRIED)
    assert told(Facts.DUTY_TAKEN) == 1


def test_several_share_one(cast: Cast):
    take(cast, "bo")
    take(cast, "ana")
    assert carriers(cast) == ["Bo", "Ana"]


@pytest.mark.parametrize(("who", "why"), [("cy", "Join the community"), ("dee", "stay away")])
def test_a_duty_is_a_members(cast: Cast, who: str, why: str):
    with pytest.raises(Refused, match=why):
        take(cast, who)


def test_the_next_season_opens_two_weeks_before(cast: Cast):
    with pytest.raises(Refused, match="last two weeks"):
        take(cast, "bo", begins_on=NEXT)
    with clock.at(datetime(2026, 12, 20, tzinfo=UTC)):
        assert take(cast, "bo", begins_on=NEXT).ends_on == date(2027, 3, 31)
        assert carriers(cast) == []


def test_whoever_is_asked_answers_and_nothing_is_theirs_before(cast: Cast):
    one = ask(cast, "ana", "bo")
    assert carriers(cast) == []
    for _time in range(2):
        actions.accept_duty(one, actor=cast.actor("bo"))
    assert carriers(cast) == ["Bo"]
    assert Fact.objects.get(kind=Facts.DUTY_TAKEN).data["asked_by"] == cast.ana.pk


def test_taking_what_one_was_asked_for_is_the_answer(cast: Cast):
    one = ask(cast, "ana", "bo")
    assert take(cast, "bo") == one
    assert state(one) == Duty.State.CARRIED


def test_a_no_is_kept_for_the_season_and_nobody_is_asked_again(cast: Cast):
    one = ask(cast, "ana", "bo")
    for _time in range(2):
        actions.decline_duty(one, actor=cast.actor("bo"))
    assert (state(one), told(Facts.DUTY_DECLINED)) == (Duty.State.DECLINED, 1)
    with pytest.raises(Refused, match="cannot this season"):
        ask(cast, "ana", "bo")


def test_nobody_is_asked_for_two_at_once(cast: Cast):
    one = ask(cast, "ana", "bo")
    assert ask(cast, "ana", "bo") == one
    with pytest.raises(Refused, match="asked to carry a duty already"):
        ask(cast, "ana", "bo", kind="agenda")


@pytest.mark.parametrize(
    ("by", "whom", "why"), [("bo", "cy", "Only a member"), ("bo", "bo", "ask yourself"), ("cy", "bo", "Join")]
)
def test_members_ask_members(cast: Cast, by: str, whom: str, why: str):
    with pytest.raises(Refused, match=why):
        ask(cast, by, whom)


def test_nobody_answers_for_another(cast: Cast):
    one = ask(cast, "bo", "ana")
    with pytest.raises(Refused, match="Only whoever was asked"):
        actions.accept_duty(one, actor=cast.actor("bo"))


def test_a_duty_is_laid_down_by_its_holder_or_a_convener(cast: Cast):
    one = take(cast, "ana")
    with pytest.raises(Refused, match="Only a convener"):
        actions.lay_down_duty(one, actor=cast.actor("bo"))
    actions.lay_down_duty(one, actor=cast.actor("ana"))
    other = take(cast, "bo")
    for _time in range(2):
        actions.lay_down_duty(other, actor=cast.actor("ana"))
    assert (state(one), state(other), told(Facts.DUTY_LAID_DOWN)) == ("ended", "ended", 2)


def test_two_weeks_before_the_end_the_note_is_asked_for_once_and_today_says_so(cast: Cast):
    one = take(cast, "bo")
    assert actions.turn_duties() == 0
    assert waiting(cast.bo) == []
    with clock.at(datetime(2026, 12, 18, 12, tzinfo=UTC)):
        assert [actions.turn_duties(), actions.turn_duties()] == [1, 0]
        assert waiting(cast.bo) == ["Write the note"]
        actions.note_duty(one, note="Ask Eve about the loom.", actor=cast.actor("bo"))
        assert waiting(cast.bo) == []
    assert Fact.objects.get(kind=Facts.DUTY_NOTE_WANTED).concerns_id == cast.bo.pk


def waiting(who: Person) -> list[str]:
    return [one.action for one in needs.needs(who, queries.belongings(who), clock.now())]


def test_today_says_that_one_is_asked(cast: Cast):
    ask(cast, "ana", "bo")
    assert waiting(cast.bo) == ["Answer"]


def test_no_moment_of_looking_is_shown_as_the_day_of_a_duty(cast: Cast):
    ask(cast, "ana", "bo")
    take(cast, "bo", "keeper")
    with clock.at(datetime(2026, 12, 18, 12, tzinfo=UTC)):
        asked, note = needs.needs(cast.bo, queries.belongings(cast.bo), clock.now())
    assert (asked.has_day, asked.by) == (False, NOVEMBER)
    assert (note.has_day, wall(note.by, cast.weavers.zone).date()) == (True, LAST_DAY)


def test_a_season_is_over_by_the_clock_of_the_community(cast: Cast):
    carried, asked = take(cast, "bo"), ask(cast, "bo", "ana")
    with clock.at(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)):
        actions.turn_duties()
        assert (state(carried), state(asked)) == ("carried", "asked")
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):  # in Rome it is the new year
        actions.turn_duties()
        assert (state(carried), state(asked)) == ("ended", "lapsed")
        assert actions.turn_duties() == 0
        with pytest.raises(Refused, match="season is over"):
            actions.accept_duty(asked, actor=cast.actor("ana"))
    assert (told(Facts.DUTY_ENDED), told(Facts.DUTY_LAPSED)) == (1, 1)


def test_the_note_can_be_written_four_weeks_late_and_no_later(cast: Cast):
    one = take(cast, "bo")
    with clock.at(datetime(2027, 1, 20, tzinfo=UTC)):
        actions.turn_duties()
        for _time in range(2):
            actions.note_duty(one, note="Late, and still.", actor=cast.actor("bo"))
    with clock.at(datetime(2027, 2, 20, tzinfo=UTC)), pytest.raises(Refused, match="long over"):
        actions.note_duty(one, note="Too late.", actor=cast.actor("bo"))
    with pytest.raises(Refused, match="Only whoever carries"):
        actions.note_duty(one, note="Another's.", actor=cast.actor("ana"))
    assert told(Facts.DUTY_NOTED) == 1


def test_duties_end_with_the_membership(cast: Cast):
    carried = take(cast, "bo")
    actions.leave(cast.weavers, actor=cast.actor("bo"))
    assert state(carried) == Duty.State.ENDED


def test_who_claims_a_place_answers_once_what_both_were_asked(cast: Cast):
    place = Person.objects.create(name="Old Hand", handle="old-hand")
    Membership.objects.create(community=cast.weavers, person=place, joined_at=NOVEMBER)
    asked = [
        actions.ask_to_carry(cast.weavers, one, kind="friend", begins_on=THIS, actor=cast.actor("ana"))
        for one in (place, cast.bo)
    ]
    with one_act():
        unite_memberships(place.pk, cast.bo.pk, cast.actor("bo"))
    assert [state(one) for one in asked] == [Duty.State.LAPSED, Duty.State.ASKED]


def test_a_season_of_other_days_takes_its_duties_along(cast: Cast):
    one = take(cast, "bo")
    days = {"begins_on": date(2026, 11, 1), "ends_on": date(2027, 1, 31)}
    for _time in range(2):
        actions.declare_season(cast.weavers, actor=cast.actor("ana"), **days)
    one.refresh_from_db()
    assert (one.begins_on, one.ends_on) == (days["begins_on"], days["ends_on"])
    assert told(Facts.SEASON_DECLARED) == 1
    assert queries.seasons(cast.weavers, clock.now()).next.begins_on == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("who", "begins", "ends", "why"),
    [
        ("bo", (2026, 11, 1), (2027, 1, 31), "Only a convener"),
        ("ana", (2026, 12, 1), (2027, 1, 31), "today lies in it"),
        ("ana", (2026, 11, 20), (2026, 11, 25), "two weeks to a year"),
    ],
)
def test_what_is_no_season_is_refused(cast: Cast, who: str, begins: tuple, ends: tuple, why: str):
    with pytest.raises(Refused, match=why):
        actions.declare_season(
            cast.weavers, begins_on=date(*begins), ends_on=date(*ends), actor=cast.actor(who)
        )


def test_on_the_page_one_takes_notes_and_lays_down(cast: Cast, client: Client):
    client.force_login(cast.bo)
    here = "/c/weavers/duties/reporter/"
    assert "Three first things" in client.get(here).content.decode()
    assert client.post(f"{here}taking/", {"begins_on": THIS.isoformat()}).status_code == 302
    one = Duty.objects.get()
    held = f"/c/weavers/duties/held/{one.public_id}/"
    assert client.post(f"{held}note/", {"note": ""}).status_code == 422
    client.post(f"{held}note/", {"note": "The wool is at Eve’s."})
    client.post(f"{held}end/")
    assert state(one) == Duty.State.ENDED
    client.force_login(cast.ana)
    assert "The wool is at Eve’s." in client.get(here).content.decode()
    client.force_login(cast.cy)
    assert "The wool" not in client.get(here).content.decode()
    assert client.post(f"{held}end/").status_code == 404


def test_asking_and_answering_on_the_page(cast: Cast, client: Client):
    client.force_login(cast.ana)
    sent = {"person": cast.bo.public_id, "word": "You see who is missing.", "begins_on": THIS.isoformat()}
    assert client.post("/c/weavers/duties/keeper/asking/", sent | {"person": ""}).status_code == 422
    assert client.post("/c/weavers/duties/keeper/asking/", sent).status_code == 302
    client.force_login(cast.bo)
    assert "You see who is missing." in client.get("/c/weavers/duties/").content.decode()
    client.post(f"/c/weavers/duties/held/{Duty.objects.get().public_id}/answer/", {"answer": "yes"})
    assert carriers(cast, "keeper") == ["Bo"]


def test_whoever_may_ask_nobody_is_shown_nobody_to_ask(cast: Cast, client: Client):
    client.force_login(cast.cy)
    answer = client.post("/c/weavers/duties/keeper/asking/", {"person": ""})
    assert (answer.status_code, 'name="person"' in answer.content.decode()) == (422, False)


def test_signed_out_one_sees_what_is_free_and_no_names(cast: Cast, client: Client):
    take(cast, "bo")
    page = client.get("/c/weavers/duties/").content.decode()
    assert "one person" in page
    assert "6 of seven are free." in page
    assert re.search(r"\bBo\b", page) is None
    assert client.get("/c/glass/duties/").status_code == 404
    assert client.get("/c/weavers/duties/nothing/").status_code == 404


@pytest.mark.parametrize("how_many", [1, 50])
def test_the_pages_cost_the_same_for_one_and_for_fifty(
    how_many: int, cast: Cast, client: Client, django_assert_max_num_queries
):
    client.force_login(cast.bo)
    for page in ("/c/weavers/duties/", "/c/weavers/duties/friend/"):
        client.get(page)
    for number in range(how_many):
        one = person(f"P{number}")
        Membership.objects.create(community=cast.weavers, person=one, joined_at=NOVEMBER)
        with clock.at(NOVEMBER + timedelta(seconds=number)):
            actions.take_duty(cast.weavers, kind="friend", begins_on=THIS, actor=type(cast.actor("bo"))(one))
    with django_assert_max_num_queries(8):
        client.get("/c/weavers/duties/")
    with django_assert_max_num_queries(11):
        client.get("/c/weavers/duties/friend/")
