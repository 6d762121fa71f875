"""Figures for the operator, in the form Prometheus reads."""

import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

own = CollectorRegistry()
_requests = Counter(
    "guildhouse_requests", "Requests answered, by page and status.", ["view", "status"], registry=own
)
_seconds = Histogram(
    "guildhouse_request_seconds", "How long pages took.", ["view"], buckets=BUCKETS, registry=own
)


def seen(view: str, status: int, seconds: float) -> None:
    """Count one request."""
    _requests.labels(view, str(status)).inc()
    _seconds.labels(view).observe(seconds)


class Gauges(Collector):
    """Gauges that were measured for this one answer."""

    def __init__(self, gauges: Iterable[GaugeMetricFamily]) -> None:
        self.gauges = list(gauges)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self.gauges


def exposition(gauges: Iterable[GaugeMetricFamily]) -> bytes:
    """Everything counted, in all processes where PROMETHEUS_MULTIPROC_DIR is set, with the gauges given."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    registry.register(Gauges(gauges))
    counted = b"" if os.environ.get("PROMETHEUS_MULTIPROC_DIR") else generate_latest(own)
    return counted + generate_latest(registry)
