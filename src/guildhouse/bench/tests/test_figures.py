"""The table and its marks."""

import pytest

from guildhouse.bench import circling, figures
from guildhouse.bench.figures import Row
from guildhouse.bench.journeys import Promise
from guildhouse.bench.load import Outcome

RATE = Promise("rate", 400, 1000, at_least=True)
SLOWEST = Promise("p99", 250, 50)


@pytest.mark.parametrize(
    ("rate", "p99", "mark"),
    [
        (1200, 40, figures.AIM),
        (1200, 60, figures.MUST),
        (400, 250, figures.MUST),
        (399, 40, figures.SHORT),
        (1200, 251, figures.SHORT),
    ],
)
def test_a_row_is_marked_by_its_weakest_figure(rate, p99, mark):
    assert Row("claims", "claims", {"rate": rate, "p99": p99}, promises=(RATE, SLOWEST)).mark == mark


def test_a_row_without_promises_has_no_mark():
    assert Row("today", "today", {"rate": 5}).mark == ""


def test_the_median_of_the_rounds_counts_and_what_was_refused_adds_up():
    rounds = [
        Outcome(seconds=1, statuses={"200": rate, "500": 1}, took={"p50": 1, "p99": p99, "max": 9})
        for rate, p99 in ((100, 7), (300, 5), (200, 6))
    ]
    found = figures.of_rounds(rounds)
    assert (found["rate"], found["p99"], found["refused"]) == (201, 6, 3)


def test_every_line_of_the_table_has_as_many_cells_as_its_head():
    rows = [
        Row("start", "cold start", {"seconds": 1.25}, {"seconds": 0.3}, (Promise("seconds", 2, 1),)),
        Row("list", "list", {"rate": 1500.4, "share": 0.5, "p50": 1, "p99": 2, "max": 3}, {"rate": 3000.8}),
        Row("claims", "claims", {"rate": 300, "p99": 2}, promises=(RATE, Promise("oversold", 0, 0))),
    ]
    lines = figures.table(rows).splitlines()
    assert {line.count("|") for line in lines} == {len(figures.HEAD) + 1}
    assert all(figures.HEAD)
    assert all(circling.HEADS)
    assert "| cold start | 0.30 s | 1.25 s |" in lines[2]
    assert "| list | 3,001 | 1,500 | 50% | 1.0 | 2.0 | 3.0 |" in lines[3]
    assert "≥ 400/s; 0 oversold | ≥ 1,000/s | **falls short** |" in lines[4]
