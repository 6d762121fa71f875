from datetime import date, time, timedelta

import pytest

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Membership, Office
from guildhouse.history.actors import Actor
from guildhouse.history.models import Version
from guildhouse.imports.tests.applying.landscapes import FRIDAY, IMPORT, VALLEY, brought, everything
from guildhouse.kit import clock
from guildhouse.people import actions as people
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room, Series
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _brought() -> None:
    brought()


def weaving() -> Community:
    return Community.objects.get(slug="weaving")


def ada() -> Person:
    return Person.objects.get(handle="ada-rossi")


def test_a_changed_file_changes_that_and_no_more() -> None:
    before = everything()
    report = brought(VALLEY.replace('"17:00"', '"18:30"'))
    after = everything()
    assert report.touched == report.counts["series", "changed"] == 1
    assert {room.wall_time for room in Room.objects.filter(series__isnull=False)} == {time(18, 30)}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "rooms.Room",
        "rooms.Series",
        "imports.Imported",
        "history.Fact",
        "history.Delivery",
        "history.Version",
    }
    assert Version.objects.get(community_id=Community.objects.get(slug="dyeing").pk).number == 1


def test_what_was_changed_by_hand_stays() -> None:
    with clock.at(FRIDAY):
        communities.write_domain(
            weaving(),
            name="Weaving",
            domain="Ours.",
            stakes="",
            scope="",
            first_thing="Come.",
            actor=Actor(None, "command"),
        )
        rooms.edit_series(Series.objects.get(), actor=IMPORT, minutes=45, first_on=date(2025, 12, 2))
    report = brought(VALLEY.replace("https://chat.example/weaving", "https://chat.example/looms"))
    here = weaving()
    assert (here.domain, here.first_thing, here.elsewhere) == (
        "Ours.",
        "Come.",
        "- Link: <https://chat.example/looms>",
    )
    assert (Series.objects.get().minutes, Series.objects.get().first_on) == (45, date(2025, 12, 2))
    assert report.touched == 1


def test_a_new_weekday_keeps_the_weeks_a_convener_chose() -> None:
    with clock.at(FRIDAY):
        rooms.edit_series(Series.objects.get(), actor=IMPORT, first_on=date(2025, 12, 2))
    brought(VALLEY.replace("on Tuesday", "on Wednesday"))
    dates = (
        Room.objects.filter(series__isnull=False).order_by("starts_at").values_list("wall_date", flat=True)
    )
    assert list(dates[:2]) == [date(2025, 12, 3), date(2025, 12, 17)]


def test_who_left_is_not_brought_back() -> None:
    bo = Person.objects.get(handle="bo-conti")
    with clock.at(FRIDAY):
        communities.leave(weaving(), actor=Actor(bo))
    report = brought()
    assert not weaving().memberships.living().filter(person=bo).exists()
    assert report.lines["left"] == [("valley.yaml:15", "Bo Conti, Weaving", "is no member here any more")]
    brought(VALLEY.replace("level: active", "level: core"))
    assert weaving().memberships.living().get(person=bo).level == "core"


def test_who_was_asked_to_stay_away_is_not_brought_back_whatever_the_file_says() -> None:
    bo = Person.objects.get(handle="bo-conti")
    Person.objects.filter(pk=bo.pk).update(claimed_at=FRIDAY)
    with clock.at(FRIDAY):
        communities.block(weaving(), bo, reason="Shouted.", actor=Actor(ada()))
    brought(VALLEY.replace("level: active", "level: core"))
    assert not weaving().memberships.living().filter(person=bo).exists()


def test_an_office_that_ended_here_stays_ended() -> None:
    with clock.at(FRIDAY):
        communities.appoint(weaving(), Person.objects.get(handle="bo-conti"), kind="convener", actor=IMPORT)
        communities.end_office(Office.objects.get(person=ada()), actor=IMPORT)
    brought()
    assert not Office.objects.held().filter(person=ada()).exists()


