"""What goes along with letters into somebody's calendar, from the first seat to the cancelled room."""

from datetime import date, time, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import vobject
from django.core.mail.backends.dummy import EmailBackend

from guildhouse.communities import actions as communities
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.notices import tasks
from guildhouse.notices.envelope import wrap
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import ADDRESS, LINK
from guildhouse.rooms.tests.rooming import NOON, ask, members, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def heard() -> list[Letter]:
    """The letters of what happened since the last time."""
    before = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with clock.at(NOON + timedelta(minutes=1)):
        while tasks.hear_of_facts():
            pass
    return list(Letter.objects.filter(pk__gt=before).order_by("pk"))


def entry(letter: Letter) -> tuple[str, Any]:
    """What a mail program finds for the calendar, and what it asks for; the same beside the text and as a file."""
    sent = message_from_bytes(wrap(letter, EmailBackend()).message().as_bytes(), policy=policy.default)
    parts = [part for part in sent.walk() if part.get_content_type() == "text/calendar"]
    texts = {part.get_content().replace("\r\n", "\n") for part in parts}
    assert len(texts) <= 1
    if not texts:
        return "", None
    assert {part.get_param("method") for part in parts} == {letter.calendar_method}
    vobject.icalendar.__tzidMap.clear()
    return letter.calendar_method, vobject.readOne(texts.pop())


def told(person: Person) -> tuple[str, Any]:
    """The entry of the one letter this person got since the last time."""
    letters = [one for one in heard() if one.person == person and one.kind != "rooms.series_planned"]
    assert len(letters) == 1, [letter.kind for letter in letters]
    (letter,) = letters
    return entry(letter)


def test_an_invitation_follows_the_seat_and_the_room(cast: Cast):
    hidden = {"link": LINK, "address": ADDRESS, "mode": "hybrid", "place": "The old mill"}
    room = open_room(cast.weavers, cast.ana, **hidden)
    heard()
    numbers, ids = [], set()

    def follows(method: str, status: str) -> Any:
        asked, read = told(cast.bo)
        assert (asked, read.method.value, read.vevent.status.value) == (method, method, status)
        assert read.vevent.attendee.value == "mailto:bo@example.org"
        assert read.vevent.organizer.value == "mailto:guildhouse@localhost"
        assert LINK not in read.serialize()
        assert ADDRESS not in str(read.vevent)
        numbers.append(int(read.vevent.sequence.value))
        ids.add(read.vevent.uid.value)
        return read.vevent

    ask(room, cast.bo)
    first = follows("REQUEST", "CONFIRMED")
    assert first.attendee.partstat_param == "ACCEPTED"
    assert first.attendee.rsvp_param == "FALSE"
    assert first.dtstart.value == room.starts_at
    assert first.location.value == "The old mill"
    with clock.at(NOON):
        actions.move(room, actor=cast.actor("ana"), wall_date=date(2027, 3, 12), wall_time=time(19))
    assert follows("REQUEST", "CONFIRMED").dtstart.value.isoformat() == "2027-03-12T19:00:00+01:00"
    with clock.at(NOON):
        actions.withdraw(room, actor=cast.actor("bo"))
    follows("CANCEL", "CANCELLED")
    ask(room, cast.bo)
    follows("REQUEST", "CONFIRMED")
    with clock.at(NOON):
        actions.cancel(room, actor=cast.actor("ana"), why="The loom broke.")
    follows("CANCEL", "CANCELLED")
    assert numbers == sorted(set(numbers))
    assert ids == {f"{room.public_id}@guildhouse"}


def test_a_letter_written_late_says_how_things_stand_by_then(cast: Cast):
    room = open_room(cast.weavers, cast.ana)
    heard()
    ask(room, cast.bo)
    with clock.at(NOON):
        actions.withdraw(room, actor=cast.actor("bo"))
    assert [letter.calendar_method for letter in heard() if letter.person == cast.bo] == ["", "CANCEL"]


