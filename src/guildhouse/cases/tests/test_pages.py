"""The pages of cases: writing, looking through, opening, reading, taking back, and a lesson that leaves."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session as OldSession
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.cases import keys
from guildhouse.cases.models import Case, Reading
from guildhouse.cases.queries import words_of
from guildhouse.cases.sealing import Words
from guildhouse.cases.tests.casing import MARKS, SAID, bring, held, marks_in, opened, room_with
from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.history.models import Answer, Fact
from guildhouse.kit import clock
from guildhouse.people.models import Person, Session
from guildhouse.rooms import actions as rooms
from guildhouse.rooms import lessons
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import look, path_of, ready, send, words
from guildhouse.rooms.tests.rooming import NOON, ask, members
from guildhouse.testing.cast import Cast

HERE = "cases/mine/"
NAMED = Words("I met Margaret Holloway in Leeds. Margaret wept.", "What does Margaret want?", "Listen.", "Bo")


def told(case: Case) -> Words:
    """What a case says by now."""
    words = words_of(Case.objects.get(pk=case.pk))
    assert words is not None
    return words


def test_a_case_is_written_looked_through_opened_and_read(cast: Cast, room: Room, eve: Person) -> None:
    answer = send(cast.bo, path_of(room, HERE + "words/"), **MARKS)
    assert answer.headers["Location"] == path_of(room, HERE + "check/")
    assert marks_in(look(eve, path_of(room, "cases/"))) == []
    assert send(cast.bo, path_of(room, HERE + "opening/"), days="10").status_code == 302
    case = Case.objects.get()
    said = look(eve, path_of(room, f"cases/{case.public_id}/"))
    assert marks_in(said) == ["situation", "question", "wish"]
    assert said.headers["Cache-Control"] == "private, no-store"
    mine = words(look(cast.bo, path_of(room, HERE)))
    assert "Who read it Eve" in mine.replace("E ", "")


@pytest.mark.parametrize("who", ["", "ana", "cy", "dee"])
def test_for_whoever_is_not_confirmed_there_is_no_such_page(cast: Cast, room: Room, who: str) -> None:
    case = opened(room, cast.bo)
    person = getattr(cast, who) if who else None
    for part in ("", f"{case.public_id}/", "mine/", "mine/check/", "mine/lesson/"):
        answer = look(person, path_of(room, f"cases/{part}"))
        assert answer.status_code == (302 if not who else 200 if (who, part) == ("ana", "") else 404), part
        assert marks_in(answer) == []
    for part in ("opening/", "stay/"):
        if who:
            assert send(person, path_of(room, HERE + part), days="3").status_code == 404
    if who:
        assert send(person, f"/me/cases/{case.public_id}/withdrawal/").status_code == 404


def test_hidden_gone_and_never_there_answer_alike(cast: Cast, room: Room, eve: Person) -> None:
    draft, gone = bring(room, cast.ana), opened(room, cast.bo)
    send(cast.bo, f"/me/cases/{gone.public_id}/withdrawal/")
    pages = [look(eve, path_of(room, f"cases/{one}/")) for one in (draft.public_id, gone.public_id, "nobody")]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'value="\w{64}"', "", page.content.decode()) for page in pages}) == 1


def test_neutral_words_are_put_in_one_by_one_or_all(cast: Cast, room: Room) -> None:
    case, check = bring(room, cast.bo, words=NAMED), path_of(room, HERE + "check/")
    page = words(look(cast.bo, check))
    assert "no guarantee" in page
    assert "Margaret Holloway Person A" in page
    send(cast.bo, check, accept="Leeds")
    assert told(case).situation.startswith("I met Margaret Holloway in [place].")
    send(cast.bo, check, all="yes")
    assert told(case).situation == "I met Person A in [place]. Person A wept."
    assert told(case).question == "What does Person A want?"
    assert "Nothing more was found" in words(look(cast.bo, check))


def test_words_kept_in_two_windows_do_not_undo_each_other_unasked(cast: Cast, room: Room) -> None:
    here, sent = path_of(room, HERE + "words/"), {**MARKS, "follows": "none"}
    for _twice in range(2):
        assert send(cast.bo, here, **sent).status_code == 302
    follows = follows_on(look(cast.bo, here))
    send(cast.bo, here, at=NOON + timedelta(minutes=1), **{**MARKS, "wish": "Nothing."}, follows=follows)
    older = send(cast.bo, here, **{**MARKS, "wish": "Dissent."}, follows=follows)
    assert (older.status_code, "in another window" in words(older)) == (409, True)
    assert told(Case.objects.get()).wish == "Nothing."
    asked = follows_on(older)
    assert send(cast.bo, here, **{**MARKS, "wish": "Dissent."}, follows=asked).status_code == 302
    assert told(Case.objects.get()).wish == "Dissent."
    follows = follows_on(look(cast.bo, here))
    send(cast.bo, f"/me/cases/{Case.objects.get().public_id}/withdrawal/")
    assert send(cast.bo, here, **MARKS, follows=follows).status_code == 409
    assert not Case.objects.living().exists()


def follows_on(answer: HttpResponse) -> str:
    """Over which edition the words on a page are written."""
    found = re.search(r'name="follows" value="([^"]+)"', answer.content.decode())
    assert found
    return unescape(found[1])


def test_a_room_says_how_many_are_open_to_those_who_may_know(cast: Cast, room: Room, eve: Person) -> None:
    opened(room, cast.bo)
    seen = [words(look(who, path_of(room))) for who in (eve, cast.ana, cast.bo, cast.cy, None)]
    assert ["1 case is open to you: read it" in page for page in seen] == [True, *[False] * 4]
    assert "Bring a case" in seen[0]
    with clock.at(begun := room.starts_at):
        rooms.pass_time()
    for page in ("", "live/"):
        assert "1 case is open to you: read it" in words(look(eve, path_of(room, page), at=begun))
    assert "1 case is open." in words(look(cast.bo, path_of(room), at=begun))
    for person in (cast.ana, cast.cy, None):
        assert "case is open" not in words(look(person, path_of(room), at=begun))
    assert "A case is brought to this room." in words(look(cast.ana, path_of(room, "host/")))
    assert "Bo" not in words(look(cast.ana, path_of(room, "host/"))).partition("A case is brought")[2][:40]


def test_before_a_room_begins_its_page_asks_about_cases_in_no_query_but_its_own(
    cast: Cast, room: Room, eve: Person
) -> None:
    opened(room, cast.bo)
    asked_of = {}
    for who, part in ((eve, ""), (cast.ana, ""), (cast.ana, "host/")):
        client = ready(who)
        with clock.at(NOON), CaptureQueriesContext(connection) as asked:
            assert client.get(path_of(room, part)).status_code == 200
        alone = ["cases_" in one["sql"] and '"rooms_room"' not in one["sql"] for one in asked]
        asked_of[who.name, part] = sum(alone)
        assert part or len(asked) <= 6 + (who == cast.ana)
    assert list(asked_of.values()) == [0, 0, 1]


def test_whoever_lost_the_way_to_the_room_takes_the_case_back_all_the_same(cast: Cast, room: Room) -> None:
    case = opened(room, cast.bo)
    with clock.at(NOON):
        rooms.withdraw(room, actor=Actor(cast.bo))
    Community.objects.filter(pk=cast.weavers.pk).update(visibility="hidden")
    cast.bo.memberships.update(ended_at=NOON)
    page = words(look(cast.bo, "/me/cases/"))
    assert "A room that is closed to you" in page
    assert room.purpose not in page
    assert send(cast.bo, f"/me/cases/{case.public_id}/withdrawal/").headers["Location"] == "/me/cases/"
    assert Case.objects.get(pk=case.pk).ending == "withdrawn"


def test_too_many_days_and_too_little_written_are_said_on_the_page(cast: Cast, room: Room) -> None:
    bring(room, cast.bo)
    answer = send(cast.bo, path_of(room, HERE + "opening/"), days="91")
    assert (answer.status_code, "from 1 to 90 days" in words(answer)) == (409, True)
    answer = send(cast.bo, path_of(room, HERE + "words/"), **{**MARKS, "situation": ""})
    assert answer.status_code == 422
    assert marks_in(answer) == ["question", "wish", "name"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "\u202eabc\x00",
        "](javascript:x)",
        "{{ 7*7 }}",
        "x" * 8001,
        "\ud83d\ude00",
    ],
)
def test_hostile_text_does_no_harm(cast: Cast, room: Room, eve: Person, hostile: str) -> None:
    hostile = hostile.encode("utf-16", "surrogatepass").decode("utf-16")
    answer = send(
        cast.bo,
        path_of(room, HERE + "words/"),
        **dict.fromkeys(MARKS, hostile[:120]) | {"situation": hostile},
    )
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        for part in ("check/", "", "words/"):
            page = look(cast.bo, path_of(room, HERE + part))
            assert page.status_code == 200
            assert b"<script>alert" not in page.content


def test_whoever_can_only_take_an_open_case_back_reads_why(cast: Cast, room: Room) -> None:
    opened(room, cast.bo)
    with clock.at(NOON):
        rooms.cancel(room, actor=Actor(cast.ana), why="Snow.")
    page = words(look(cast.bo, path_of(room, HERE)))
    assert "does not take place" in page
    assert "Withdraw the case" in page


def test_a_page_that_breaks_says_no_word_of_a_case_and_the_log_none(
    cast: Cast, room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full() -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "make", full)
    client = ready(cast.bo)
    client.raise_request_exception = False
    with clock.at(NOON):
        answer = client.post(path_of(room, HERE + "words/"), MARKS)
    assert (answer.status_code, marks_in(answer)) == (500, [])
    assert "No space left" in caplog.text
    assert [mark for mark in MARKS.values() if mark in caplog.text] == []


def test_no_row_beside_the_case_holds_a_word_of_it(cast: Cast, room: Room) -> None:
    client = Client(enforce_csrf_checks=True)
    with clock.at(NOON):
        client.force_login(cast.bo)
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"',
            client.get(path_of(room, HERE + "words/")).content.decode(),
        )
        assert token
        sent = {**MARKS, "csrfmiddlewaretoken": token[1]}
        assert client.post(path_of(room, HERE + "words/"), sent).status_code == 302
        assert client.post(path_of(room, HERE + "words/"), sent).status_code == 302
    kept = [repr(list(model.objects.values())) for model in (Answer, Session, OldSession, Case)]
    assert Answer.objects.count() == 1
    assert [mark for mark in MARKS.values() if any(mark in rows for rows in kept)] == []


def test_a_lesson_leaves_once_it_was_looked_through(
    cast: Cast, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[str] = []

    def keep(_room: Room, said: str, _actor: Actor) -> str:
        left.append(said)
        return "a-card"

    monkeypatch.setattr(lessons, "ON_LESSON", [keep])
    opened(room, cast.bo)
    here = path_of(room, HERE + "lesson/")
    first = send(cast.bo, here, words="Ask Margaret first.", take="yes")
    assert (left, "Margaret Person A" in words(first)) == ([], True)
    better = send(cast.bo, here, words="Ask Margaret first.", neutral="yes")
    assert "Ask Person A first." in better.content.decode()
    changed = send(cast.bo, here, words="Ask Tom first.", seen="Ask Person A first.", take="yes")
    assert (left, changed.status_code) == ([], 200)
    for _twice in range(2):
        send(cast.bo, here, words="Ask them\r\nfirst.", seen="Ask them\nfirst.", take="yes")
    assert left == ["Ask them first."] * 2
    assert Fact.objects.filter(kind="cases.lesson_left").count() == 1
    too_long = send(cast.bo, here, words="x" * 301, seen="x" * 301, take="yes")
    assert (len(left), too_long.status_code) == (2, 422)


def test_the_pages_ask_no_more_of_many_cases_than_of_one(cast: Cast) -> None:
    room = room_with(cast)
    people = members(cast.weavers, 6)
    for person in people:
        ask(room, person)
    counts = []
    for some in (people[:1], people[1:]):
        for person in some:
            opened(room, person)
        client = ready(cast.bo)
        with clock.at(NOON), CaptureQueriesContext(connection) as asked:
            assert client.get(path_of(room, "cases/")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_after_it_expired_nothing_is_shown_even_before_the_worker_comes(
    cast: Cast, room: Room, eve: Person
) -> None:
    case, over = opened(room, cast.bo), held(room)
    late = over.ends_at + timedelta(days=30)
    for person, path in ((eve, f"cases/{case.public_id}/"), (eve, "cases/"), (cast.bo, HERE)):
        answer = look(person, path_of(room, path), at=late)
        assert marks_in(answer) == []
    assert SAID.is_whole
    assert not Reading.objects.exists()
