"""Every language is whole: nothing missing, nothing guessed, nothing stale, and no English left on its pages."""

import ast
import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from django.utils import translation

from guildhouse.kit.jinja import initials
from guildhouse.people.models import Person
from guildhouse.rooms import formats
from guildhouse.testing import messages
from guildhouse.testing.small_house import furnished
from guildhouse.testing.walk import visits

HOLDERS = re.compile(r"%%|%\(\w+\)[sd]|%[sd]|\{\w*\}")
LANGUAGES = [path.parts[-3] for path in messages.catalogues()]
# What is written alike in both languages.
ALIKE = {"Agenda", "YAML", "Email", "English", "Guildhouse", "Italiano", "online", "Password", "sponsor"}
EVERYBODY = dict.fromkeys(("ana", "", "bo", "eve", "gil", "cy", "root"), ("",))
LETTERS = {"mail", "letter", "letter-html"}
# They repeat what a case says, which stands in no table: it is sealed.
OF_A_CASE = {"room-case", "room-case-mine", "room-case-check", "room-case-words"}
QUOTED = re.compile(r"^[“«]|[”»]$|^\d+\. |^\w+: ")
# Where a page about an imported file repeats what stands in it.
OF_A_FILE = {"td", "li", "label", "legend"}
NOT_OF_PEOPLE = {"notices.letter", "history.fact"}
WORD = re.compile(r"[^\W\d_]{2}")
SIGNS = re.compile(r"[\d:–]+ UTC|[\w +-]+(/[\w +-]+)+|UTC|\S+\.yaml(:\d+)?|\+?(\d+ h )?\d+ min")
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def spoken():
    return messages.spoken()


def catalogue(language):
    return messages.read(messages.LOCALE / language / "LC_MESSAGES" / "django.po")


def named(found):
    return {(str(message.id), message.context) for message in found if message.id}


def test_there_is_a_language_beside_english():
    assert LANGUAGES == ["it"]


@in_each_language
def test_every_message_of_the_source_is_in_the_catalogue_and_no_other(language, spoken):
    assert named(catalogue(language)) == named(spoken)


@in_each_language
def test_every_message_is_translated_and_none_is_guessed_or_kept_from_before(language):
    found = catalogue(language)
    assert [message.id for message in found if message.id and not all(messages.strings(message))] == []
    assert [message.id for message in found if message.fuzzy] == []
    assert list(found.obsolete) == []


def test_no_message_hides_in_a_formatted_string():
    """Only some Pythons would find it there."""
    hidden = []
    for path in messages.PACKAGE.rglob("*.py"):
        if {"tests", "testing"} & set(path.parts):
            continue
        strings = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)]
        calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
        hidden += [
            (path.name, call.lineno) for call in calls if getattr(call.func, "id", "") in messages.KEYWORDS
        ]
    assert hidden == []


@in_each_language
def test_every_plural_has_all_its_forms(language):
    found = catalogue(language)
    plurals = [message for message in found if message.pluralizable]
    assert plurals
    assert [one.id for one in plurals if len(messages.strings(one)) != found.num_plurals] == []


@in_each_language
def test_translations_hold_the_same_places_for_names_and_numbers(language):
    wrong = []
    for message in catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        for said, meant in zip(messages.strings(message), ids, strict=False):
            if message.id and sorted(HOLDERS.findall(said)) != sorted(HOLDERS.findall(meant)):
                wrong.append((meant, said))
    assert wrong == []


@in_each_language
def test_translations_begin_and_end_like_what_they_translate(language):
    wrong = []
    for message in catalogue(language):
        meant = message.id if isinstance(message.id, str) else message.id[0]
        for said in messages.strings(message):
            alike = edges(said) == edges(meant)
            if message.id and not alike:
                wrong.append((meant, said))
    assert wrong == []


def edges(text):
    """The white space around a text, and the mark it ends with."""
    mark = text.rstrip()[-1:]
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], mark if mark in ".:…?" else ""


@in_each_language
def test_the_compiled_catalogue_is_what_the_written_one_compiles_to(language):
    path = messages.LOCALE / language / "LC_MESSAGES" / "django.mo"
    assert path.read_bytes() == messages.compiled(catalogue(language))


@in_each_language
def test_collecting_the_words_again_changes_nothing(language, tmp_path):
    path = tmp_path / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    once = messages.written(messages.update(messages.LOCALE / language / "LC_MESSAGES" / "django.po"))
    path.write_bytes(once)
    assert messages.written(messages.update(path)) == once


class Texts(HTMLParser):
    """What a page says, each text by itself."""

    def __init__(self, page, silent=frozenset()):
        super().__init__()
        self.said, self._silent, self.silent = set(), 0, {"script", "style", "textarea"} | silent
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._silent += tag in self.silent
        for name, words in attributes:
            if words and name in {"aria-label", "title", "placeholder", "alt"}:
                self.handle_data(words)

    def handle_endtag(self, tag):
        self._silent -= tag in self.silent

    def handle_data(self, words):
        parts = re.split(r" · |, |(?<=\d): ", " ".join(words.split()))
        self.said |= {part.strip(" ·,.:") for part in parts if not self._silent and WORD.search(part)}


@pytest.mark.once
@pytest.mark.django_db
def test_no_english_is_left_on_an_italian_page():
    house = furnished()
    seen = [visit for visit in visits(house, EVERYBODY) if visit.name not in LETTERS | OF_A_CASE]
    english, italian = (said_on(seen, house, language) for language in ("en", "it"))
    known = written_by_people()
    left = {text: path for path, said in italian.items() for text in said & english[path] - ALIKE}
    assert {
        text: path
        for text, path in left.items()
        if QUOTED.sub("", text) not in known and not SIGNS.fullmatch(text)
    } == {}


def said_on(seen, house, language):
    Person.objects.update(language=language)
    told, found = {"accept-language": language}, {}
    clients = {who: Client(headers=told) for who in EVERYBODY}
    # A page leaves its language behind in the thread; the next test begins with its own.
    with translation.override(language):
        for who in filter(None, EVERYBODY):
            clients[who].force_login(getattr(house, who))
        for visit in seen:
            page = clients[visit.who].get(visit.path).content.decode()
            silent = OF_A_FILE if visit.name == "import" else set()
            found[visit.who, visit.path] = Texts(page, silent).said
    return found


def written_by_people():
    """As one text: names, purposes, reasons and whatever else stands in the tables, and the formats' own names."""
    texts = [initials(str(person)) for person in Person.objects.order_by("pk")]
    for one in formats.all_formats():
        texts += [one.name_in("it"), one.source.author or "", one.source.work or ""]
        texts += [part.name_in("it") for part in (*one.roles, *one.steps)]
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, CharField | TextField)]
        if names and model._meta.label_lower not in NOT_OF_PEOPLE:
            texts += [str(value) for row in model.objects.values_list(*names) for value in row if value]
    return "\n".join(" ".join(text.split()) for text in texts)
