"""A certificate of attendance: for who attended, read back from the paper, and checked by strangers."""

from datetime import timedelta
from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions, paper
from guildhouse.rooms.models import Certificate, Host, Room, Seat
from guildhouse.rooms.retention import CLASSES
from guildhouse.rooms.tests.pages.helping import look, path_of, send, words
from guildhouse.rooms.tests.rooming import ask, member, open_room
from guildhouse.testing.cast import Cast

NAMES = (
    "Élodie D’Angiò Müßig",
    "Łukasz Żółćęśń-Ştefănescu",
    "Γιώργος Παπαδόπουλος Ἀθανάσιος",
    "Юлія Щёголева Ђорђе Їжак",
    "Nguyễn Thị Hồng Ước",
    "Şükrü İğdeş, Ștefan Țurcanu",
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


def test_a_name_whose_accents_stand_for_themselves_is_printed_as_everybody_reads_it(cast: Cast) -> None:
    room, certificate = made(cast)
    Person.objects.filter(pk=cast.bo.pk).update(name=normalize("NFD", "Jiří Dvořák"))
    file = look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).content
    assert "Jiří Dvořák" in PdfReader(BytesIO(file)).pages[0].extract_text()


def test_no_letter_of_a_name_comes_into_the_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    room, certificate = made(cast)
    assert look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).status_code == 200
    assert {record.name for record in caplog.records} <= {"guildhouse.requests"}


def test_a_name_whose_letters_we_do_not_have_is_told_to_print_the_page(cast: Cast) -> None:
    room, certificate = made(cast)
    Person.objects.filter(pk=cast.bo.pk).update(name="山田 花子")
    assert not paper.prints(["山田 花子"])
    assert not paper.prints(["Ɗanladi Ɓello"])  # of an alphabet some of whose letters we have
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


def test_the_longest_names_leave_the_foot_of_the_page_free(cast: Cast) -> None:
    room, certificate = made(cast)
    Person.objects.update(name="Wolframowicz-Müllershausen " * 4)
    type(cast.weavers).objects.update(name="Westermanländische Weberinnung " * 3)
    for person in [member(cast.weavers, f"{'Wilhelmina' * 11}{place}") for place in range(6)]:
        Host.objects.create(room=room, person=person, at=room.starts_at)
    page = PdfReader(BytesIO(look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).content)).pages
    heights: dict[str, list[float]] = {"above": [], "foot": []}
    where = "above"

    def seen(text: str, _cm: object, matrix: list[float], *_font: object) -> None:
        nonlocal where
        where = "foot" if "Whoever is shown" in text else where
        if text.strip():
            heights[where].append(matrix[5])

    said = page[0].extract_text(visitor_text=seen)
    assert "and 4 more" in said
    assert (len(page), len(heights["above"]) > 10, len(heights["foot"]) > 1) == (1, True, True)
    assert min(heights["above"]) > max(heights["foot"])
    assert min(heights["foot"]) > 0


def test_a_name_written_from_right_to_left_keeps_its_direction_and_prints_from_the_page(cast: Cast) -> None:
    room, certificate = made(cast)
    Person.objects.filter(pk=cast.bo.pk).update(name="נועה בן־דוד")
    page = look(cast.bo, page_of(certificate), room.ends_at)
    assert "<bdi>נועה בן־דוד</bdi> took part" in page.content.decode()
    assert "Print this page instead" in words(page)
    Person.objects.filter(pk=cast.bo.pk).update(name="<b>Bo</b>")
    assert (
        "<bdi>&lt;b&gt;Bo&lt;/b&gt;</bdi>" in look(None, page_of(certificate), room.ends_at).content.decode()
    )


def test_it_is_in_the_language_of_whoever_asks_for_it(cast: Cast) -> None:
    room, certificate = made(cast)
    Person.objects.filter(pk=cast.bo.pk).update(language="it")
    file = PdfReader(BytesIO(look(cast.bo, page_of(certificate, "paper.pdf"), room.ends_at).content))
    said = file.pages[0].extract_text()
    assert "mercoledì 10 marzo 2027" in said.lower()
    assert "1 h (18:00–19:00" in said or "18:00" in said
    assert file.trailer["/Root"]["/Lang"] == "it"


def test_after_a_year_it_can_be_checked_no_more(cast: Cast) -> None:
    room, certificate = made(cast)
    attendance = next(one for one in CLASSES if one.key == "attendance")
    assert attendance.forget is not None
    while attendance.forget(room.ends_at + timedelta(seconds=1), 100):
        pass
    assert look(None, page_of(certificate), room.ends_at).status_code == 404
    assert not Certificate.objects.exists()
    told = Fact.objects.filter(kind="rooms.certificate_made", happened_at__lte=room.ends_at)
    assert not told.exclude(concerns_id=None, actor_id=None).exists()
