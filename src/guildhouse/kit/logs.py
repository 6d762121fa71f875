"""Logs as JSON lines (or readable ones while developing), each with the id of its request."""

from contextlib import AbstractContextManager
from typing import Any

import structlog


def logging_config(*, json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING, with structlog set up beside it so that both speak the same format."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(repr_native_str=True)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": renderer,
                "foreign_pre_chain": shared,
            }
        },
        "filters": {
            "outages": {"()": "guildhouse.kit.outage.Outages"},
            "broken": {"()": "guildhouse.kit.requests.Broken"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.request": {"filters": ["broken", "outages"]},
            "django.security.csrf": {"filters": ["broken"]},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        },
    }


def request_id() -> str:
    """By which the log knows the request that is being answered, or on whose behalf a worker is busy; or nothing."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def on_behalf_of(request: str) -> AbstractContextManager[None]:
    """Have every line the block logs, and all it records, carry the id of a request."""
    return structlog.contextvars.bound_contextvars(**{"request_id": request} if request else {})
