import json
from collections import Counter
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from guildhouse.imports.plan import Outcome, Plan, SeriesPlan
from guildhouse.imports.reading.landscape import read_landscape
from guildhouse.imports.reading.sources import leaves, read_yaml
from guildhouse.imports.tests.conftest import DAY


def _series(plan: Plan, title: str) -> SeriesPlan:
    return next(each for each in plan.series if each.title == title)


def _became(plan: Plan, path: str) -> tuple[Outcome, str]:
    return next((each.outcome, each.what) for each in plan.ledger if each.path == path)


def test_every_value_of_the_file_is_accounted_for_exactly_once(plan: Plan, workshops: bytes) -> None:
    written = Counter((leaf.path, leaf.line, leaf.text) for leaf in leaves(read_yaml(workshops, file="f")))
    assert written == Counter((each.path, each.line, each.value) for each in plan.ledger)
    assert set(written.values()) == {1}


def test_groups_become_communities(plan: Plan) -> None:
    looms, empty, fringe, steering = plan.communities
    assert (looms.key, looms.slug, looms.name, looms.kind) == ("sig-looms", "sig-looms", "Looms", "sig")
    assert looms.domain == "Cares for looms of every kind, and for those who mend them."
    assert (looms.joining, steering.joining) == ("open", "invitation")
    assert [assumed.field for assumed in empty.assumptions] == ["visibility", "joining", "domain"]
    assert fringe.stakeholders == ("sig-looms",)
    assert [topic.name for topic in looms.topics] == ["jacquard", "treadles", "tablet weaving"]
    assert ("charter", "https://charters.example/fringe") in [(each.kind, each.url) for each in fringe.links]


def test_leaders_become_people_with_offices(plan: Plan) -> None:
    assert [person.key for person in plan.people] == [
        *("github:adaweft", "github:ben-heddle", "github:ada-old", "github:dee-bobbin", "github:eli-card"),
        "name:fay-tassel",
    ]
    assert plan.people[0].handle == "AdaWeft"
    assert plan.people[0].affiliation == "Weft & Daughters"
    offices = {
        (each.community, each.person.partition(":")[2], each.office, each.topics) for each in plan.offices
    }
    assert offices == {
        ("sig-looms", "adaweft", "convener", ()),
        ("sig-looms", "adaweft", "facilitator", ()),
        ("sig-looms", "ben-heddle", "facilitator", ()),
        ("sig-looms", "dee-bobbin", "broker", ()),
        ("sig-looms", "eli-card", "facilitator", ("jacquard",)),
        ("wg-fringe", "fay-tassel", "convener", ()),
        ("committee-steering", "adaweft", "convener", ()),
    }


def test_former_leaders_become_alumni_unless_they_lead_still(plan: Plan) -> None:
    levels = {each.person: each.level for each in plan.memberships if each.community == "sig-looms"}
    assert levels == {
        "github:adaweft": "core",
        "github:ben-heddle": "core",
        "github:ada-old": "alumnus",
        "github:dee-bobbin": "peripheral",
        "github:eli-card": "active",
    }


def test_a_meeting_becomes_a_series(plan: Plan) -> None:
    series = _series(plan, "Card Office Hours")
    assert series.rhythm.rrule == "FREQ=WEEKLY;BYDAY=TH"
    assert (series.rhythm.start, series.rhythm.start_is) == (date(2024, 2, 15), "said")
    assert (series.rhythm.time, series.rhythm.zone) == (time(16), "Europe/Brussels")
    assert (series.minutes, series.topics, series.hosts) == (30, ("jacquard",), ("github:eli-card",))
    assert {assumed.field for assumed in series.assumptions} == {"zone", "capacity", "format", "access"}


def test_alternating_meetings_take_the_weeks_between(plan: Plan) -> None:
    regular, early = _series(plan, "Regular SIG Meeting"), _series(plan, "Regular SIG Meeting (early hours)")
    assert (early.rhythm.start_is, early.rhythm.opposite_of) == ("opposite", regular.key)
    assert (early.rhythm.start - regular.rhythm.start).days % 14 == 7
    assert "phase" not in {assumed.field for assumed in early.assumptions}


def test_joining_links_are_addresses_and_never_stand_in_a_text(plan: Plan) -> None:
    assert _series(plan, "Regular SIG Meeting").joining_link == "https://meet.example/looms?pwd=secret"
    early = _series(plan, "Regular SIG Meeting (early hours)")
    assert (early.joining_link, early.notes) == ("", ("see the chat",))
    assert not any("https://meet" in text for each in plan.communities for text in each.unscheduled)


