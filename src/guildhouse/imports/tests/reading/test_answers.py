from datetime import date

import pytest

from guildhouse.imports.plan import Outcome, Plan
from guildhouse.imports.reading.answers import Answers, read_answers, write_answers
from guildhouse.imports.reading.landscape import read_landscape
from guildhouse.imports.tests.conftest import DAY
from guildhouse.kit.rules import Refused


def _answered(plan: Plan, answers: dict[str, str]) -> str:
    text = write_answers(plan.questions)
    for question, answer in answers.items():
        head, found, tail = text.partition(f'id: "{question}"')
        assert found
        text = head + found + tail.replace("  answer:\n", f"  answer: {answer}\n", 1)
    return text


def _again(workshops: bytes, text: str) -> Plan:
    return read_landscape(
        workshops, file="workshops.yaml", day=DAY, answers=read_answers(text, file="answers.yaml")
    )


def test_an_empty_answers_file_answers_nothing(plan: Plan) -> None:
    assert read_answers(write_answers(plan.questions), file="a.yaml") == Answers()
    assert read_answers(write_answers([]), file="a.yaml") == Answers()


def test_answers_let_their_subjects_in(plan: Plan, workshops: bytes) -> None:
    text = _answered(
        plan,
        {
            "sig-looms/-/mending-hour#zone": "Ireland",
            "sig-looms/-/pattern-hour#rhythm": "every 2 weeks on Tuesday starting 2025-02-25",
            "sig-looms/-/dye-kitchen#rhythm": "the third Wednesday of every month",
            "sig-looms/-/spinning-circle#zone": "leave out",
        },
    )
    again = _again(workshops, text)
    added = {each.title: each for each in again.series if each.key not in {one.key for one in plan.series}}
    assert again.questions == ()
    assert set(added) == {"Mending Hour", "Pattern Hour", "Dye Kitchen"}
    assert added["Mending Hour"].rhythm.zone == "Europe/Dublin"
    assert (added["Pattern Hour"].rhythm.start, added["Pattern Hour"].rhythm.start_is) == (
        date(2025, 2, 25),
        "said",
    )
    assert added["Dye Kitchen"].rhythm.rrule == "FREQ=MONTHLY;BYDAY=3WE"
    left = [each.line for each in again.with_outcome(Outcome.LEFT) if "an answer" in each.what]
    assert left == [63, 64, 65, 66]
    assert again.with_outcome(Outcome.ASKED) == ()


def test_an_answer_nobody_understands_leaves_the_question_open_and_says_so(
    plan: Plan, workshops: bytes
) -> None:
    again = _again(workshops, _answered(plan, {"sig-looms/-/mending-hour#zone": "over there"}))
    assert again.questions[0].answer_refused == "over there"
    assert "The answer “over there” was not understood." in write_answers(again.questions)


def test_an_answer_to_another_text_does_not_count(plan: Plan, workshops: bytes) -> None:
    text = _answered(plan, {"sig-looms/-/mending-hour#zone": "Asia/Kolkata"})
    again = _again(workshops.replace(b"tz: IST", b"tz: CST"), text)
    assert again.questions[0].id == "sig-looms/-/mending-hour#zone"


def test_answers_are_kept_when_the_file_is_written_again(plan: Plan) -> None:
    answers = read_answers(_answered(plan, {"sig-looms/-/mending-hour#zone": "Asia/Kolkata"}), file="a.yaml")
    assert (
        read_answers(write_answers(plan.questions, answers), file="a.yaml").by_id.keys()
        == answers.by_id.keys()
    )


@pytest.mark.parametrize("text", ["a: b", "- x", "- {answer: y}", "["])
def test_a_file_that_is_no_answers_file_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"^a\.yaml"):
        read_answers(text, file="a.yaml")
