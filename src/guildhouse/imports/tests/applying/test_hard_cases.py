from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import models

from guildhouse.communities.models import Community
from guildhouse.imports.models import Imported
from guildhouse.imports.reading.answers import Answered, Answers
from guildhouse.imports.tests.applying.landscapes import FRIDAY, VALLEY, brought, everything, planned
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Series

pytestmark = pytest.mark.django_db


class Killed(Exception):
    """The machine stopped."""


@pytest.mark.parametrize("step", [1, 3, 5])
def test_killed_in_the_middle_and_begun_again_it_finishes(step: int) -> None:
    def progress(done: int, _total: int, _words: str) -> None:
        if done == step:
            raise Killed

    with pytest.raises(Killed):
        brought(progress=progress)
    assert 0 < Imported.objects.count() < 9
    brought()
    half = everything()
    assert (Community.objects.count(), Person.objects.count(), Series.objects.count()) == (2, 2, 1)
    assert Imported.objects.count() == 9
    brought()
    assert everything() == half


def test_progress_goes_from_nothing_to_everything() -> None:
    told: list[tuple[int, int, str]] = []
    brought(progress=lambda *step: told.append(step))
    assert [done for done, _total, _words in told] == list(range(len(told)))
    assert told[-1][:2] == (len(told) - 1, len(told) - 1)
    assert "Weaving" in {words for _done, _total, words in told}


def test_a_wall_time_holds_over_both_changes_of_the_clock() -> None:
    text = VALLEY.replace("every two weeks on Tuesday", "weekly on Tuesday").replace(
        '    time: "17:00"', '    time: "9:00"\n    zone: PT (Pacific Time)'
    )
    brought(text, at=datetime(2025, 10, 20, tzinfo=UTC))
    pacific = ZoneInfo("America/Los_Angeles")
    starts = list(
        Room.objects.filter(series__isnull=False).order_by("starts_at").values_list("starts_at", flat=True)
    )
    assert {start.astimezone(pacific).strftime("%a %H:%M") for start in starts} == {"Tue 09:00"}
    assert {start.hour for start in starts} == {16, 17}
    assert (starts[0].hour, starts[2].hour) == (16, 17)


def test_what_has_a_question_is_left_out_until_it_is_answered(workshops: bytes) -> None:
    brought(workshops)
    assert not Series.objects.filter(purpose="Mending Hour").exists()
    key = "sig-looms/-/mending-hour#zone"
    report = brought(workshops, answers=Answers({key: Answered("Asia/Kolkata", "IST", 1)}))
    assert Series.objects.get(purpose="Mending Hour").zone == "Asia/Kolkata"
    assert report.touched == 1
    gone = brought(workshops).lines["gone"]
    assert [what for _place, what, _why in gone] == []


def test_a_series_between_the_weeks_of_another_follows_where_that_one_is(workshops: bytes) -> None:
    brought(workshops)
    early = Series.objects.get(purpose="Regular SIG Meeting (early hours)")
    regular = Series.objects.get(purpose="Regular SIG Meeting")
    assert (early.first_on - regular.first_on).days % 14 == 7


def test_groups_that_are_open_have_open_meetings(workshops: bytes) -> None:
    brought(workshops)
    assert Series.objects.get(purpose="Regular SIG Meeting").access == "site"
    assert Series.objects.get(purpose="Private Accounts Meeting").access == "invited"
    links = {series.link for series in Series.objects.exclude(link="")}
    about = "".join(Series.objects.values_list("about", flat=True)) + "".join(
        Community.objects.values_list("elsewhere", flat=True)
    )
    assert links
    assert not any(link in about for link in links)


def test_a_recurrence_no_room_can_have_is_told_while_reading() -> None:
    text = VALLEY.replace("when: every two weeks on Tuesday", "rrule: FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2")
    plan = planned(text)
    assert [value.path for value in plan.ledger if value.outcome == "not_understood"] == [
        "communities[0].series[0].rrule"
    ]
    assert brought(text).counts["series", "made"] == 0


LONG = "Looms " * 4000


def test_long_texts_are_cut_and_the_account_says_so() -> None:
    text = VALLEY.replace("name: Weaving", f"name: {LONG}").replace("title: Case round", f"title: {LONG}")
    text = text.replace("name: Ada Rossi", f"name: {LONG}").replace("Looms and those who mend them.", LONG)
    text = text.replace("slug: weaving\n", f"slug: {'w' * 300}\n").replace(
        "source: valley", f"source: {'s' * 300}"
    )
    plan = planned(text)
    assert {(value.path, value.cut_at) for value in plan.cut()} == {
        ("people[0].name", 120),
        ("communities[0].name", 120),
        ("communities[0].domain", 6000),
        ("communities[0].series[0].title", 160),
    }
    brought(text)
    before = everything()
    assert brought(text).touched == 0
    assert everything() == before
    for row in [
        *Community.objects.all(),
        *Person.objects.all(),
        *Series.objects.all(),
        *Imported.objects.all(),
    ]:
        fits(row)


def fits(row: models.Model) -> None:
    """Every text is as short as its field says, also where no database would mind."""
    for field in row._meta.concrete_fields:
        most, value = getattr(field, "max_length", None), getattr(row, field.attname)
        assert most is None or value is None or len(str(value)) <= most, field


@pytest.mark.parametrize(
    "text",
    [
        VALLEY.replace("Ada Rossi", "<script>alert(1)</script>"),
        VALLEY.replace("name: Weaving", 'name: "\\0\\x07 Weaving"'),
        VALLEY.replace("https://meet.example/cases", "javascript:alert(1)"),
        VALLEY.replace("https://chat.example/weaving", "data:text/html,<b>"),
        VALLEY.replace("slug: weaving", "slug: ../../etc"),
        VALLEY.replace("parent: weaving", "parent: nowhere"),
        VALLEY.replace("key: bo", "key: ada"),
        VALLEY.replace("github: bo-conti", "github: ada-rossi"),
    ],
)
def test_a_hostile_file_harms_nobody(text: str) -> None:
    brought(text)
    before = everything()
    brought(text)
    assert everything() == before
    assert not any("script:" in series.link for series in Series.objects.all())


@pytest.mark.parametrize("text", ["", "[", "a: &a [*a]", "communities: " + "[" * 60, "x: y", "\x00"])
def test_what_is_no_landscape_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match=r"^valley\.yaml"):
        brought(text, at=FRIDAY)
    assert not Imported.objects.exists()