def test_an_erased_person_is_not_made_again() -> None:
    bo = Person.objects.get(handle="bo-conti")
    Membership.objects.filter(person=bo).delete()
    Person.objects.filter(pk=bo.pk).update(erased_at=FRIDAY, name="", handle="", affiliation="")
    before = Person.objects.count()
    report = brought(VALLEY.replace("Bo Conti", "Bo Conti the Younger"))
    assert Person.objects.count() == before
    assert not weaving().memberships.living().filter(person=bo).exists()
    assert Person.objects.get(pk=bo.pk).name == ""
    assert "was erased here and is not made again" in report.lines["left"][0]


def test_an_erased_person_is_known_by_their_handle_to_another_source() -> None:
    Person.objects.filter(handle="bo-conti").update(erased_at=FRIDAY)
    before = Person.objects.count()
    brought(VALLEY.replace("source: valley", "source: hills"))
    assert Person.objects.count() == before


def test_a_level_the_file_changed_is_recognised() -> None:
    brought(VALLEY.replace("level: active", "level: alumnus"))
    assert Membership.objects.get(person__handle="bo-conti").level == "alumnus"


def test_what_vanished_is_told_and_stays() -> None:
    less = VALLEY.partition("  series:")[0] + "- slug: dyeing" + VALLEY.partition("- slug: dyeing")[2]
    report = brought(less)
    gone = {what for _place, what, _why in report.lines["gone"]}
    assert gone == {"Case round, Weaving", "Dressing lab, Weaving"}
    assert Series.objects.get().ended_at is None
    before = everything()
    assert {what for _place, what, _why in brought(less).lines["gone"]} == gone
    assert everything() == before


def test_a_series_that_ended_here_stays_ended() -> None:
    with clock.at(FRIDAY):
        rooms.end_series(Series.objects.get(), actor=IMPORT, why="Enough.")
    report = brought(VALLEY.replace('"17:00"', '"18:30"'))
    assert Series.objects.get().wall_time == time(17)
    assert [why for _place, _what, why in report.lines["left"]] == ["the series ended here"]


def test_a_community_that_was_archived_is_left_as_it_is() -> None:
    with clock.at(FRIDAY):
        communities.archive(weaving(), actor=IMPORT)
    before = everything()
    report = brought(VALLEY.replace("Looms and", "Looms, reeds and").replace("level: active", "level: core"))
    assert everything() == before
    assert {why for _place, _what, why in report.lines["refused"]} == {
        "This community is archived: it can be read and no longer changed."
    }


def test_a_room_that_moves_in_the_file_moves_here() -> None:
    brought(VALLEY.replace("date: 2026-03-27, time: 2 pm", "date: 2026-03-27, time: 3 pm"))
    assert Room.objects.get(series=None).wall_time == time(15)


def test_a_skipped_day_is_left_out() -> None:
    brought(VALLEY.replace("on Tuesday", "on Tuesday, skip 2025-12-09"))
    on = Room.objects.filter(series__isnull=False, wall_date=date(2025, 12, 9)).values_list(
        "state", flat=True
    )
    assert list(on) == ["cancelled"]


def test_a_title_that_changed_is_a_new_series_beside_the_old_one() -> None:
    report = brought(VALLEY.replace("Case round", "Case circle"))
    assert Series.objects.count() == 2
    assert [what for _place, what, _why in report.lines["gone"]] == ["Case round, Weaving"]


def test_dates_of_later_months_come_by_themselves() -> None:
    later = FRIDAY + timedelta(days=30)
    with clock.at(later):
        assert rooms.materialise(Series.objects.get()) > 0
    assert brought(at=later).touched == 0


def test_who_claimed_their_place_keeps_it_and_their_own_words(cast: Cast) -> None:
    with clock.at(FRIDAY):
        Person.objects.filter(pk=cast.ana.pk).update(is_site_admin=True)
        invitation = people.invite_to_claim(ada(), email="cy@example.org", actor=cast.actor("ana"))
        people.claim(invitation, actor=cast.actor("cy"))
    before = everything()
    assert brought(VALLEY.replace("Ada Rossi", "Ada Bianchi")).touched == 0
    after = everything()
    assert {name for name in before if before[name] != after[name]} == {"imports.Imported"}
    assert weaving().memberships.living().filter(person=cast.cy).exists()
