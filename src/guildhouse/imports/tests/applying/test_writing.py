from datetime import date, time

import pytest

from guildhouse.communities.models import Community, Membership, Office
from guildhouse.history.models import Delivery, Fact
from guildhouse.imports.models import Imported
from guildhouse.imports.tests.applying.landscapes import FRIDAY, VALLEY, brought, everything, planned
from guildhouse.kit import clock
from guildhouse.notices import tasks as mail
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person
from guildhouse.rooms.models import Host, Room, RoomRole, Series
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_everything_a_plan_holds_is_there() -> None:
    report = brought()
    weaving, dyeing = Community.objects.get(slug="weaving"), Community.objects.get(slug="dyeing")
    assert (weaving.domain, weaving.founded_elsewhere, weaving.state) == (
        "Looms and those who mend them.",
        True,
        "open",
    )
    assert (weaving.zone, weaving.joining, weaving.elsewhere) == (
        "Europe/Rome",
        "request",
        "- Link: <https://chat.example/weaving>",
    )
    assert dyeing.parent == weaving
    assert report.as_json()["counts"] == {
        "person": {"made": 2},
        "community": {"made": 2},
        "membership": {"made": 2},
        "office": {"made": 1},
        "series": {"made": 1},
        "room": {"made": 1},
    }
    assert report.lines == {"left": [], "refused": [], "gone": []}


def test_people_come_without_an_account() -> None:
    brought()
    ada = Person.objects.get(handle="ada-rossi")
    assert (ada.name, ada.affiliation, ada.email, ada.claimed_at) == ("Ada Rossi", "North Mill", None, None)
    assert not ada.has_usable_password()
    held = Office.objects.held().filter(person=ada)
    assert [(office.kind, office.community.slug) for office in held] == [("convener", "weaving")]
    assert Membership.objects.get(person=ada).level == "core"


def test_a_series_has_its_dates_and_says_what_was_assumed() -> None:
    brought()
    series = Series.objects.get()
    assert (series.purpose, series.rrule, series.first_on, series.wall_time) == (
        "Case round",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        date(2025, 11, 25),
        time(17),
    )
    assert (series.capacity, series.minutes, series.format, series.access) == (
        None,
        75,
        "working-session",
        "members",
    )
    dates = Room.objects.filter(series=series)
    assert dates.count() == 13
    assert {room.state for room in dates} == {"published"}
    assert {one["field"] for one in dates.first().assumed} == {"phase", "capacity", "format"}
    assert {host.person.handle for host in Host.objects.filter(room__series=series)} == {"ada-rossi"}
    assert set(RoomRole.objects.filter(room__in=dates).values_list("capacity", flat=True)) == {None}


def test_a_single_room_is_published() -> None:
    brought()
    room = Room.objects.get(series=None)
    assert (room.purpose, room.state, room.wall_date, room.wall_time, room.minutes) == (
        "Dressing lab",
        "published",
        date(2026, 3, 27),
        time(14),
        90,
    )


def test_every_fact_says_it_came_by_an_import() -> None:
    brought()
    assert set(Fact.objects.values_list("via", "actor_id")) == {("import", None)}
    rooms = Room.objects.filter(series__isnull=False).count()
    assert Fact.objects.filter(kind="rooms.published").count() == rooms + 1


def test_again_changes_nothing() -> None:
    brought()
    before = everything()
    report = brought()
    assert everything() == before
    assert {outcome for _kind, outcome in report.counts} == {"same"}


def test_again_a_month_later_only_looks() -> None:
    brought()
    before = everything()
    with clock.at(FRIDAY.replace(month=12)):
        report = brought(at=FRIDAY.replace(month=12))
    assert everything() == before
    assert report.touched == 0


def test_somebody_with_an_account_and_the_handle_is_found_and_keeps_their_own_words(cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(handle="Bo-Conti", affiliation="Home")
    report = brought()
    cast.bo.refresh_from_db()
    assert (cast.bo.name, cast.bo.affiliation) == ("Bo", "Home")
    assert Community.objects.get(slug="weaving").memberships.filter(person=cast.bo).exists()
    assert report.counts["person", "made"] == 1


def test_nobody_gets_a_letter_for_what_an_import_brings(cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(handle="bo-conti")
    brought(VALLEY.replace("level: active", "offices: [welcomer, facilitator]"))
    with clock.at(FRIDAY):
        while mail.hear_of_facts():
            pass
    assert not Delivery.objects.filter(reader="mail", done_at=None).exists()
    assert not Letter.objects.exists()


def test_planning_writes_nothing() -> None:
    before = everything()
    planned()
    assert everything() == before
    assert not Imported.objects.exists()


def test_a_taken_address_gets_a_number() -> None:
    brought(VALLEY.replace("source: valley", "source: other"))
    brought()
    assert Community.objects.filter(slug="weaving-2").exists()
