"""Figures for the operator, in the form Prometheus reads; docs/watching.md has a line for each.

What is counted here is counted by each process for itself, and added up where they share a folder: kit/together.py.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, wraps
from typing import ParamSpec

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

P = ParamSpec("P")

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5)

own = CollectorRegistry()
_requests = Counter(
    "guildhouse_requests", "Requests answered, by page and status.", ["view", "status"], registry=own
)
_seconds = Histogram(
    "guildhouse_request_seconds",
    "How long pages took, by page and class of status.",
    ["view", "status"],
    buckets=BUCKETS,
    registry=own,
)
_acts = Counter("guildhouse_acts", "What happened, by kind of fact.", ["kind"], registry=own)
_refused = Counter("guildhouse_sign_ins_refused", "Wrong passwords and codes.", ["way"], registry=own)
_outages = Counter(
    "guildhouse_outages", "Requests that met a database out of reach, or full.", ["kind"], registry=own
)
_kept = Counter(
    "guildhouse_kept",
    "Pages and files looked for among those kept, and found.",
    ["what", "found"],
    registry=own,
)
_letters = Counter(
    "guildhouse_letters_tried",
    "Letters handed to the mail server, by what it said.",
    ["answer"],
    registry=own,
)

# A label once looked up is not looked up again: these lie on the way of every request.
_requests_of = cache(_requests.labels)
_seconds_of = cache(_seconds.labels)
_acts_of = cache(_acts.labels)
_kept_of = cache(_kept.labels)

PAGE, FILE = "page", "file"
SENT, REFUSED, LATER = "sent", "refused", "later"

# They begin at nought, so that the first of each is seen as a change.
for _label in ("password", "code"):
    _refused.labels(_label)
for _label in ("away", "full"):
    _outages.labels(_label)
for _label in (SENT, REFUSED, LATER):
    _letters.labels(_label)
for _label in (PAGE, FILE):
    _kept_of(_label, "yes")
    _kept_of(_label, "no")


def _where_it_can(count: Callable[P, None]) -> Callable[P, None]:
    """Count, or not where the folder was taken away: no page may break because it is not counted."""

    @wraps(count)
    def counted(*args: P.args, **kwargs: P.kwargs) -> None:
        with suppress(OSError):
            count(*args, **kwargs)

    return counted


@_where_it_can
def seen(view: str, status: int, seconds: float) -> None:
    """Count one request."""
    _requests_of(view, str(status)).inc()
    _seconds_of(view, f"{status // 100}xx").observe(seconds)


@_where_it_can
def acted(kind: str, times: int) -> None:
    """Count something that happened, once it is sure."""
    _acts_of(kind).inc(times)


@_where_it_can
def sign_in_refused(way: str) -> None:
    """Count a wrong "password" or "code"."""
    _refused.labels(way).inc()


@_where_it_can
def outage(kind: str) -> None:
    """Count a request that met a database out of reach (`away`) or one that cannot write (`full`)."""
    _outages.labels(kind).inc()


@_where_it_can
def kept(what: str, is_there: bool) -> None:
    """Count that a kept PAGE or FILE was looked for."""
    _kept_of(what, "yes" if is_there else "no").inc()


@_where_it_can
def letter(answer: str) -> None:
    """Count a letter the mail server took (SENT), refused for good (REFUSED), or could not take now (LATER)."""
    _letters.labels(answer).inc()


class Gauges(Collector):
    """Gauges that were measured for this one answer."""

    def __init__(self, gauges: Iterable[GaugeMetricFamily]) -> None:
        self.gauges = list(gauges)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self.gauges


def exposition(gauges: Iterable[GaugeMetricFamily]) -> bytes:
    """Everything counted, in all processes where they share a folder, with the gauges given."""
    registry = CollectorRegistry()
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if shared and os.path.isdir(shared):  # else a house that was replaced still answers, whose folder is gone
        MultiProcessCollector(registry)
    registry.register(Gauges(gauges))
    return (b"" if shared else generate_latest(own)) + generate_latest(registry)