def test_the_same_meeting_in_two_places_is_one_series(plan: Plan) -> None:
    assert _series(plan, "Shed Meeting").topics == ("jacquard", "treadles")
    assert [each.title for each in plan.series].count("Shed Meeting") == 1


def test_what_has_no_dates_stays_a_text(plan: Plan) -> None:
    assert plan.communities[0].unscheduled == (
        "Wool Market (Tuesday, 12:00, UTC, as needed)",
        "Harvest Series (Tuesday, 12:00, UTC, weekly until Dec 18, 2023)",
    )


def test_a_private_meeting_is_only_for_the_invited(plan: Plan) -> None:
    assert [each.title for each in plan.series if each.access == "invited"] == ["Private Accounts Meeting"]


def test_questions_name_file_line_and_choices_and_leave_their_subject_out(plan: Plan) -> None:
    assert [(each.id, each.place.line) for each in plan.questions] == [
        ("sig-looms/-/mending-hour#zone", 48),
        ("sig-looms/-/pattern-hour#rhythm", 53),
        ("sig-looms/-/dye-kitchen#rhythm", 58),
        ("sig-looms/-/spinning-circle#zone", 63),
    ]
    assert not {"Mending Hour", "Pattern Hour", "Dye Kitchen"} & {each.title for each in plan.series}
    assert [choice.value for choice in plan.questions[3].choices] == [
        *("America/Los_Angeles", "UTC", "America/New_York", "leave out"),
    ]


def test_what_is_not_understood_says_why(plan: Plan) -> None:
    assert {each.path: each.what for each in plan.with_outcome(Outcome.NOT_UNDERSTOOD)} == {
        "sigs[0].leadership.secretaries[0].github": "nothing here knows the field “secretaries”",
        "sigs[0].leadership.secretaries[0].name": "nothing here knows the field “secretaries”",
        "workinggroups[0].name~2": "written twice here; the later one counts",
        "workinggroups[0].stakeholder_sigs[1]": "no group of this name is in the file",
        "workinggroups[0].meeting[0].description": "nothing here knows the field “meeting”; did you mean “meetings”?",
        "workinggroups[0].meeting[0].day": "nothing here knows the field “meeting”; did you mean “meetings”?",
        "workinggroups[0].colour": "nothing here knows the field “colour”",
    }


def test_what_is_private_or_said_otherwise_is_left_out_on_purpose(plan: Plan) -> None:
    assert _became(plan, "sigs[0].contact.private_mailing_list")[0] is Outcome.LEFT
    outcome, why = _became(plan, "committees[0].leadership.chairs[0].company")
    assert outcome is Outcome.LEFT
    assert "line 14" in why


def test_the_same_file_makes_the_same_plan(plan: Plan, workshops: bytes) -> None:
    assert plan == read_landscape(workshops, file="workshops.yaml", day=DAY)


def test_another_day_changes_nothing_that_the_source_says(plan: Plan, workshops: bytes) -> None:
    later = read_landscape(workshops, file="workshops.yaml", day=date(2026, 3, 3))
    assert [(each.key, each.said()) for each in later.series] == [
        (each.key, each.said()) for each in plan.series
    ]


def test_a_moved_meeting_keeps_its_key_and_says_only_that(plan: Plan, workshops: bytes) -> None:
    moved = workshops.replace(b"time: 9:00", b"time: 10:15").replace(b"company: Reed Works", b"company: Mill")
    later = read_landscape(moved, file="workshops.yaml", day=DAY)
    changed = {
        (ours.key, name)
        for ours, theirs in zip(plan.series, later.series, strict=True)
        for name in ours.said()
        if ours.key == theirs.key and ours.said()[name] != theirs.said()[name]
    }
    assert changed == {("sig-looms/-/regular-sig-meeting", "rhythm")}
    assert [each.key for each in later.people if each.said() not in [one.said() for one in plan.people]] == [
        "github:ben-heddle"
    ]


NAMES = (
    *("dir", "name", "leadership", "chairs", "github", "meetings", "description", "day", "time", "tz"),
    *("frequency", "contact", "teams", "liaison", "subprojects", "owners", "leads", "stakeholder_sigs"),
)
TEXTS = ("", "x", "Monday", "weekly", "9:00", "UTC", "https://a.example", "sig-looms")
SCRAPS = st.recursive(
    st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(["sigs", "committees", "workinggroups"]), SCRAPS, min_size=1))
def test_any_shape_is_accounted_for(shape: object) -> None:
    content = json.dumps(shape)
    plan = read_landscape(content, file="f.yaml", day=DAY)
    assert [each.path for each in plan.ledger] == [leaf.path for leaf in leaves(read_yaml(content, file="f"))]
