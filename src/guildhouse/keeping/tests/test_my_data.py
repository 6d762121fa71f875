"""A copy of everything kept about me: whole, mine alone, and explained where something is left out."""

import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db.models import IntegerField
from django.test import Client

from guildhouse.circles import actions as circles
from guildhouse.circles.models import Wish
from guildhouse.circles.tests.circling import triads
from guildhouse.communities import actions as communities
from guildhouse.communities.models import Report
from guildhouse.harvest import actions as harvest
from guildhouse.harvest.tests.harvesting import during, evening
from guildhouse.history.actors import Actor
from guildhouse.keeping.personal import export
from guildhouse.keeping.personal.links import (
    GIVEN,
    HANGING,
    LEFT_OUT,
    PLAIN_GIVEN,
    PLAIN_LEFT_OUT,
    links,
)
from guildhouse.kit import clock
from guildhouse.notices.tests.telling import hear
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.tests.rooming import NOON, ask, open_room
from guildhouse.testing.cast import Cast
from guildhouse.testing.fresh import fresh_login

pytestmark = pytest.mark.django_db


def copy(client: Client) -> str:
    return client.get("/me/data/copy/?as=json").content.decode()


def test_every_link_to_a_person_is_given_or_explained():
    known = set(GIVEN) | set(LEFT_OUT)
    assert set(links()) - known == set(), (
        "Say in keeping/personal/links.py whether people get a copy of this."
    )
    assert known - set(links()) == set(), "This no longer exists."
    assert not set(GIVEN) & set(LEFT_OUT)


def test_every_plain_id_that_may_be_a_persons_is_given_or_explained():
    plain_ids = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, IntegerField) and field.name.endswith("_id")
    }
    assert plain_ids == {*PLAIN_GIVEN, *PLAIN_LEFT_OUT}


def test_everything_given_has_a_heading_people_understand():
    tables = {link.rpartition(".")[0] for link in (*GIVEN, *HANGING)}
    assert tables - set(export.HEADINGS) == set()


def test_my_copy_holds_what_is_mine_and_nothing_of_others(cast: Cast, client: Client):
    Person.objects.filter(pk=cast.bo.pk).update(practises="Weaving")
    Report.objects.create(
        community=cast.weavers, reporter=cast.ana, about=cast.bo, text="CANARY", at=clock.now()
    )
    communities.recognise(
        cast.weavers.memberships.get(person=cast.bo), level="core", evidence="Wove.", actor=cast.actor("ana")
    )
    answer = fresh_login(client, cast.bo).get("/me/data/copy/?as=json")
    mine = json.loads(answer.content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert (mine["format"], mine["version"]) == ("guildhouse-person", 1)
    assert mine["person"]["practises"] == "Weaving"
    assert len(mine["records"]["communities.membership.person"]) == 1
    assert mine["records"]["communities.levelchange.membership__person"][0]["evidence"] == "Wove."
    assert mine["history"][0]["kind"] == "communities.level_recognised"
    assert [word for word in ("CANARY", "argon2", "ana@example.org") if word in answer.content.decode()] == []
    assert "password" not in mine["person"]


def test_the_copy_is_one_file_with_a_page_to_read_and_the_same_for_programs(cast: Cast, client: Client):
    answer = fresh_login(client, cast.bo).get("/me/data/copy/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["my-data.json", "index.html"]
        page = archive.read("index.html").decode()
    assert "bo@example.org" in page
    assert "<script" not in page


def test_taking_the_copy_asks_once_more_who_it_is(cast: Cast, client: Client):
    client.force_login(cast.bo)
    assert client.get("/me/data/").status_code == 200
    assert client.get("/me/data/copy/").status_code == 302
    assert Client().get("/me/data/copy/").headers["Location"].startswith("/account/login/")


def test_the_copy_holds_nothing_others_wrote_after_one_left(cast: Cast, client: Client):
    made = communities.ask_question(cast.weavers, text="How tight?", actor=cast.actor("bo"))
    fresh_login(client, cast.bo)
    assert "Not very." not in copy(client)
    communities.learned(made, learned="Not very.", actor=cast.actor("ana"))
    assert "Not very." in copy(client)

    communities.leave(cast.weavers, actor=cast.actor("bo"))
    assert "How tight?" in copy(client)
    assert "Not very." not in copy(client)


def test_the_copy_holds_no_words_of_a_letter_that_may_not_leave_any_more(
    cast: Cast, client: Client, settings
):
    settings.MAIL = urlsplit("smtp://127.0.0.1:1")
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    with clock.at(NOON):
        rooms.message(room, actor=cast.actor("ana"), text="The talk of Thursday")
        hear(NOON)
        communities.remove(
            cast.weavers.memberships.get(person=cast.bo), reason="Enough.", actor=cast.actor("ana")
        )
    told = json.loads(copy(fresh_login(client, cast.bo)))["records"]["notices.letter.person"]
    assert {one["state"] for one in told if one["kind"] == "rooms.message"} == {"queued"}
    assert "The talk of Thursday" not in json.dumps(told)


@pytest.mark.parametrize("answer", [harvest.keep, harvest.turn_down])
def test_a_copy_does_not_tell_whoever_thanked_that_it_was_kept_or_declined(cast: Cast, answer):
    room = evening(cast)
    with clock.at(during(room)):
        said = {"to": cast.ana, "text": "You held it.", "actor": cast.actor("bo")}
        given = harvest.recognise(room, **said)
        before = thanks_in_copy(cast.bo)
        answer(given, actor=cast.actor("ana"))
        assert thanks_in_copy(cast.bo) == before
        given.refresh_from_db()
        [[mine], _told] = thanks_in_copy(cast.ana, "to")
        assert mine["state"] == given.state != "given"
        harvest.show(given, to="room", actor=cast.actor("ana"))
        assert thanks_in_copy(cast.bo)[0][0]["state"] == "room"


def thanks_in_copy(person: Person, side: str = "by") -> list:
    copied = export.copy_of(person, at=NOON)
    told = [fact for fact in copied["history"] if fact["kind"].startswith("harvest.")]
    return [copied["records"][f"harvest.recognition.{side}"], told]


def test_a_copy_tells_no_more_of_circles_than_their_page(cast: Cast):
    room, here = triads(cast, 6)
    with clock.at(NOON):
        rooms.name_host(room, here[0], actor=cast.actor("ana"))
        circles.wish(room, actor=Actor(here[1]), one=here[1], other=here[0], kind=Wish.Kind.APART)
        circles.wish(room, actor=Actor(here[2]), one=here[1], other=here[2], kind=Wish.Kind.APART)
        circles.form(room, rounds=2, actor=Actor(here[0]), seed=1)
        [formed] = export.copy_of(here[0], at=NOON)["records"]["circles.arrangement.formed_by"]
        assert formed["room_id"] == room.pk
        assert not {"unmet", "seed"} & formed.keys(), "they tell a host what others asked about them"
        assert sat_in_copy(here[3]) == []
        circles.show(room, actor=Actor(here[0]))
        assert len(sat_in_copy(here[3])) == 2


def sat_in_copy(person: Person) -> list:
    return export.copy_of(person, at=NOON)["records"]["circles.circlemember.person"]
