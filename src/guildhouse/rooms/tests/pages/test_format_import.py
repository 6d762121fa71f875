"""Formats that travel: the file of one is saved and taken in elsewhere; a wrong one is refused with its places."""

from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions, formats
from guildhouse.rooms.models import OwnFormat
from guildhouse.rooms.models.format import key_of
from guildhouse.rooms.presenting import words as room_words
from guildhouse.rooms.tests.pages.helping import look, signed_in, words
from guildhouse.rooms.tests.rooming import NOON
from guildhouse.rooms.tests.test_format_files import TEXTS
from guildhouse.testing.cast import Cast

HERE = "/c/weavers/formats/import/"
LETTERS = list(product("abcdefghijklmnopqrst", repeat=3))[:5_000]


def bring(who: Person, **sent: Any) -> HttpResponse:
    with clock.at(NOON):
        return signed_in(who).post(HERE, sent)


def file(text: str | bytes, name: str = "ours.toml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def test_a_file_that_was_saved_is_taken_in_as_it_was(cast: Cast) -> None:
    saved = look(None, "/formats/jigsaw/file/")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="jigsaw.toml"'
    assert bring(cast.ana, file=file(saved.content)).status_code == 302
    own = OwnFormat.objects.get()
    assert room_words.format_of(own.key).steps == formats.get("jigsaw").steps
    again = look(None, f"/c/weavers/formats/{own.public_id}/file/").content.decode()
    assert again == TEXTS["jigsaw"]


def test_a_pasted_text_becomes_a_new_edition(cast: Cast) -> None:
    with clock.at(NOON):
        own = actions.make_format(cast.weavers, actor=Actor(cast.ana), text=TEXTS["talk"])
    windows = "\ufeff" + TEXTS["talk"].replace("Talk and questions", "A talk of ours").replace("\n", "\r\n")
    assert f'value="{own.key}" selected' in look(cast.ana, f"{HERE}?own={own.key}").content.decode()
    assert bring(cast.ana, text=windows, own=own.key).status_code == 302
    own.refresh_from_db()
    assert (own.number, room_words.format_name(own.key)) == (2, "A talk of ours")
    late = bring(cast.ana, text=TEXTS["talk"], own=key_of(own.public_id, 1))
    assert "One thing needs another look: Somebody wrote another edition meanwhile." in words(late)
    assert room_words.format_name(own.key) == "A talk of ours"


def test_the_same_file_again_is_asked_about_and_may_be_either(cast: Cast) -> None:
    bring(cast.ana, text=TEXTS["talk"], form_key="k1")
    own = OwnFormat.objects.get()
    asked = bring(cast.ana, text=TEXTS["talk"], form_key="k2")
    assert "You have a format “Talk and questions” already." in words(asked)
    assert OwnFormat.objects.count() == 1
    page = asked.content.decode()
    assert f'value="{own.key}" selected' in page
    assert 'name="asked" value="Talk and questions"' in page
    again = {"text": TEXTS["talk"], "form_key": "k2", "asked": "Talk and questions"}
    assert bring(cast.ana, **again, own=own.key).headers["Location"] == f"/c/weavers/formats/{own.public_id}/"
    assert bring(cast.ana, **again).status_code == 302
    assert OwnFormat.objects.count() == 2


def test_sent_twice_it_is_taken_in_once(cast: Cast) -> None:
    for _twice in range(2):
        assert bring(cast.ana, text=TEXTS["talk"], form_key="k1").status_code == 302
    assert OwnFormat.objects.count() == 1


def test_all_problems_are_told_at_once_with_file_and_place(cast: Cast) -> None:
    wrong = (
        TEXTS["talk"]
        .replace("total_minutes", "total_minuets")
        .replace('confidentiality = "', 'confidentiality = "x')
    )
    answer = bring(cast.ana, file=file(wrong))
    seen = words(answer)
    assert answer.status_code == 422
    assert "3 things need another look" in seen
    assert "ours.toml: total_minuets: there is no such field; did you mean “total_minutes”?" in seen
    assert "ours.toml: total_minutes: this field is missing." in seen
    assert "ours.toml: confidentiality: write one of: room, lessons, open." in seen
    assert "total_minuets" in answer.content.decode().partition("<textarea")[2]
    assert not OwnFormat.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The submitted file is empty."),
        ("key = ", "ours.toml: the end: this is not TOML"),
        ("a = " + "[" * 60_000, "this is not TOML"),
        ("a = " + '{"b" = ' * 9_000, "this is not TOML"),
        (".".join(["a"] * 30_000) + " = 1", "ours.toml: line 1: there are too many dots in it."),
        ("\n".join(".".join(["a"] * 80) + f".x{n} = 1" for n in range(370)), "there is no such field"),
        ("total_minutes = " + "9" * 50_000, "this is not TOML"),
        ("total_minutes = 0x" + "f" * 50_000, "a whole number from 1 to 1440"),
        ('key = "a\0b"', "this is not TOML"),
        ("#" * 100_000, "longer than 64000 characters"),
        ("#" * 900_000, "longer than 64000 characters"),
        (b"\xff\xfe\x00", "not a text in UTF-8"),
        ("roles = [" + "{}," * 15_000 + "]", "at most 20 are possible"),
        ("\n".join(f"x{n} = 1" for n in range(5_000)), "30 things need another look"),
        ("name = 1979-05-27T07:32:00Z", "write the text by language"),
        ("name = {" + ", ".join(f"{a}{b}{c} = 'x'" for a, b, c in LETTERS) + "}", "at most 12 languages"),
    ],
)
def test_what_is_hostile_gets_a_sentence(cast: Cast, text: str | bytes, said: str) -> None:
    answer = bring(cast.ana, file=file(text))
    assert answer.status_code == 422
    assert said in words(answer)
    assert not OwnFormat.objects.exists()


def test_nothing_at_all_gets_a_sentence(cast: Cast) -> None:
    assert "Choose a file, or paste its text." in words(bring(cast.ana))


def test_a_member_takes_nothing_in(cast: Cast) -> None:
    bring(cast.bo, text=TEXTS["talk"])
    assert not OwnFormat.objects.exists()
