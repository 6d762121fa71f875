"""What leaves the house as a calendar says what it should to a parser that is not the one it was written with."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from guildhouse.kit.calendars import Event, Mailbox, published, sent
from guildhouse.kit.observances import observances

HOUSE = Mailbox("The House", "house@example.org")
EVIL = "Reading\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\rSUMMARY:a\nDTSTART:b"
EVIL += "\x0bx\x0cy\x1cz\x85\u2028\u2029; , \\ \x00"


def event(starts_at: datetime, *, minutes: int = 60, zone: str = "Europe/Rome", **more) -> Event:
    stated = {"uid": "one@guildhouse", "sequence": 0, "summary": "A room", "description": "Words", **more}
    ends_at = starts_at + timedelta(minutes=minutes)
    return Event(
        changed_at=starts_at, starts_at=starts_at, ends_at=ends_at, zone=zone, url="https://h/1", **stated
    )


def read(data: bytes):
    vobject.icalendar.__tzidMap.clear()  # it would go on with the first zone of a name it ever read
    return vobject.readOne(data.decode())


def test_what_somebody_wrote_begins_no_line_of_its_own():
    evil = event(datetime(2027, 3, 1, 12, tzinfo=UTC), summary=EVIL, description=EVIL, location=EVIL)
    written = published([evil], by=Mailbox(EVIL, "house@example.org"), name=EVIL)
    # However a program tells lines: by CRLF as it should, or by whatever Unicode takes for the end of one.
    for lines in (written.decode().split("\r\n"), written.decode().splitlines()):
        unfolded = [line for line in lines if not line.startswith(" ")]
        assert [line for line in unfolded if line.startswith(("BEGIN:VEVENT", "UID:", "END:VEVENT"))] == [
            "BEGIN:VEVENT",
            "UID:one@guildhouse",
            "END:VEVENT",
        ]
    (found,) = read(written).vevent_list
    assert found.uid.value == "one@guildhouse"
    assert "UID:evil" in found.description.value


def test_long_lines_are_folded_and_end_as_they_must():
    written = published([event(datetime(2027, 3, 1, 12, tzinfo=UTC), description="Wörter " * 60)], by=HOUSE)
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert read(written).vevent.description.value == "Wörter " * 60


@pytest.mark.parametrize("zone", ["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_hours_of_two_years_are_the_same_moments_to_another_parser(zone):
    start = datetime(2027, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(days=day, hours=day % 24, minutes=30) for day in range(0, 700, 3)]
    found = read(published([event(moment, zone=zone) for moment in moments], by=HOUSE)).vevent_list
    assert [one.dtstart.value.astimezone(UTC) for one in found] == moments


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Rome", [b"20270328T020000", b"20271031T030000"]),
        ("America/New_York", [b"20270314T020000", b"20271107T020000"]),
        ("UTC", []),
    ],
)
def test_the_clock_changes_when_the_zone_says(zone, changes):
    stated = observances(zone, 2027, 2027)
    assert [line[8:] for line in stated.split(b"\r\n") if line.startswith(b"DTSTART:")][1:] == changes


def test_an_hour_the_clock_shows_twice_is_told_without_it():
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # half past two for the second time in Rome
    first = second - timedelta(hours=1)
    told = [read(published([event(moment, minutes=30)], by=HOUSE)).vevent for moment in (first, second)]
    assert [one.dtstart.value.astimezone(UTC) for one in told] == [first, second]
    assert [one.dtend.value.astimezone(UTC) for one in told] == [
        second - timedelta(minutes=30),
        second + timedelta(minutes=30),
    ]


def test_wall_time_stands_with_its_zone():
    rome = ZoneInfo("Europe/Rome")
    summer, winter = (datetime(2027, month, 5, 18, tzinfo=rome).astimezone(UTC) for month in (7, 12))
    written = published([event(summer), event(winter, uid="two@guildhouse")], by=HOUSE)
    assert b"DTSTART;TZID=Europe/Rome:20270705T180000" in written
    assert b"DTSTART;TZID=Europe/Rome:20271205T180000" in written


def test_an_invitation_names_one_person_and_a_feed_names_nobody():
    one = event(datetime(2027, 3, 1, 12, tzinfo=UTC))
    asked = read(sent(one, "REQUEST", by=HOUSE, to=Mailbox('Bo "the loom"; X', "bo@example.org")))
    assert asked.method.value == "REQUEST"
    assert asked.vevent.attendee.value == "mailto:bo@example.org"
    assert asked.vevent.attendee.partstat_param == "ACCEPTED"
    assert asked.vevent.organizer.value == "mailto:house@example.org"
    assert "ATTENDEE" not in published([one], by=HOUSE).decode()


def test_a_calendar_of_nothing_is_a_calendar():
    assert (
        read(published([], by=HOUSE, name="Nothing", every=timedelta(hours=1))).x_wr_calname.value
        == "Nothing"
    )
