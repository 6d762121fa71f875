"""A certificate of attendance: for who attended, read back from the paper, and checked by strangers."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions, paper
from guildhouse.rooms.models import Certificate, Room, Seat
from guildhouse.rooms.tests.pages.helping import look, path_of, send, words
from guildhouse.rooms.tests.rooming import ask, open_room
from guildhouse.testing.cast import Cast

NAMES = (
    "Élodie D’Angiò Müßig",
    "Łukasz Żółćęśń-Ştefănescu",
    "Γιώργος Παπαδόπουλος Ἀθανάσιος",
    "Юлія Щёголева Ђорђе Їжак",
    "Nguyễn Thị Hồng Ước",
)


def attended(cast: Cast, state: str = "attended") -> tuple[Room, Seat]:
    """A room that was held, with Bo noted in it."""
    room = open_room(cast.weavers, cast.ana, format="practice-lab")
    seat = ask(room, cast.bo)
    with clock.at(room.ends_at):
        actions.pass_time()
        actions.note_attendance(room, {seat.pk: state}, actor=Actor(cast.ana))
    return Room.objects.get(pk=room.pk), Seat.objects.get(pk=seat.pk)


def made(cast: Cast) -> tuple[Room, Certificate]:
    room, seat = attended(cast)
    with clock.at(room.ends_at):
        return room, actions.make_certificate(room, seat, actor=Actor(cast.bo))


def page_of(certificate: Certificate, part: str = "") -> str:
    return f"/certificates/{certificate.public_id}/{part}"


def test_the_paper_says_who_when_how_long_in_what_with_whom_and_where_to_check(cast: Cast) -> None:
    room, certificate = made(cast)
    answer = look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at)
    assert answer.headers["Content-Type"] == "application/pdf"
    said = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    told = ("Bo", "Wednesday 10 March 2027", "1 h (18:00 to 19:00, time of Rome)", "Practice lab", "Ana")
    for one in (*told, "Weavers of the valley", page_of(certificate), "10 March 2028".replace("10", "9")):
        assert one in said, (one, said)
    assert room.purpose not in said


def test_the_same_certificate_is_the_same_bytes_with_title_language_and_moment(cast: Cast) -> None:
    room, certificate = made(cast)
    first = look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).content
    assert (
        look(cast.ana, page_of(certificate, "paper.pdf"), room.ends_at + timedelta(days=9)).content == first
    )
    file = PdfReader(BytesIO(first))
    assert file.metadata is not None
    assert file.metadata.title == "Certificate of attendance"
    assert file.metadata.creation_date == certificate.made_at
    assert file.trailer["/Root"]["/Lang"] == "en"
    assert file.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert len(file.pages) == 1


@pytest.mark.parametrize("name", NAMES)
def test_names_of_many_alphabets_are_printed(name: str, cast: Cast) -> None:
    room, certificate = made(cast)
    Person.objects.filter(pk=cast.bo.pk).update(name=name)
    file = look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).content
    assert name in PdfReader(BytesIO(file)).pages[0].extract_text()


def test_no_letter_of_a_name_comes_into_the_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    room, certificate = made(cast)
    assert look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).status_code == 200
    assert {record.name for record in caplog.records} <= {"guildhouse.requests"}


def test_a_name_whose_letters_we_do_not_have_is_told_to_print_the_page(cast: Cast) -> None:
    room, certificate = made(cast)
    Person.objects.filter(pk=cast.bo.pk).update(name="山田 花子")
    assert not paper.prints(["山田 花子"])
    assert look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).status_code in (302, 409)
    assert "Print this page instead" in words(look(cast.bo, page_of(certificate), room.ends_at))


def test_whoever_is_shown_it_can_check_it_and_learns_nothing_more(cast: Cast) -> None:
    room, certificate = made(cast)
    page = look(None, page_of(certificate), room.ends_at)
    said = words(page)
    assert ("Bo took part" in said, "Practice lab" in said, room.purpose in said) == (True, True, False)
    assert path_of(room) not in page.content.decode()
    assert cast.bo.public_id not in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert look(None, page_of(certificate).replace(certificate.public_id, "2" * 12)).status_code == 404


def test_the_paper_is_for_the_person_and_the_hosts_alone(cast: Cast) -> None:
    room, certificate = made(cast)
    answers = [
        look(who, page_of(certificate, "paper.pdf"), room.ends_at) for who in (cast.ana, cast.bo, cast.cy)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert look(None, page_of(certificate, "paper.pdf"), room.ends_at).status_code == 302


@pytest.mark.parametrize("state", ["absent", "excused"])
def test_only_who_attended_gets_one(state: str, cast: Cast) -> None:
    room, seat = attended(cast, state)
    with clock.at(room.ends_at), pytest.raises(Refused, match="once it is noted"):
        actions.make_certificate(room, seat, actor=Actor(cast.bo))


def test_nobody_makes_that_of_another_and_twice_makes_one(cast: Cast) -> None:
    room, seat = attended(cast)
    with clock.at(room.ends_at):
        with pytest.raises(Refused, match="Only the person"):
            actions.make_certificate(room, seat, actor=Actor(cast.cy))
        for host_or_self in (cast.ana, cast.bo, cast.bo):
            actions.make_certificate(room, seat, actor=Actor(host_or_self))
    assert Certificate.objects.count() == 1
    assert Fact.objects.filter(kind="rooms.certificate_made").count() == 1


def test_when_the_note_changes_or_the_person_is_erased_it_holds_no_more(cast: Cast) -> None:
    room, certificate = made(cast)
    with clock.at(room.ends_at):
        actions.note_attendance(room, {certificate.seat_id: "absent"}, actor=Actor(cast.ana))
    assert look(None, page_of(certificate), room.ends_at).status_code == 404
    with clock.at(room.ends_at):
        actions.note_attendance(room, {certificate.seat_id: "attended"}, actor=Actor(cast.ana))
    Person.objects.filter(pk=cast.bo.pk).update(erased_at=room.ends_at)
    assert look(None, page_of(certificate), room.ends_at).status_code == 404


def test_from_the_page_of_the_room_one_press_leads_to_it(cast: Cast) -> None:
    room, seat = attended(cast)
    answer = send(cast.bo, path_of(room, "certificate/"), room.ends_at)
    certificate = Certificate.objects.get(seat=seat)
    assert answer.headers["Location"] == page_of(certificate)
    assert send(cast.cy, path_of(room, "certificate/"), room.ends_at).status_code == 404
    own = send(cast.ana, path_of(room, "certificate/"), room.ends_at, seat=seat.public_id)
    assert own.headers["Location"] == page_of(certificate)
