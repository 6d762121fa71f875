from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from guildhouse.communities.models import Community
from guildhouse.history.models import Delivery, Fact
from guildhouse.imports import actions, tasks
from guildhouse.imports.forms import name_of
from guildhouse.imports.models import ImportRun
from guildhouse.imports.queries import plan_of
from guildhouse.imports.reading.sources import MOST_BYTES
from guildhouse.imports.tests.applying.landscapes import VALLEY, everything
from guildhouse.kit import clock
from guildhouse.rooms.models import Series
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(is_site_admin=True)
    client.force_login(cast.ana)
    return client


def send(client: Client, content: bytes, name: str = "workshops.yaml", **more: str) -> HttpResponse:
    return client.post("/imports/", {"file": SimpleUploadedFile(name, content), **more}, follow=True)


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("path", ["/imports/", "/imports/x/", "/imports/x/account/"])
@pytest.mark.parametrize("name", ["bo", "cy"])
def test_for_others_it_does_not_exist(cast: Cast, client: Client, name: str, path: str) -> None:
    client.force_login(getattr(cast, name))
    assert client.get(path).status_code == 404
    assert send(client, VALLEY.encode()).status_code == 404
    assert client.post("/imports/x/answers/").status_code == 404
    assert not ImportRun.objects.exists()


def test_a_file_is_read_first_and_nothing_is_made(admin: Client, workshops: bytes) -> None:
    seen = words(send(admin, workshops))
    run = ImportRun.objects.get()
    assert run.state == "read"
    assert "4 questions" in seen
    assert "Nothing has been changed yet" in seen
    assert "nothing here knows the field “colour”" in seen
    assert not Community.objects.filter(slug="sig-looms").exists()
    send(admin, workshops)
    assert ImportRun.objects.count() == 1


def test_the_whole_way_from_the_file_to_the_communities(admin: Client, workshops: bytes) -> None:
    send(admin, workshops)
    run = ImportRun.objects.get()
    address = f"/imports/{run.public_id}/"
    zone = next(one for one in plan_of(run).questions if one.field == "zone" and "mending" in one.id)
    answered = admin.post(address + "answers/", {name_of(zone): "Asia/Kolkata", "then": "look"}, follow=True)
    assert "3 questions" in words(answered)
    assert "Take this answer back" in words(answered)
    waiting = words(admin.post(address + "answers/", {"then": "write"}, follow=True))
    assert "It waits for its turn." in waiting
    assert 'http-equiv="refresh"' in waiting
    assert tasks.bring_in() == 1
    done = words(admin.get(address))
    assert "What came of it" in done
    assert '<a href="/c/sig-looms/">Looms</a>' in done
    assert Series.objects.get(purpose="Mending Hour").zone == "Asia/Kolkata"
    assert "value by value" in done
    assert b"Became" in admin.get(address + "account/").content
    assert tasks.bring_in() == 0


def test_an_answer_in_own_words_counts_and_one_nobody_understands_is_said(
    admin: Client, workshops: bytes
) -> None:
    send(admin, workshops)
    run = ImportRun.objects.get()
    zone = next(one for one in plan_of(run).questions if "mending" in one.id)
    address = f"/imports/{run.public_id}/answers/"
    said = words(admin.post(address, {name_of(zone) + "-own": "over there", "then": "write"}, follow=True))
    assert "An answer was not understood." in said
    run.refresh_from_db()
    assert run.state == "read"
    admin.post(address, {name_of(zone) + "-own": "Ireland", "then": "look"})
    run.refresh_from_db()
    assert "mending-hour#zone" not in str(plan_of(run).questions)
    admin.post(address, {"take_back": zone.id})
    run.refresh_from_db()
    assert run.answers == {}


def test_asking_twice_brings_it_in_once(admin: Client) -> None:
    send(admin, VALLEY.encode(), "valley.yaml")
    run = ImportRun.objects.get()
    for _again in range(2):
        admin.post(f"/imports/{run.public_id}/answers/", {"then": "write"})
    assert Fact.objects.filter(kind="imports.asked").count() == 1
    tasks.bring_in()
    before = {
        name: rows for name, rows in everything().items() if not name.startswith(("imports.", "history."))
    }
    admin.post(f"/imports/{run.public_id}/answers/", {"then": "write"})
    tasks.bring_in()
    after = {
        name: rows for name, rows in everything().items() if not name.startswith(("imports.", "history."))
    }
    assert after == before


def test_a_worker_that_was_killed_leaves_its_work_to_another(admin: Client, cast: Cast) -> None:
    send(admin, VALLEY.encode(), "valley.yaml")
    run = ImportRun.objects.get()
    admin.post(f"/imports/{run.public_id}/answers/", {"then": "write"})
    at = clock.now()
    ImportRun.objects.filter(pk=run.pk).update(state="writing", leased_until=at + actions.LEASE)
    Delivery.objects.filter(reader="imports").update(leased_until=at + timedelta(minutes=2))
    assert tasks.bring_in() == 0
    assert not actions.carry_out(run)
    with clock.at(at + timedelta(minutes=3)):
        assert tasks.bring_in() == 1
    run.refresh_from_db()
    assert run.state == "done"
    assert Community.objects.filter(slug="weaving").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name: x", "is no landscape"),
        (b"\xff\xfe\xff", "this is not text in UTF-8"),
        (b"[", "this is not YAML"),
        (b"a" * (MOST_BYTES + 1), "larger than five megabytes"),
        (b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_file(admin: Client, content: bytes, sentence: str) -> None:
    response = send(admin, content)
    assert response.status_code == 422
    assert sentence in words(response)
    assert not ImportRun.objects.exists()


def test_what_stands_in_a_file_is_shown_as_text(admin: Client) -> None:
    seen = send(admin, VALLEY.replace("name: Weaving", "name: <script>x</script>").encode()).content
    assert b"<script>x" not in seen
    assert b"&lt;script&gt;x" in seen


def test_the_house_leads_there(admin: Client) -> None:
    assert 'href="/imports/"' in words(admin.get("/site/"))
    assert 'href="/imports/"' in words(admin.get("/"))


@pytest.mark.parametrize("how_many", [1, 50])
def test_many_files_cost_no_more_questions(
    admin: Client, cast: Cast, how_many: int, django_assert_num_queries: object
) -> None:
    for number in range(how_many):
        ImportRun.objects.create(
            person=cast.ana,
            file_name=f"{number}.yaml",
            content="x",
            day=clock.now().date(),
            uploaded_at=clock.now(),
        )
    admin.get("/imports/")
    with django_assert_num_queries(3):  # type: ignore[operator]
        admin.get("/imports/")
