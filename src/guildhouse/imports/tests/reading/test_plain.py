from datetime import date, time

from guildhouse.imports.plan import Outcome, Plan
from guildhouse.imports.reading.landscape import read_landscape
from guildhouse.imports.reading.plain_fields import FIELDS
from guildhouse.imports.reading.sources import leaves, read_yaml
from guildhouse.imports.tests.conftest import DAY


def _read(content: str) -> Plan:
    plan = read_landscape(content, file="house.yaml", day=DAY)
    assert [each.path for each in plan.ledger] == [leaf.path for leaf in leaves(read_yaml(content, file="f"))]
    return plan


def _puzzles(plan: Plan) -> dict[str, str]:
    return {each.path: each.what for each in plan.with_outcome(Outcome.NOT_UNDERSTOOD)}


def _community(more: str) -> str:
    return f"communities:\n- slug: looms\n  name: Looms\n  zone: Europe/Rome\n{more}"


def test_the_example_of_the_documentation_is_understood_whole(example: str) -> None:
    plan = _read(example)
    assert plan.source == "valley-hospitals"
    assert (_puzzles(plan), plan.questions) == ({}, ())
    wounds = plan.communities[1]
    assert (wounds.parent, wounds.visibility, wounds.joining) == ("nursing", "listed", "request")
    assert {(each.person, each.level) for each in plan.memberships} == {
        ("ada", "core"),
        ("name:bruno-conti", "active"),
        ("carla", "newcomer"),
    }
    assert [each.office for each in plan.offices] == ["convener", "welcomer"]
    cases, hour = plan.series
    assert (cases.key, cases.minutes, cases.capacity, cases.format) == (
        "wound-care/-/case-round",
        75,
        8,
        "balint",
    )
    assert (cases.rhythm.start, cases.rhythm.until) == (date(2026, 1, 13), date(2026, 12, 15))
    assert cases.assumptions == ()
    assert (hour.rhythm.rrule, hour.rhythm.time, hour.rhythm.zone) == (
        "FREQ=MONTHLY;BYDAY=-1FR",
        time(12, 30),
        "Europe/Rome",
    )
    assert [(room.key, room.on, room.time) for room in plan.rooms] == [
        ("wound-care/room/lab", date(2099, 3, 27), time(14))
    ]


def test_the_example_uses_every_field(example: str) -> None:
    plan = _read(example)
    used = {each.path.rpartition(".")[2].partition("[")[0] for each in plan.ledger} | {
        "people",
        "communities",
        "series",
    }
    used |= {part.partition("[")[0] for each in plan.ledger for part in each.path.split(".")}
    assert {name for fields in FIELDS.values() for name in fields} <= used


def test_every_field_is_documented_with_type_and_default(guide: str) -> None:
    for thing, fields in FIELDS.items():
        _before, _head, section = guide.partition(f"### {thing.capitalize()}\n")
        section = section.partition("\n### ")[0]
        for name, (kind, default) in fields.items():
            assert f"| {name} | {kind} | {default} |" in section, (thing, name)


def test_an_unknown_field_is_reported_with_what_was_meant() -> None:
    plan = _read(_community("  vizibility: hidden\n  weather: fine\n"))
    assert _puzzles(plan) == {
        "communities[0].vizibility": "nothing here knows the field “vizibility”; did you mean “visibility”?",
        "communities[0].weather": "nothing here knows the field “weather”",
    }


def test_an_unknown_word_never_opens_anything() -> None:
    plan = _read(_community("  visibility: pubic\n  joining: opne\n"))
    community = plan.communities[0]
    assert (community.visibility, community.joining) == ("hidden", "invitation")
    assert "Did you mean “public”?" in _puzzles(plan)["communities[0].visibility"]
    assert [assumed.field for assumed in community.assumptions] == ["domain", "visibility", "joining"]


def test_people_are_found_by_key_or_name_and_unknown_ones_are_reported() -> None:
    people = "people:\n- {key: ada, name: Ada Weft}\n- {name: Ben}\n"
    plan = _read(people + _community("  people: [ada, Ben, Cy]\n"))
    assert [each.person for each in plan.memberships] == ["ada", "name:ben"]
    assert _puzzles(plan) == {"communities[0].people[2]": "nobody under “people” has this key or name"}


def test_a_community_is_never_part_of_itself() -> None:
    plan = _read("communities:\n- {slug: a, parent: b}\n- {slug: b, parent: a}\n- {slug: c, parent: c}\n")
    assert [each.parent for each in plan.communities] == ["b", "", ""]


def test_a_recurrence_that_is_not_by_days_is_asked() -> None:
    plan = _read(_community("  series:\n  - {title: T, rrule: FREQ=SECONDLY, time: '9:00'}\n"))
    assert [question.id for question in plan.questions] == ["looms/-/t#rhythm"]
    assert list(_puzzles(plan)) == ["communities[0].series[0].rrule"]


def test_a_series_that_needs_a_phase_gets_the_next_date() -> None:
    plan = _read(
        _community("  series:\n  - {title: T, rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=MO, time: '9:00'}\n")
    )
    assert (plan.series[0].rhythm.start, plan.series[0].rhythm.start_is) == (date(2025, 11, 24), "assumed")


def test_a_series_without_dates_stays_a_text() -> None:
    plan = _read(_community("  series:\n  - {title: T, when: as needed}\n"))
    assert (plan.series, plan.communities[0].unscheduled) == ((), ("T · as needed",))


def test_a_room_that_is_over_or_has_no_date_is_left_out() -> None:
    plan = _read(
        _community(
            "  rooms:\n  - {title: Old, date: 2020-01-01, time: 9am}\n  - {title: New, date: soon, time: 9am}\n"
        )
    )
    assert plan.rooms == ()
    assert len(plan.with_outcome(Outcome.LEFT)) == 3
    assert len(_puzzles(plan)) == 3


def test_a_key_lets_a_series_keep_its_identity_under_another_title() -> None:
    one = _read(_community("  series:\n  - {title: T, key: k, when: weekly on Monday, time: 9am}\n"))
    other = _read(_community("  series:\n  - {title: U, key: k, when: weekly on Monday, time: 9am}\n"))
    assert [each.key for each in one.series] == [each.key for each in other.series]
