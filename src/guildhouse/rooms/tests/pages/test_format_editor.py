"""The page on which a format becomes a community's own: it looks, moves rows, refuses with places, and keeps."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions, formats
from guildhouse.rooms.formats.shape import Minutes
from guildhouse.rooms.forms.format_editor import Editor
from guildhouse.rooms.models import FormatEdition, OwnFormat
from guildhouse.rooms.presenting import words as room_words
from guildhouse.rooms.tests.pages.helping import look, signed_in, words
from guildhouse.rooms.tests.rooming import NOON
from guildhouse.rooms.tests.test_format_files import TEXTS
from guildhouse.testing.cast import Cast

HERE = "/c/weavers/formats/"
NEW = f"{HERE}new/?from="
KINDS = ("default", "min", "max")


def typed(answer: HttpResponse) -> dict[str, Any]:
    """What a browser would send back: the fields of the page as they stand in it."""
    page = answer.content.decode().partition('<form class="form format-form"')[2].partition("</form>")[0]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]+>", page):
        of = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if of.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        sent.setdefault(of["name"], []).append(unescape(of.get("value", "on" if " checked" in tag else "")))
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        sent[name] = [unescape(text)]
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = (
            re.findall(r'value="([^"]*)" selected', options) or re.findall(r'value="([^"]*)"', options)[:1]
        )
        sent[name] = [unescape(chosen[0])]
    return {name: values for name, values in sent.items() if name != "csrfmiddlewaretoken"}


def in_order(steps: tuple[formats.Step, ...]) -> list[formats.Step]:
    """The steps with those who speak and are silent in one order, whichever they were written in."""
    return [replace(one, speaks=tuple(sorted(one.speaks)), silent=tuple(sorted(one.silent))) for one in steps]


def editor_says(answer: HttpResponse) -> list[str]:
    """The sentences above the form."""
    told = answer.content.decode().partition('role="alert"')[2].partition("</ul>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in told.split("<li>")[1:]]


def send(who: Person, address: str, sent: dict[str, Any], do: str, **changed: Any) -> HttpResponse:
    with clock.at(NOON):
        return signed_in(who).post(address, {**sent, **changed, "do": do})


@pytest.fixture
def own(cast: Cast) -> OwnFormat:
    with clock.at(NOON):
        return actions.make_format(cast.weavers, actor=Actor(cast.ana), text=TEXTS["incident-method"])


@pytest.mark.parametrize("key", formats.BUILT_IN)
def test_every_format_goes_through_the_page_unchanged(key: str) -> None:
    there = formats.get(key)
    made = Editor.of(there).read()
    assert made is not None
    assert replace(made, key=key) == there


def test_a_format_can_be_copied_as_it_is(cast: Cast) -> None:
    page = look(cast.ana, NEW + "troika")
    assert send(cast.ana, NEW + "troika", typed(page), "keep").status_code == 302
    own = OwnFormat.objects.get()
    made, there = room_words.format_of(own.key), formats.get("troika")
    assert (own.made_from, in_order(made.steps), made.roles) == ("troika", in_order(there.steps), there.roles)


def test_looking_at_it_keeps_nothing(cast: Cast) -> None:
    sent = typed(look(cast.ana, NEW + "troika"))
    answer = send(
        cast.ana,
        NEW,
        sent,
        "check",
        **{"name_en": "Threes", "steps-0-minutes_default": "3", "total_minutes": ""},
    )
    assert "It holds together" in words(answer)
    assert "Threes" in words(answer)
    assert not OwnFormat.objects.exists()


def test_a_total_nobody_touched_follows_the_steps_and_a_step_may_state_its_minutes_alone(cast: Cast) -> None:
    sent = typed(look(cast.ana, NEW + "incident-method")) | {"steps-1-minutes_default": ["10"]}
    sent |= {"steps-1-minutes_min": [""], "steps-1-minutes_max": [""]}
    looked = send(cast.ana, NEW, sent, "check")
    assert "It holds together" in words(looked)
    shown = typed(looked)
    there = formats.get("incident-method")
    minutes = there.total_minutes - there.steps[1].minutes.default
    assert shown["total_minutes"] == [str(minutes + 10)]
    shown |= {"steps-1-minutes_default": ["12"]}
    assert send(cast.ana, NEW, shown, "keep").status_code == 302
    made = room_words.format_of(OwnFormat.objects.get().key)
    assert (made.total_minutes, made.steps[1].minutes) == (minutes + 12, Minutes(12, 12, 12))


def test_a_name_that_was_changed_in_one_language_only_is_said(cast: Cast) -> None:
    first = look(cast.ana, NEW + "troika")
    changed = typed(first) | {"name_en": ["Threes"]}
    old = formats.get("troika").name_in("it")
    said = f"It keeps its old name in another language (Italiano): “{old}”."
    assert said not in words(first)
    assert said in words(send(cast.ana, NEW, changed, "check"))
    assert said not in words(send(cast.ana, NEW, changed | {"name_it": ["A tre"]}, "check"))
    with clock.at(NOON):
        browser = signed_in(cast.ana)
        kept = browser.post(NEW, {**changed, "do": "keep"}, follow=True)
    assert said in words(kept)


def test_everything_that_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(cast: Cast) -> None:
    sent = typed(look(cast.ana, NEW + "incident-method"))
    sent |= {"name_en": ["Our incident"], "steps-3-minutes_default": ["many"], "steps-5-speaks": []}
    sent |= {"people_min": ["9"], "roles-0-max": ["0"]}
    answer = send(cast.ana, NEW, sent, "keep")
    seen = words(answer)
    assert answer.status_code == 422
    assert "Step 4, Minutes : Write a whole number from 1 to 1440." in seen
    assert "Best : The minimum, the best and the maximum must rise in this order." in seen
    assert "Role 1, Most : Write a whole number from 1 to 5000." in seen
    assert "Step 6, Who speaks : Nobody speaks in this step" in seen
    page = answer.content.decode()
    rows = re.findall(r'<details class="disclosure" id="((?:roles|steps)-\d+)" open>', page)
    assert rows == ["roles-0", "steps-3", "steps-5"]
    assert 'value="many"' in page
    assert 'value="Our incident"' in page
    assert not OwnFormat.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"total_minutes": ["60"]}, "The steps take 65 minutes with 6 people, not 60."),
        (
            {"total_minutes": [""]}
            | {f"steps-{at}-minutes_{kind}": ["1440"] for at in (1, 2) for kind in KINDS},
            "The steps take 2930 minutes with 6 people; at most 1440 are possible.",
        ),
        ({"steps-4-speaks": []}, "Nobody speaks in this step"),
        ({"steps-3-minutes_min": ["20"]}, "The default is outside"),
        ({"name_en": [""], "name_it": [""]}, "What it is called : This field is missing."),
        ({"roles-2-drawn_from": [""]}, "Role 3, Among those in the role : This field is missing."),
        ({"roles-2-taken": ["hosted"]}, "Role 3, How one comes to it : Nobody could take this role"),
        ({"repeat_rule": ["per_client"]}, "Once for each : This field is missing."),
        ({"circles_min": ["3"]}, "Best circle : This field is missing."),
        ({"name_en": ["x" * 700]}, "up to 600 characters"),
        ({"name_en": ["a\0b"]}, "Null characters"),
        ({"people_max": ["9" * 30]}, "a whole number"),
        ({"roles-99999999999999999999-name_en": ["x"], "name_en": [""], "name_it": [""]}, "missing"),
    ],
)
def test_what_does_not_hold_together_is_said(cast: Cast, changed: dict[str, Any], said: str) -> None:
    sent = typed(look(cast.ana, NEW + "incident-method"))
    answer = send(cast.ana, NEW, sent | changed, "keep")
    assert answer.status_code == 422
    assert said in words(answer)
    assert not OwnFormat.objects.exists()


def test_steps_and_roles_are_added_moved_and_taken_out_without_losing_a_word(cast: Cast) -> None:
    sent = typed(look(cast.ana, NEW + "working-session")) | {"name_en": ["Our session"]}
    names = [step.name_in("en") for step in formats.get("working-session").steps]
    down = typed(send(cast.ana, NEW, sent, "down-steps-0"))
    assert [down[f"steps-{at}-name_en"][0] for at in range(3)] == [names[1], names[0], names[2]]
    added = send(cast.ana, NEW, down, "add-steps")
    assert re.findall(r'id="((?:roles|steps)-\d+)" open>', added.content.decode()) == ["steps-3"]
    more = typed(added)
    assert (more["name_en"], more["steps-3-name_en"]) == (["Our session"], [""])
    role = typed(send(cast.ana, NEW, more, "add-roles"))
    role |= {"roles-2-name_en": ["Scribe"], "roles-2-min": ["0"], "roles-2-max": ["1"]}
    named = send(cast.ana, NEW, role, "check")
    assert editor_says(named) == ["Role 3, Name : No step names the role “scribe”."]
    last = typed(named)
    assert last["roles-2-key"] == ["scribe"]
    gone = typed(send(cast.ana, NEW, last, "drop-roles-2"))
    assert "roles-2-name_en" not in gone
    assert send(cast.ana, NEW, gone, "keep").status_code == 302


def test_a_new_edition_is_written_and_one_over_an_older_one_is_not(cast: Cast, own: OwnFormat) -> None:
    address = f"{HERE}{own.public_id}/edit/"
    sent = typed(look(cast.ana, address))
    changed = {"name_en": ["Incidents of ours"], "reason": ["Plainer"]}
    assert send(cast.ana, address, sent | changed, "keep").status_code == 302
    assert list(FormatEdition.objects.order_by("number").values_list("number", "reason")) == [
        (1, ""),
        (2, "Plainer"),
    ]
    late = send(cast.ana, address, sent | {"name_en": ["Late"]}, "keep")
    assert late.status_code == 422
    assert "Somebody wrote another edition meanwhile" in words(late)
    assert 'value="Late"' in late.content.decode()
    seen = words(look(None, f"{HERE}{own.public_id}/"))
    assert "Incidents of ours" in seen
    assert "Plainer" in seen
    assert "This is edition 1" in words(look(None, f"{HERE}{own.public_id}/editions/1/"))
    assert look(None, f"{HERE}{own.public_id}/editions/9/").status_code == 404


def test_members_read_formats_and_are_told_who_keeps_them(cast: Cast, own: OwnFormat) -> None:
    assert "Conveners and facilitators keep the formats" in words(look(cast.bo, HERE))
    for part in ("new/?from=talk", "import/", f"{own.public_id}/edit/"):
        answer = look(cast.bo, HERE + part)
        assert answer.status_code == 403
        assert "Conveners and facilitators keep the formats" in words(answer)
    with clock.at(NOON):
        signed_in(cast.bo).post(f"{HERE}{own.public_id}/retirement/", {"retired": "yes"})
    own.refresh_from_db()
    assert own.retired_at is None


def test_a_format_of_a_hidden_community_is_absent_for_others(cast: Cast, own: OwnFormat) -> None:
    cast.weavers.visibility = "hidden"
    cast.weavers.save(update_fields=["visibility"])
    for part in (
        "",
        f"{own.public_id}/",
        f"{own.public_id}/file/",
        f"{own.public_id}/run-sheet/",
        "new/?from=talk",
    ):
        assert look(cast.cy, HERE + part).status_code == 404
    assert look(cast.bo, f"{HERE}{own.public_id}/").status_code == 200


def test_it_is_retired_and_offered_again(cast: Cast, own: OwnFormat) -> None:
    for retired in ("yes", "yes", "no"):
        with clock.at(NOON):
            signed_in(cast.ana).post(f"{HERE}{own.public_id}/retirement/", {"retired": retired})
        offered = "Incident method" in words(look(cast.ana, "/c/weavers/rooms/new/")).partition("Balint")[0]
        assert offered == (retired == "no")


@pytest.mark.parametrize("key", ["nothing", "x" * 300, "", "2345678923ab-1"])
def test_what_is_not_there_is_not_copied(cast: Cast, key: str) -> None:
    assert look(cast.ana, NEW + key).status_code == (404 if key else 200)
