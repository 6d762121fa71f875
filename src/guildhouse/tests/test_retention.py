"""What is kept long enough goes by the clock: each class whole, in portions, and nothing else."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from guildhouse.communities.models import Block, Invitation, InvitationUse, JoinRequest, Report
from guildhouse.history.models import Answer, Delivery, Fact, Heartbeat
from guildhouse.imports.models import ImportRun
from guildhouse.keeping import retention
from guildhouse.keeping.invariants import violations
from guildhouse.keeping.models import Erasure, Lock
from guildhouse.kit import clock
from guildhouse.kit.models import Limit
from guildhouse.notices.models import Letter
from guildhouse.people.models import AddressChange, ClaimInvitation, Person, Session
from guildhouse.rooms.models import Room, Seat
from guildhouse.testing.cast import Cast
from guildhouse.testing.small_house import furnished

pytestmark = pytest.mark.django_db
NOW = timezone.now()
CLASSES = {one.key: one for one in retention.classes()}
PRIVACY = Path(__file__).parents[3] / "docs" / "privacy.md"


@pytest.fixture(autouse=True)
def _due():
    retention.rounds.not_before = None


def days(count: float) -> datetime:
    """So many days ago."""
    return NOW - timedelta(days=count)


def forget(key: str, most: int = 100) -> int:
    one = CLASSES[key]
    assert one.forget is not None
    return one.forget(NOW - one.lasts, most)


def ids(model: type) -> set[int]:
    return set(model._default_manager.values_list("pk", flat=True))


def letter(cast: Cast, ago: float, **fields) -> Letter:
    at = days(ago)
    said = {"subject": "News", "text": "You have a seat.", "html": "<p>", "state": "sent", "sent_at": at}
    said |= {"person": cast.bo, "to": "bo@example.org", "kind": "x", "language": "en", **fields}
    return Letter.objects.create(
        message_id=f"<{Letter.objects.count()}>", not_before=at, created_at=at, **said
    )


def test_what_a_letter_said_goes_first_and_then_that_it_was_sent(cast):
    old, young = letter(cast, 91), letter(cast, 89)
    waits = letter(cast, 91, state="queued", sent_at=None)
    ancient = letter(cast, 366)
    assert (forget("letters"), forget("letters")) == (2, 0)
    texts = dict(Letter.objects.values_list("pk", "text"))
    assert [bool(texts[one.pk]) for one in (old, young, waits, ancient)] == [False, True, True, False]
    assert (forget("letter_records"), ids(Letter)) == (1, {old.pk, young.pk, waits.pk})


def test_a_code_that_was_only_shown_goes_after_two_weeks(cast):
    code = letter(cast, 16, holds_secret=True, state="shown", sent_at=None)
    young = letter(cast, 14, holds_secret=True, state="shown", sent_at=None)
    assert (forget("secrets"), forget("secrets")) == (1, 0)
    assert [Letter.objects.get(pk=one.pk).text for one in (code, young)] == ["", "You have a seat."]


def test_sessions_that_are_over_go(cast):
    for key, ends in (("over", days(0.1)), ("lives", days(-1))):
        Session.objects.create(
            session_key=key,
            session_data="x",
            expire_date=ends,
            person=cast.bo,
            began_at=days(9),
            seen_at=days(9),
        )
    assert forget("sessions") == 1
    assert [one.session_key for one in Session.objects.all()] == ["lives"]


def test_addresses_links_were_sent_to_go_and_that_a_place_was_claimed_stays(cast):
    made = {
        name: ClaimInvitation.objects.create(
            person=cast.cy, email="a@b.org", note="Hi", token_hash=name, created_at=days(60), **when
        )
        for name, when in {
            "used": {"used_at": days(31), "used_by": cast.bo, "expires_at": days(40)},
            "ran out": {"expires_at": days(31)},
            "young": {"expires_at": days(29)},
        }.items()
    }
    assert (forget("claims"), forget("claims")) == (2, 0)
    left = {name: ClaimInvitation.objects.get(pk=one.pk).email for name, one in made.items()}
    assert left == {"used": "", "ran out": "", "young": "a@b.org"}


def test_changes_of_address_go(cast):
    common = {"person": cast.bo, "old_email": "a@b.org", "new_email": "c@d.org", "asked_at": days(99)}
    for n, ago in enumerate((91, 89)):
        AddressChange.objects.create(
            old_hash=f"o{n}", new_hash=f"n{n}", expires_at=days(ago), ended_at=days(ago), **common
        )
    assert (forget("address_changes"), AddressChange.objects.count()) == (1, 1)


def test_accounts_nobody_confirmed_go_and_nobody_else_does(cast):
    for name, email in (("Late", "late@example.org"), ("Known", None), ("New", "new@example.org")):
        Person.objects.create(name=name, email=email)
    Person.objects.exclude(name="New").update(created_at=days(31))
    before = ids(Person)
    late = Person.objects.get(name="Late")
    assert (forget("unconfirmed"), forget("unconfirmed")) == (1, 0)
    assert before - ids(Person) == {late.pk}


def test_invitations_requests_reports_and_lifted_blocks_go(cast):
    weavers, bo = cast.weavers, cast.bo
    invitations = [
        Invitation.objects.create(
            community=weavers,
            token_hash=str(ago),
            created_by=bo,
            created_at=days(999),
            expires_at=days(ago),
            uses=1,
        )
        for ago in (366, 364)
    ]
    for one in invitations:
        InvitationUse.objects.create(invitation=one, person=cast.cy, at=days(500))
    requests = [
        JoinRequest.objects.create(
            community=weavers, person=cast.cy, message="x", asked_at=days(500), state=state, decided_at=days(ago),
            may_ask_again=again, reason="r", next_step="n",
        )
        for state, ago, again in (
            ("declined", 366, True), ("declined", 364, True), ("declined", 366, False), ("accepted", 366, True),
        )
    ]  # fmt: skip
    asked = JoinRequest.objects.create(community=weavers, person=cast.cy, message="x", asked_at=days(500))
    reports = [
        Report.objects.create(
            community=weavers, reporter=bo, text="x", at=days(999), answer="y", answered_at=days(ago)
        )
        for ago in (731, 729)
    ]
    open_report = Report.objects.create(community=weavers, reporter=bo, text="x", at=days(999))
    in_force = Block.objects.get(person=cast.dee)
    Block.objects.create(community=weavers, person=cast.cy, reason="x", at=days(500), lifted_at=days(366))
    assert [forget(key) for key in ("invitations", "requests", "reports", "blocks")] == [1, 2, 1, 1]
    assert [forget(key) for key in ("invitations", "requests", "reports", "blocks")] == [0, 0, 0, 0]
    assert ids(Invitation) == {invitations[1].pk}
    assert ids(JoinRequest) == {requests[1].pk, requests[2].pk, asked.pk}
    assert ids(Report) == {reports[1].pk, open_report.pk}
    assert ids(Block) == {in_force.pk}


def test_what_a_room_was_told_goes_after_it_and_a_year_later_who_came():
    house = furnished()
    seat = Seat.objects.filter(room=house.held).order_by("pk")[0]
    Seat.objects.update(answer="My case.", contested="I was there.")
    Room.objects.filter(pk=house.held.pk).update(link="https://meet.example.org/x", address="Home 1")
    ahead = Seat.objects.exclude(room=house.held).count()

    with clock.at(house.held.ends_at + timedelta(days=31)):
        past = CLASSES["room_addresses"].forget(clock.now() - timedelta(days=30), 100)
        assert past == 1
    later = house.held.ends_at + timedelta(days=1)
    assert CLASSES["room_answers"].forget(later, 100) == Seat.objects.filter(room=house.held).count()
    seat.refresh_from_db()
    assert (seat.answer, seat.contested) == ("", "")
    assert Seat.objects.exclude(answer="").count() == ahead
    assert (Room.objects.get(pk=house.held.pk).link, Room.objects.get(pk=house.held.pk).address) == ("", "")

    while CLASSES["attendance"].forget(later, 100):
        pass
    assert not Seat.objects.filter(room=house.held).exists()
    assert Seat.objects.count() == ahead
    told = Fact.objects.filter(subject_type="rooms.seat", subject_id=seat.pk)
    noted = told.latest("happened_at").happened_at  # a host may note it days after the room
    CLASSES["attendance"].forget(noted + timedelta(seconds=1), 100)
    assert not told.exclude(concerns_id=None, actor_id=None).exists()
    assert list(violations()) == []


def test_files_that_were_brought_in_go_and_how_much_was_made_stays(cast):
    common = {
        "person": cast.ana,
        "file_name": "f",
        "content": "people:",
        "day": NOW.date(),
        "answers": {"a": "b"},
    }
    report = {"counts": {"person": {"made": 3}}, "communities": [], "left": [["1", "Bo", "x"]]}
    done = ImportRun.objects.create(
        state="done", uploaded_at=days(95), ended_at=days(91), report=report, **common
    )
    young = ImportRun.objects.create(state="done", uploaded_at=days(95), ended_at=days(89), **common)
    never = ImportRun.objects.create(state="read", uploaded_at=days(91), **common)
    assert (forget("imports"), forget("imports")) == (2, 0)
    done.refresh_from_db()
    assert (done.content, done.answers, done.report["counts"]) == ("", {}, report["counts"])
    assert "Bo" not in str(done.report)
    assert ids(ImportRun) == {done.pk, young.pk}
    assert never.pk not in ids(ImportRun)


def test_what_programs_need_for_a_moment_goes(cast):
    fact = Fact.objects.create(kind="x", via="page", subject_type="x", subject_id=1, happened_at=days(40))
    for reader, done in (("a", days(31)), ("b", days(29)), ("c", None)):
        Delivery.objects.create(fact=fact, reader=reader, not_before=days(40), done_at=done)
    for key, ago in (("old", 1.1), ("young", 0.9)):
        Answer.objects.create(key=key, person_id=1, content="", location="/", at=days(ago))
        Heartbeat.objects.create(worker=key, at=days(ago))
        Limit.objects.create(name_hash=key, value="1", expires=days(ago - 1).timestamp())
    assert [forget(key) for key in ("deliveries", "answers", "heartbeats", "limits")] == [1, 1, 1, 1]
    assert set(Delivery.objects.values_list("reader", flat=True)) == {"b", "c"}
    left = (*Answer.objects.all(), *Heartbeat.objects.all(), *Limit.objects.all())
    assert {one.pk for one in left} == {"young"}


def test_keys_of_forms_go_and_those_of_imports_stay(cast):
    model = type(cast.weavers)
    model.objects.filter(pk=cast.weavers.pk).update(form_key="k", created_at=days(31))
    model.objects.filter(pk=cast.glass.pk).update(form_key="import:k", created_at=days(31))
    assert (forget("form_keys"), forget("form_keys")) == (1, 0)
    assert dict(model.objects.values_list("slug", "form_key")) == {"weavers": None, "glass": "import:k"}


def test_closings_that_are_over_and_erasures_that_are_done_go(cast):
    for ago in (366, 364):
        Lock.objects.create(person=cast.bo, reason="x", at=days(500), lifted_at=days(ago))
    for ago in (91, 89):
        Erasure.objects.create(person=cast.bo, asked_at=days(99), due_at=days(92), ended_at=days(ago))
    assert [forget("locks"), forget("erasures")] == [1, 1]
    assert (Lock.objects.count(), Erasure.objects.count()) == (1, 1)


def test_the_worker_takes_portions_and_then_rests_an_hour(cast):
    for _ in range(5):
        letter(cast, 400)
    with clock.at(NOW):
        assert retention.forget_portion(most=2) == 4  # two are emptied, two deleted
        while retention.forget_portion(most=2):
            pass
        letter(cast, 400)
        assert retention.forget_portion() == 0
    with clock.at(NOW + timedelta(minutes=61)):
        assert retention.forget_portion() > 0
    assert not Letter.objects.exists()


def test_settings_shorten_and_lengthen(cast, settings):
    settings.RETENTION_DAYS = {"letters": 5}
    letter(cast, 6)
    assert forget("letters") == 1
    assert "5 days" in [row.how_long for row in retention.rows()]


def test_the_table_people_read_is_the_one_in_the_documents():
    with override("en"):
        rows = [tuple(row) for row in retention.rows()]
    lines = re.findall(
        r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", PRIVACY.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert lines == rows
    page = Client(headers={"host": "localhost"}).get("/kept/").content.decode()
    assert all(row[1].replace("'", "&#39;") in page for row in rows)


def test_every_setting_of_a_time_is_of_a_class_that_exists(settings):
    assert set(settings.RETENTION_DAYS) - set(CLASSES) == set()
    assert {apps.get_containing_app_config(name) is not None for name in settings.RETENTION} == {True}
