import json

import pytest

from guildhouse.imports.plan import Plan
from guildhouse.imports.reading.landscape import read_landscape
from guildhouse.imports.reports import as_json, as_text, elsewhere
from guildhouse.imports.tests.conftest import DAY
from guildhouse.kit.rules import Refused


def test_the_numbers_add_up(plan: Plan) -> None:
    counts = plan.summary()
    outcomes = ("became", "kept_as_text", "deliberately_left", "asked", "not_understood")
    assert sum(counts[outcome] for outcome in outcomes) == counts["values"] == 129
    assert (counts["communities"], counts["people"], counts["series"], counts["questions"]) == (4, 6, 5, 4)


def test_the_text_tells_everything_with_its_place(plan: Plan) -> None:
    text = as_text(plan)
    assert "workshops.yaml:48  sig-looms/-/mending-hour#zone" in text
    assert "workshops.yaml:105  Card Office Hours: FREQ=WEEKLY;BYDAY=TH @ 16:00 Europe/Brussels" in text
    assert (
        "workshops.yaml:145  workinggroups[0].colour: “blue”: nothing here knows the field “colour”" in text
    )
    assert len(as_text(plan, every_value=True)) > len(text)


def test_the_json_is_whole(plan: Plan) -> None:
    whole = json.loads(as_json(plan))
    assert whole["summary"] == plan.summary()
    assert len(whole["ledger"]) == len(plan.ledger)
    assert whole["series"][0]["rhythm"]["start"] == "2019-03-20"


def test_what_stays_text_is_told_in_markdown_without_joining_links(plan: Plan) -> None:
    text = elsewhere(plan, "sig-looms")
    assert "- Mailing list: <https://lists.example/looms>" in text
    assert "- jacquard: Punched cards and what they weave. Chat #jacquard, [Owners](https://code" in text
    assert "Wool Market (Tuesday, 12:00, UTC, as needed)" in text
    assert "With a stake in it: Looms" in elsewhere(plan, "wg-fringe")
    assert "meet.example" not in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[a, b]", "f.yaml is no landscape: it lists neither"),
        ("name: x", "f.yaml is no landscape: it lists neither"),
        ("comunities: []", "did you mean “communities” by “comunities”?"),
        ("working_group: []", "did you mean “workinggroups” by “working_group”?"),
    ],
)
def test_a_file_that_is_no_landscape_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        read_landscape(content, file="f.yaml", day=DAY)
    assert sentence in str(caught.value)
