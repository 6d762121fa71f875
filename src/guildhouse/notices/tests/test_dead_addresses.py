"""An address whose letters come back: when that is believed, what happens to its letters, and how it is mended."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices import actions, outbox, refusals, trial
from guildhouse.notices.links import arrived_path
from guildhouse.notices.models import Failure, Letter
from guildhouse.notices.tests.telling import choose, hear, said_in, send, state_of
from guildhouse.people.models import Person
from guildhouse.rooms.tests.rooming import NOON, ask, open_room
from guildhouse.testing.cast import Cast
from guildhouse.testing.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)
GONE = "550 5.1.1 no such mailbox"


class Moody:
    """A mail server that answers a recipient, or a letter, as it is told to."""

    def __init__(self) -> None:
        self.at_recipient, self.at_letter, self.got = "250 yes", "250 kept", 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if self.at_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, *_asked: object) -> str:  # noqa: N802
        self.got += self.at_letter.startswith("2")
        return self.at_letter


@pytest.fixture
def server(settings):
    moody = Moody()
    controller = Controller(moody, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.MAIL = urlsplit(f"smtp://127.0.0.1:{controller.port}")
    yield moody
    controller.stop()


@pytest.fixture
def news(cast: Cast) -> Callable[..., None]:
    """Have a new room told to Bo at once, at a moment."""
    choose(cast.bo, rooms="now")

    def tell(at=NOON) -> None:
        with clock.at(at):
            open_room(cast.weavers, cast.ana)
        hear(NOON)
        send(at)

    return tell


def unreachable(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).unreachable_since is not None


@pytest.mark.parametrize(
    ("code", "words", "at_recipient", "refusal"),
    [
        (550, "5.1.1 no such user", True, "ADDRESS"),
        (550, "5.1.1 no such user", False, "ADDRESS"),
        (554, "5.1.10 null MX", True, "ADDRESS"),
        (550, "5.2.1 disabled", True, "ADDRESS"),
        (550, "No such user here", True, "PERHAPS"),
        (550, "5.0.0 rejected", True, "PERHAPS"),
        (550, "No such user here", False, "OTHER"),
        (552, "5.2.2 mailbox full", True, "OTHER"),
        (552, "5.3.4 too large", False, "OTHER"),
        (550, "5.7.1 listed by a blocklist", True, "OTHER"),
        (553, "5.1.8 sender's domain", True, "OTHER"),
        (554, "no", True, "OTHER"),
        (550, "blocked, see 5.1.1.7 at 198.5.1.1", True, "PERHAPS"),
    ],
)
def test_what_a_final_no_is_about(code: int, words: str, at_recipient: bool, refusal: str):
    assert refusals.of(code, words, at_recipient=at_recipient).name == refusal


def test_an_address_that_does_not_exist_gets_no_more_letters(cast: Cast, server: Moody, news):
    server.at_recipient = GONE
    news()
    assert unreachable(cast.bo)
    assert Failure.objects.get().why == GONE
    server.at_recipient = "250 yes"
    news()
    assert server.got == 0
    assert set(Letter.objects.values_list("state", flat=True)) == {"parked"}
    assert Fact.objects.filter(kind="notices.address_failed").count() == 1


@pytest.mark.parametrize("answer", ["552 5.2.2 full", "550 5.7.1 policy", "450 4.2.1 later"])
def test_what_is_not_about_the_address_suspends_nobody(cast: Cast, server: Moody, news, answer: str):
    server.at_recipient = answer
    news()
    assert not unreachable(cast.bo)
    assert not Failure.objects.exists()


def test_what_is_about_the_letter_suspends_nobody(cast: Cast, server: Moody, news):
    server.at_letter = "554 we do not like its words"
    news()
    assert not Failure.objects.exists()
    assert state_of(cast.bo, "rooms.published") == "failed"


def test_a_bare_no_is_believed_when_it_is_heard_again_a_day_later(cast: Cast, server: Moody, news):
    server.at_recipient = "550 no"
    news()
    news(NOON + timedelta(hours=23))
    assert not unreachable(cast.bo)
    news(NOON + timedelta(hours=25))
    assert unreachable(cast.bo)


def test_a_letter_that_arrives_takes_the_suspicion_away(cast: Cast, server: Moody, news):
    server.at_recipient = "550 no"
    news()
    server.at_recipient = "250 yes"
    news()
    assert not Failure.objects.exists()
    server.at_recipient = "550 no"
    news(NOON + timedelta(days=2))
    assert not unreachable(cast.bo)


def test_every_page_says_so_and_leads_to_the_way_out(cast: Cast, server: Moody, news, client: Client):
    client.force_login(cast.bo)
    assert "Letters to you come back" not in client.get("/today/").content.decode()
    server.at_recipient = GONE
    news()
    for path in ("/today/", "/rooms/", "/me/"):
        assert "Letters to you come back" in client.get(path).content.decode()
    page = client.get("/me/mail/").content.decode()
    assert GONE in page
    assert "/me/mail/trial/" in page
    client.force_login(cast.ana)
    assert "Letters to you come back" not in client.get("/today/").content.decode()


def test_a_trial_letter_that_arrives_mends_it_and_what_waited_leaves(
    cast: Cast, mail_sink, news, client: Client
):
    with clock.at(NOON):
        actions.note_failure(
            cast.bo, address="bo@example.org", why=GONE, certain=True, actor=cast.actor("ana")
        )
    news()
    assert mail_sink.letters == []
    client.force_login(cast.bo)
    client.post("/me/mail/trial/")
    send(clock.now())
    [arrived] = mail_sink.letters
    path = re.search(r"/letters/arrived/[^\s\"]+/", said_in(arrived))[0]
    mailbox = Client()
    assert mailbox.get(path).status_code == 200
    assert unreachable(cast.bo)
    assert mailbox.post(path).status_code == 200
    assert not unreachable(cast.bo)
    send(NOON)
    assert state_of(cast.bo, "rooms.published") == "sent"


def test_a_trial_letter_is_not_sent_over_and_over(cast: Cast, mail_sink, client: Client):
    Person.objects.filter(pk=cast.bo.pk).update(unreachable_since=NOON)
    client.force_login(cast.bo)
    for _again in range(3):
        client.post("/me/mail/trial/")
    assert Letter.objects.filter(kind=trial.KIND).count() == 1


def test_the_link_says_nothing_for_an_address_one_no_longer_uses(cast: Cast, client: Client):
    Person.objects.filter(pk=cast.bo.pk).update(unreachable_since=NOON)
    path = arrived_path(cast.bo)
    Person.objects.filter(pk=cast.bo.pk).update(email="other@example.org")
    assert client.post(path).status_code == 404
    assert unreachable(cast.bo)


def test_another_address_takes_what_waited(cast: Cast, server: Moody, news):
    server.at_recipient = GONE
    news()
    server.at_recipient = "250 yes"
    Person.objects.filter(pk=cast.bo.pk).update(email="new@example.org")
    with clock.at(NOON + timedelta(hours=1)):
        actions.follow(cast.bo.pk, "bo@example.org", "new@example.org")
    assert not unreachable(cast.bo)
    letter = Letter.objects.get(person=cast.bo)
    assert (letter.state, letter.to) == ("queued", "new@example.org")
    send(NOON + timedelta(hours=1))
    assert server.got == 1


def test_old_news_are_dropped_when_an_address_is_mended(cast: Cast, server: Moody, news):
    server.at_recipient = GONE
    news()
    with clock.at(NOON + timedelta(days=4)):
        actions.mend(cast.bo, actor=cast.actor("bo"))
    letter = Letter.objects.get(person=cast.bo)
    assert (letter.state, letter.text) == ("dropped", "")


def test_codes_for_the_account_leave_all_the_same(cast: Cast, mail_sink):
    Person.objects.filter(pk=cast.bo.pk).update(unreachable_since=NOON)
    bo = Person.objects.get(pk=cast.bo.pk)
    at = clock.now()
    outbox.queue(
        [
            Letter(
                person=bo,
                to="bo@example.org",
                kind="account.password_reset_code",
                subject="Code",
                not_before=at,
                created_at=at,
            )
        ]
    )
    send(at)
    assert len(mail_sink.letters) == 1


def test_an_own_answer_waits_for_the_address_too(cast: Cast, mail_sink):
    Person.objects.filter(pk=cast.bo.pk).update(unreachable_since=NOON)
    ask(open_room(cast.weavers, cast.ana), cast.bo)
    hear(NOON)
    send(NOON)
    assert state_of(cast.bo, "rooms.seat_confirmed") == "parked"
