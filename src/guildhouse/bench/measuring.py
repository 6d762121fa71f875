"""Measures the journeys, the page limit and the house in turn, so that what the machine does meanwhile meets both."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from guildhouse.bench import claims, figures, journeys, load, processes, wrk
from guildhouse.bench.figures import Row
from guildhouse.bench.journeys import Grounds, Journey, Visits
from guildhouse.bench.load import Order, Outcome
from guildhouse.bench.processes import Program
from guildhouse.bench.queries import queries_of

CONNECTIONS = 16
CROWDS = (16, 64)  # connections over which the seats are claimed
IDLE = 2.0  # seconds of rest before memory is weighed

Opened = Callable[[], AbstractContextManager[Program]]


@dataclass(frozen=True)
class Measure:
    """How long and how often."""

    seconds: float = 5
    rounds: int = 3
    bursts: int = 20
    with_wrk: bool = True


def of_journey(
    measure: Measure, journey: Journey, grounds: Grounds, product: Program, beside: Program
) -> Row | None:
    """One line of the table, or None when the house has no such page."""
    visits = journey.visits(grounds)
    if not visits or "200" not in load.fetch(product.port, _request(product, visits[0])).split("\r\n", 1)[0]:
        return None
    same = _visits_of_limit(journey, grounds)
    of_limit, of_house = [], []
    for _round in range(measure.rounds):
        if same:
            of_limit.append(_ask(measure, beside, same))
        of_house.append(_ask(measure, product, visits))
    house, limit = figures.of_rounds(of_house), figures.of_rounds(of_limit) if same else {}
    house |= {"queries": queries_of(visits)}
    return Row(journey.name, journey.title, figures.with_share(house, limit), limit, journey.promises)


def _visits_of_limit(journey: Journey, grounds: Grounds) -> Visits:
    if journey.limit == "/room/":
        return [(f"{journey.limit}{number}", "") for number in grounds.numbers]
    return [(journey.limit, "")] if journey.limit else []


def _ask(measure: Measure, program: Program, visits: Visits) -> Outcome:
    before = processes.processor_seconds(program)
    if measure.with_wrk:
        outcome = wrk.ask(f"http://{program.host}", visits, CONNECTIONS, measure.seconds)
    else:
        requests = [_request(program, visit) for visit in visits]
        outcome = load.put(Order("127.0.0.1", program.port, CONNECTIONS, requests, measure.seconds))
    outcome.processor = processes.processor_seconds(program) - before
    return outcome


def _request(program: Program, visit: tuple[str, str]) -> str:
    path, cookies = visit
    return load.get(path, program.host, **({"Cookie": cookies} if cookies else {}))


def of_claims(
    measure: Measure,
    grounds: Grounds,
    product: Program,
    beside: Program,
    file: Path,
    durable: tuple[str, str],
) -> list[Row]:
    """A line for each number of connections; how sure an answer is stands beside the figure."""
    rows = []
    for connections in CROWDS:
        done = claims.rush(product, beside, file, grounds.visitors, connections, measure.bursts)
        house, limit = claims.figures(done.house), claims.figures(done.limit)
        seats = max(1, len(grounds.visitors) // 10)
        title = f"{len(grounds.visitors)} people claim {seats} seats, {connections} connections"
        share = figures.with_share(house, limit)
        note = _what_became(house, measure.bursts, len(grounds.visitors) - seats, durable)
        rows.append(Row(f"claims-{connections}", title, share, limit, journeys.CLAIMS, note))
    return rows


def _what_became(house: dict[str, float], bursts: int, line: int, durable: tuple[str, str]) -> str:
    return (
        f"{house['answers']:,.0f} answers in {bursts} bursts, {house['unanswered']:.0f} people unanswered, "
        f"{house['oversold']:.0f} seats oversold, {house['gaps']:.0f} gaps in lines of 1…{line}, "
        f"{house['misplaced']:.0f} pages that say another place afterwards; answered when on the disk with "
        f"{durable[0]} (page limit: {durable[1]})"
    )


def of_start(measure: Measure, opened: Opened, beside: Opened, apart: str) -> list[Row]:
    """Cold start to the first page, and the memory of everything at rest; `apart` says what is not weighed."""
    started: dict[str, list[float]] = {"house": [], "limit": []}
    weighed: dict[str, list[float]] = {"house": [], "limit": []}
    for _round in range(measure.rounds):
        for name, program in (("limit", beside), ("house", opened)):
            with program() as running:
                started[name].append(running.opened_after)
                time.sleep(IDLE)
                weighed[name].append(processes.megabytes(running))
    seconds = {name: {"seconds": median(found)} for name, found in started.items()}
    memory = {name: {"megabytes": median(found)} for name, found in weighed.items()}
    return [
        Row("start", "cold start to the first page", seconds["house"], seconds["limit"], journeys.START),
        Row("memory", "idle memory of everything", memory["house"], memory["limit"], journeys.MEMORY, apart),
    ]


def wanted(names: Sequence[str]) -> list[Journey]:
    return [journey for journey in journeys.JOURNEYS if not names or journey.name in names]
