"""What mail programs read of a letter: its thread, its community, and how it is stopped."""

from datetime import timedelta

import pytest
from django.core.mail.backends.dummy import EmailBackend

from guildhouse.history.models import Delivery
from guildhouse.kit import clock
from guildhouse.notices.envelope import wrap
from guildhouse.notices.models import Letter
from guildhouse.notices.tests.telling import choose, hear
from guildhouse.rooms import actions
from guildhouse.rooms.tests.rooming import NOON, ask, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house_with_https(settings):
    settings.ORIGIN = "https://house.example"
    settings.MAIL_FROM = "The House <house@mail.example>"


def headers_of(letter: Letter, cast: Cast) -> dict[str, str]:
    return dict(wrap(letter, EmailBackend(), cast.weavers).message().items())


def test_all_letters_of_a_room_refer_to_one_id_that_stays(cast: Cast):
    choose(cast.bo, rooms="now")
    room = open_room(cast.weavers, cast.ana)
    hear(NOON)
    ask(room, cast.bo)
    with clock.at(NOON):
        actions.message(room, actor=cast.actor("ana"), text="Bring wool.")
    hear(NOON + timedelta(minutes=1))
    letters = [headers_of(one, cast) for one in Letter.objects.filter(person=cast.bo)]
    root = f"<room.{room.public_id}@mail.example>"
    assert len(letters) == 3
    assert {one["References"] for one in letters} == {one["In-Reply-To"] for one in letters} == {root}
    assert len({one["Message-ID"] for one in letters} | {root}) == 4


def test_another_room_is_another_thread(cast: Cast):
    choose(cast.bo, rooms="now")
    for _one in range(2):
        open_room(cast.weavers, cast.ana)
    hear(NOON)
    assert len({headers_of(one, cast)["References"] for one in Letter.objects.all()}) == 2


def test_an_id_is_the_same_whenever_it_is_made_and_no_number_gives_it_away(cast: Cast):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    first = Letter.objects.get().message_id
    fact = Letter.objects.get().fact_id
    Letter.objects.all().delete()
    Delivery.objects.update(done_at=None)
    hear(NOON)
    assert Letter.objects.get().message_id == first
    assert first not in (f"<fact.{fact}.{cast.bo.pk}@mail.example>", f"<{fact}.{cast.bo.pk}@mail.example>")
    assert len(first.split("@")[0].rsplit(".", 1)[1]) == 20


def test_a_letter_says_its_community_and_that_a_machine_wrote_it(cast: Cast):
    choose(cast.bo, rooms="now")
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    headers = headers_of(Letter.objects.get(), cast)
    assert headers["List-Id"] == f"<{cast.weavers.public_id}.house.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert {"Precedence", "Feedback-ID"}.isdisjoint(headers)


def test_what_can_be_turned_off_carries_one_click_and_answers_about_oneself_do_not(cast: Cast):
    choose(cast.bo, rooms="now")
    room = open_room(cast.weavers, cast.ana)
    hear(NOON)
    ask(room, cast.bo)
    hear(NOON)
    new, own = (headers_of(one, cast) for one in Letter.objects.filter(person=cast.bo).order_by("pk"))
    assert new["List-Unsubscribe"].startswith("<https://house.example/letters/stop/")
    assert new["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in own


def test_without_a_secret_line_there_is_a_link_but_no_one_click(cast: Cast, settings):
    settings.ORIGIN = "http://127.0.0.1:8000"
    choose(cast.bo, rooms="now")
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    headers = headers_of(Letter.objects.get(), cast)
    assert "List-Unsubscribe" in headers
    assert "List-Unsubscribe-Post" not in headers


def test_letters_come_back_to_the_mailbox_that_is_read_for_them(cast: Cast, settings):
    settings.BOUNCES_TO = "bounces@mail.example"
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    message = wrap(Letter.objects.get(), EmailBackend())
    assert message.from_email == "bounces@mail.example"
    assert message.message()["From"] == "The House <house@mail.example>"
