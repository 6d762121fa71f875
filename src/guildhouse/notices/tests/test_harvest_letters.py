"""What people hear of after a room: what they are asked to take on, what came of it, and thanks."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from guildhouse.communities import actions as communities
from guildhouse.harvest import actions, tasks
from guildhouse.harvest.models import Commitment, Outcome
from guildhouse.harvest.tests.harvesting import dropped, during, evening, over
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.notices.readers import may_leave
from guildhouse.notices.tests.telling import choose, hear, state_of
from guildhouse.people import actions as people
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Room:
    return evening(cast)


def letter(person: Person, kind: str) -> Letter:
    return Letter.objects.get(person=person, kind=f"harvest.{kind}")


def taken_on(room: Room, by: Person, owner: Person | None = None) -> Commitment:
    return dropped(room, by, "commitment", "Warp the small loom", owner=owner).commitment


def asked_back(cast: Cast, room: Room) -> Letter:
    taken_on(room, cast.bo)
    later = over(room).ends_at + timedelta(days=15)
    with clock.at(later):
        assert tasks.ask_back() == 1
    hear(later)
    return letter(cast.bo, "asked_back")


def test_whoever_is_asked_to_take_something_on_hears_of_it(cast: Cast, room: Room):
    commitment = taken_on(room, cast.ana, cast.bo)
    hear(during(room))
    told = letter(cast.bo, "commitment_asked")
    assert told.subject == "Ana asks you to take something on"
    assert "Warp the small loom" in told.text
    assert f"/cards/{commitment.card.public_id}/" in told.text
    assert told.thread == f"room.{room.public_id}"


@pytest.mark.parametrize(("takes", "said"), [(True, "Bo takes it on"), (False, "Bo does not take it on")])
def test_whoever_asked_hears_the_answer(cast: Cast, room: Room, takes: bool, said: str):
    commitment = taken_on(room, cast.ana, cast.bo)
    with clock.at(during(room)):
        if takes:
            actions.accept(commitment, actor=Actor(cast.bo))
        else:
            actions.decline(commitment, word="No loom.", actor=Actor(cast.bo))
    hear(during(room))
    kind = "commitment_accepted" if takes else "commitment_declined"
    assert letter(cast.ana, kind).subject == said
    assert ("No loom." in letter(cast.ana, kind).text) is not takes


def test_two_weeks_later_a_letter_asks_in_one_line_what_came_of_it(cast: Cast, room: Room):
    told = asked_back(cast, room)
    assert told.subject == "What came of it?"
    assert "Warp the small loom" in told.text
    assert f"/cards/{Commitment.objects.get().card.public_id}/" in told.text
    assert "letters/stop/" in told.text
    assert told.group == "after"


@pytest.mark.parametrize("value", ["applied", "realised"])
def test_the_link_in_the_letter_leads_to_one_line_and_the_tap_on_it_is_value(
    cast: Cast, room: Room, client: Client, value: str
):
    assert "guildhouse.harvest.tasks.ask_back" in settings.WORKER_TASKS
    told = asked_back(cast, room)
    card = urlsplit(re.search(r"\S+/cards/\S+", told.text)[0]).path
    client.force_login(cast.bo)
    page = client.get(card).content.decode()
    assert "What came of it?" in page
    assert f'value="{value}"' in page
    client.post(f"{card}answer/", {"answer": value, "text": "Two hours saved."})
    came = Outcome.objects.get(commitment__card__public_id=card.strip("/").rpartition("/")[2])
    assert (came.value, came.text, came.person) == (value, "Two hours saved.", cast.bo)
    assert may_leave([told]) == set()


def test_a_letter_that_waits_is_dropped_once_its_question_is_answered(cast: Cast, room: Room):
    told = asked_back(cast, room)
    assert may_leave([told]) == {told.pk}
    actions.tell(Commitment.objects.get(), value="applied", actor=Actor(cast.bo))
    assert may_leave([told]) == set()


def test_quiet_hours_are_kept_and_whoever_wants_none_gets_none(cast: Cast, room: Room):
    choose(cast.bo, after="never")
    asked_back(cast, room)
    assert state_of(cast.bo, "harvest.asked_back") == "dropped"


def test_it_waits_for_the_morning_where_nights_are_quiet(cast: Cast, room: Room):
    midnight, late = during(room).time().replace(hour=0), during(room).time().replace(hour=23, minute=59)
    Person.objects.filter(pk=cast.bo.pk).update(quiet_from=midnight, quiet_until=late, zone="UTC")
    told = asked_back(cast, room)
    assert told.not_before > told.created_at


def test_the_thanked_hears_of_it_first_and_whoever_muted_does_not(cast: Cast, room: Room):
    with clock.at(during(room)):
        given = actions.recognise(room, to=cast.ana, text="You held the rope.", actor=Actor(cast.bo))
        people.mute(cast.bo, actor=Actor(cast.ana))
    hear(during(room))
    assert state_of(cast.ana, "harvest.recognised") == "dropped"
    with clock.at(during(room)):
        people.unmute(cast.bo, actor=Actor(cast.ana))
        again = actions.recognise(room, to=cast.ana, text="And the other one.", actor=Actor(cast.bo))
    hear(during(room))
    told = Letter.objects.get(person=cast.ana, kind="harvest.recognised", state="shown")
    assert told.subject == "Bo thanks you"
    assert "And the other one." in told.text
    assert not Letter.objects.filter(kind="harvest.recognised").exclude(person=cast.ana).exists()
    actions.withdraw(again, actor=Actor(cast.bo))
    assert may_leave([told]) == set()
    assert given.pk


def test_nobody_is_written_to_who_was_asked_to_stay_away(cast: Cast, room: Room):
    with clock.at(during(room)):
        actions.recognise(room, to=cast.bo, text="You held the rope.", actor=Actor(cast.ana))
    hear(during(room))
    told = [asked_back(cast, room), letter(cast.bo, "recognised")]
    assert may_leave(told) == {one.pk for one in told}
    communities.block(cast.weavers, cast.bo, reason="Shouted.", actor=Actor(cast.ana))
    assert may_leave(told) == set()


def test_nobody_is_written_to_about_a_room_they_may_no_longer_know_of(cast: Cast, room: Room):
    told = asked_back(cast, room)
    cast.weavers.visibility = "hidden"
    cast.weavers.save(update_fields=["visibility"])
    cast.weavers.memberships.filter(person=cast.bo).update(ended_at=room.ends_at)
    assert may_leave([told]) == set()
