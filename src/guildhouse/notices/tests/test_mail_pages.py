"""A house without a mail server shows its letters to its administrators at the machine, and to nobody else."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.notices import outbox
from guildhouse.notices.models import Letter
from guildhouse.people import actions

pytestmark = pytest.mark.django_db
HERE = {"Host": "127.0.0.1:8000"}


@pytest.fixture
def letter() -> Letter:
    at = clock.now()
    words = {
        "subject": "Hello",
        "text": "CANARY text",
        "html": "<p>CANARY <script>x</script></p>",
        "language": "en",
    }
    outbox.queue([Letter(to="ana@example.org", kind="test", not_before=at, created_at=at, **words)])
    return Letter.objects.get()


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(
        actions.open_account("root@example.org", "Root", "a-long-secret", actor=SYSTEM, is_site_admin=True)
    )
    return client


def paths(letter: Letter) -> list[str]:
    return ["/mail/", f"/mail/{letter.pk}/", f"/mail/{letter.pk}/as-html/"]


def test_an_administrator_reads_them(admin: Client, letter: Letter):
    listed, read, html = (admin.get(path, headers=HERE) for path in paths(letter))
    assert "Hello" in listed.content.decode()
    assert "CANARY text" in read.content.decode()
    assert "sandbox" in read.content.decode()
    assert "CANARY" in html.content.decode()
    policy = html.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_the_menu_leads_there_where_they_are_shown(admin: Client, settings):
    assert 'href="/mail/"' in admin.get("/today/", headers=HERE).content.decode()
    settings.MAIL = urlsplit("smtp://127.0.0.1:2525")
    assert 'href="/mail/"' not in admin.get("/today/", headers=HERE).content.decode()


@pytest.mark.parametrize("headers", [{"Host": "house.example"}, HERE | {"X-Forwarded-For": "203.0.113.7"}])
def test_from_elsewhere_they_do_not_exist(admin: Client, letter: Letter, settings, headers):
    settings.ALLOWED_HOSTS = ["*"]
    assert [admin.get(path, headers=headers).status_code for path in paths(letter)] == [404] * 3


def test_with_a_mail_server_they_do_not_exist(admin: Client, letter: Letter, settings):
    settings.MAIL = urlsplit("smtp://127.0.0.1:2525")
    assert [admin.get(path, headers=HERE).status_code for path in paths(letter)] == [404] * 3


def test_for_others_they_do_not_exist(client: Client, letter: Letter):
    client.force_login(actions.open_account("bo@example.org", "Bo", "a-long-secret", actor=SYSTEM))
    assert [client.get(path, headers=HERE).status_code for path in paths(letter)] == [404] * 3
