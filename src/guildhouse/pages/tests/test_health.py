"""What the house says of itself to whoever watches over it."""

import pytest
from django.db import connections
from django.test import Client

from guildhouse.history.actions import beat
from guildhouse.kit import checks


def test_the_process_is_alive_without_asking_the_database(client: Client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_says_when_a_worker_was_last_seen(client: Client, monkeypatch):
    assert client.get("/readyz").json()["worker_seen_seconds_ago"] is None
    beat("here:1")
    assert client.get("/readyz").json()["worker_seen_seconds_ago"] < 5


@pytest.mark.django_db(transaction=True)
def test_a_database_out_of_reach_is_a_calm_page_that_says_when_to_come_back(settings):
    client = Client(raise_request_exception=False)
    settings_before = dict(connections["default"].settings_dict)
    connections["default"].close()
    connections["default"].settings_dict.update(NAME="/nowhere/at/all.sqlite3", PORT="1", HOST="127.0.0.1")
    try:
        ready, page = client.get("/readyz"), client.get("/people/abc/")
        alive = client.get("/healthz")
    finally:
        connections["default"].close()
        connections["default"].settings_dict.update(settings_before)
    assert (ready.status_code, ready.json()["ready"]) == (503, False)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "closed for a moment" in page.content.decode()
    assert "Traceback" not in page.content.decode()
    assert alive.status_code == 200


@pytest.mark.django_db
def test_figures_are_for_this_machine(client: Client):
    client.get("/healthz", headers={"Host": "127.0.0.1:8000"})
    figures = client.get("/metrics", headers={"Host": "127.0.0.1:8000"})
    assert figures.status_code == 200
    text = figures.content.decode()
    assert 'guildhouse_requests_total{status="200",view="healthz"}' in text
    assert 'guildhouse_letters{state="failed"} 0.0' in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"Host": "house.example"}, {"Host": "127.0.0.1", "X-Forwarded-For": "203.0.113.7"}]
)
def test_figures_do_not_exist_for_others_without_the_token(client: Client, settings, headers):
    settings.ALLOWED_HOSTS = ["*"]
    settings.METRICS_TOKEN = "a-token-of-some-length"
    assert client.get("/metrics", headers=headers).status_code == 404
    wrong = headers | {"Authorization": "Bearer nonsense"}
    assert client.get("/metrics", headers=wrong).status_code == 404
    right = headers | {"Authorization": "Bearer a-token-of-some-length"}
    assert client.get("/metrics", headers=right).status_code == 200


def ids() -> set[str]:
    return {finding.id for finding in checks.settings_are_sound(None)}


WRONG = [
    ({"SECRET_KEY": "short"}, "guildhouse.E001"),
    ({"METRICS_TOKEN": "short"}, "guildhouse.E002"),
    ({"ORIGIN": "http://house.example"}, "guildhouse.E003"),
    ({"DEBUG": True, "LISTEN": "0.0.0.0"}, "guildhouse.E004"),
    ({"MAIL_FROM": "nobody"}, "guildhouse.E006"),
    ({"ORIGIN": "http://house.example", "ALLOWED_HOSTS": ["house.example"]}, "guildhouse.W001"),
    ({"ORIGIN": "https://house.example", "ALLOWED_HOSTS": ["house.example"]}, "guildhouse.W002"),
    ({"ORIGIN": "https://house.example", "ALLOWED_HOSTS": ["house.example"]}, "guildhouse.W003"),
]


@pytest.mark.parametrize(("changes", "finding"), WRONG)
def test_what_is_wrong_in_the_settings_is_said_with_a_heading_that_helps(settings, changes, finding):
    assert finding not in ids()
    for name, value in changes.items():
        setattr(settings, name, value)
    found = {one.id: one for one in checks.settings_are_sound(None)}
    assert finding in found
    assert "docs/self-hosting.md#" in found[finding].hint


@pytest.mark.parametrize("host", ["10.3.0.7:8000", "[fd00::7]", "balancer.internal", "not a host"])
def test_whoever_watches_asks_by_any_name_and_pages_for_people_do_not_answer_to_it(host, db, client):
    asked = {"headers": {"Host": host}}
    assert [client.get(path, **asked).status_code for path in ("/healthz", "/readyz", "/")] == [200, 200, 400]
    assert client.get("/metrics", **asked).status_code == 400
