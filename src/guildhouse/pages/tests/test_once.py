"""The same form sent twice is done once, and its answer is the same, word for word."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guildhouse.history import answering, retention
from guildhouse.history.models import Answer, Fact
from guildhouse.kit import clock, failpoints
from guildhouse.live import actions as live
from guildhouse.live.models import Hush
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import members
from guildhouse.rooms.tests.test_races_http import open_now
from guildhouse.testing.cast import Cast
from guildhouse.testing.races import Outcome

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "p" * 64
OTHER_PAGE = "q" * 64


def address(room: Room, name: str = "room-seat") -> str:
    return reverse(name, args=[room.community.slug, room.public_id])


def signed_in(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.bo)
    return client


def send(client: Client, path: str, page: str = PAGE, key: str = "", **said: str) -> HttpResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, {"csrfmiddlewaretoken": page, **said}, headers=headers)  # type: ignore[return-value]


def words(answer: HttpResponse) -> list[str]:
    return [str(one) for one in answer.wsgi_request._messages._queued_messages]  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["", "claim-1"])
def test_giving_up_a_seat_twice_by_the_same_form_is_answered_alike(cast: Cast, key: str) -> None:
    room, client = open_now(cast), signed_in(cast)
    send(client, address(room), OTHER_PAGE)
    first = send(client, address(room, "room-withdrawal"), key=key)
    facts = Fact.objects.count()
    again = send(client, address(room, "room-withdrawal"), key=key)
    assert (first.status_code, first.headers["Location"]) == (302, again.headers["Location"])
    assert (
        words(first)[-1]
        == words(again)[-1]
        == "Your seat is free again for others. You are welcome to come back."
    )
    assert Fact.objects.count() == facts


def test_without_a_key_the_second_answer_has_nothing_to_say(cast: Cast) -> None:
    room, client = open_now(cast), signed_in(cast)
    send(client, address(room), "")
    said = [words(send(client, address(room, "room-withdrawal"), "")) for _time in range(2)]
    assert [len(words) for words in said] == [1, 0]


def test_an_answer_lost_after_the_act_is_given_to_the_retry(cast: Cast) -> None:
    room, client = open_now(cast), signed_in(cast)
    with failpoints.armed("rooms.ask.after-commit=raise"):
        assert send(client, address(room), key="k").status_code == 500
    assert Seat.objects.get().state == Seat.State.CONFIRMED
    assert words(send(client, address(room), key="k")) == [
        "You have a seat. What you need on the day is on this page."
    ]
    assert Fact.objects.filter(kind="rooms.seat_confirmed").count() == 1


def test_an_act_whose_answer_cannot_be_kept_has_not_happened(cast: Cast) -> None:
    room, client = open_now(cast), signed_in(cast)
    with failpoints.armed("rooms.ask.before-commit=db-error"):
        answer = send(client, address(room), key="k")
    assert (answer.status_code, words(answer)) == (503, [])
    assert not Seat.objects.exists()
    assert not Answer.objects.exists()
    assert send(client, address(room), key="k").status_code == 302


def test_the_same_page_counts_again_once_its_person_has_done_something_else(cast: Cast) -> None:
    room, client = open_now(cast), signed_in(cast)
    send(client, address(room))
    send(client, address(room, "room-withdrawal"), OTHER_PAGE)
    send(client, address(room))
    assert Seat.objects.get().state == Seat.State.CONFIRMED


def test_so_it_does_where_what_was_done_is_nothing_for_history(cast: Cast) -> None:
    room, client = open_now(cast), signed_in(cast)
    send(client, address(room))
    with clock.at(room.starts_at):
        rooms.pass_time()
        live.begin(room, actor=cast.actor("ana"))
        for second, (page, on) in enumerate(((PAGE, "no"), (OTHER_PAGE, "yes"), (PAGE, "no"))):
            with clock.at(room.starts_at + timedelta(seconds=second)):
                send(client, address(room, "room-live-bell"), page, on=on)
    assert Hush.objects.count() == 1


def test_a_named_key_counts_for_good_and_for_one_thing_only(cast: Cast) -> None:
    room, client = open_now(cast), signed_in(cast)
    send(client, address(room), key="k")
    send(client, address(room, "room-withdrawal"), key="l")
    assert words(send(client, address(room), key="k"))[-1].startswith("You have a seat.")
    assert Seat.objects.get().state == Seat.State.WITHDRAWN
    assert send(client, address(room, "room-withdrawal"), key="k").status_code == 422


def test_a_key_of_somebody_else_is_another_key(cast: Cast) -> None:
    room = open_now(cast)
    for person in members(cast.weavers, 2):
        client = Client()
        client.force_login(person)
        send(client, address(room), key="k")
    assert Seat.objects.count() == 2


def test_the_same_request_at_the_same_moment_is_answered_alike(
    cast: Cast, race: Callable[..., list[Outcome]]
) -> None:
    room = open_now(cast)
    send(signed_in(cast), address(room), OTHER_PAGE)
    clients = [signed_in(cast) for _each in range(4)]
    outcomes = race(*(partial(send, client, address(room, "room-withdrawal")) for client in clients))
    assert len({words(one.value)[-1] for one in outcomes}) == 1
    assert Fact.objects.filter(kind="rooms.seat_withdrawn").count() == 1


def test_answers_are_let_go_after_a_day(cast: Cast) -> None:
    send(signed_in(cast), address(open_now(cast)), key="k")
    (answers,) = (one for one in retention.CLASSES if one.key == "answers")
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert answers.forget
        answers.forget(clock.now() - timedelta(days=1), 10)
    assert not Answer.objects.exists()


def test_a_database_that_goes_away_while_the_key_is_looked_up_is_said_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(key: str) -> None:
        raise OperationalError("gone")

    room, client = open_now(cast), signed_in(cast)
    monkeypatch.setattr(answering, "answered", gone)
    assert send(client, address(room), key="k").status_code == 503