def test_an_offer_a_request_and_a_place_in_line_are_no_appointment(cast: Cast):
    room = open_room(cast.weavers, cast.ana, capacity=1, freed=Room.Freed.OFFER)
    ask(room, cast.ana)
    ask(room, cast.bo)
    other = open_room(cast.weavers, cast.ana, needs_approval=True)
    ask(other, cast.bo)
    with clock.at(NOON):
        actions.withdraw(room, actor=cast.actor("ana"))
    letters = [letter for letter in heard() if letter.person == cast.bo]
    assert {letter.kind for letter in letters} == {
        "rooms.seat_waitlisted",
        "rooms.seat_requested",
        "rooms.seat_offered",
    }
    assert {letter.calendar for letter in letters} == {""}


def test_whoever_moves_a_room_they_come_to_has_it_moved_in_their_calendar_too(cast: Cast):
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.ana)
    heard()
    with clock.at(NOON):
        actions.move(room, actor=cast.actor("ana"), wall_date=date(2027, 3, 12), wall_time=time(19))
    method, read = told(cast.ana)
    assert (method, read.vevent.dtstart.value.hour) == ("REQUEST", 19)


def test_the_dates_of_a_series_come_and_go_in_one_file(cast: Cast):
    with clock.at(NOON):
        days = {"first_on": date(2027, 3, 10), "last_on": date(2027, 4, 7), "wall_time": time(18)}
        series = actions.plan_series(
            cast.weavers,
            actor=cast.actor("ana"),
            rrule="FREQ=WEEKLY",
            zone="Europe/Rome",
            purpose="W",
            **days,
        )
        actions.come_to_all(series, actor=cast.actor("bo"))
    taken, read = told(cast.bo)
    assert taken == "PUBLISH"
    assert [one.dtstart.value.hour for one in read.vevent_list] == [18] * 5
    assert {one.status.value for one in read.vevent_list} == {"CONFIRMED"}
    before = {one.uid.value: int(one.sequence.value) for one in read.vevent_list}
    with clock.at(NOON + timedelta(seconds=5)):
        actions.end_series(series, why="We are done.", actor=cast.actor("ana"))
    lost, read = told(cast.bo)
    assert lost == "PUBLISH"
    assert {one.status.value for one in read.vevent_list} == {"CANCELLED"}
    after = {one.uid.value: int(one.sequence.value) for one in read.vevent_list}
    assert after.keys() == before.keys()
    assert all(after[uid] > before[uid] for uid in before)


@pytest.mark.parametrize("removed", [False, True])
def test_who_no_longer_belongs_takes_all_dates_out_of_their_calendar(cast: Cast, removed: bool):
    rooms = [open_room(cast.weavers, cast.ana, purpose=name, about="Secrets") for name in ("One", "Two")]
    for room in rooms:
        ask(room, cast.bo)
    heard()
    with clock.at(NOON):
        if removed:
            membership = cast.weavers.memberships.get(person=cast.bo)
            communities.remove(membership, reason="Shouted.", actor=cast.actor("ana"))
        else:
            communities.leave(cast.weavers, actor=cast.actor("bo"))
    method, read = told(cast.bo)
    assert method == "PUBLISH"
    assert {one.uid.value for one in read.vevent_list} == {f"{room.public_id}@guildhouse" for room in rooms}
    assert {one.status.value for one in read.vevent_list} == {"CANCELLED"}
    assert "Secrets" not in read.serialize()


def test_who_leaves_without_seats_is_not_written_to(cast: Cast):
    with clock.at(NOON):
        communities.leave(cast.weavers, actor=cast.actor("bo"))
    assert [letter for letter in heard() if letter.person == cast.bo] == []


def test_no_entry_names_anybody_but_its_reader(cast: Cast):
    room = open_room(
        cast.weavers, cast.ana, capacity=None, purpose="A\r\nATTENDEE:mailto:evil@example.org\r\nX"
    )
    people = members(cast.weavers, 3)
    for person in people:
        ask(room, person)
    with clock.at(NOON):
        actions.cancel(room, actor=Actor(cast.ana), why="The loom broke.")
    letters = [letter for letter in heard() if letter.calendar]
    assert {letter.person for letter in letters} == set(people)
    for letter in letters:
        _method, read = entry(letter)
        assert [one.value for one in read.vevent.attendee_list] == [f"mailto:{letter.to}"]
        others = [person.email for person in Person.objects.exclude(pk=letter.person_id)]
        assert [address for address in others if address in letter.calendar] == []
