"""How the house is, for whoever watches over it."""

import hmac

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from guildhouse.history import queries as history
from guildhouse.kit import metrics
from guildhouse.kit.doors import public
from guildhouse.kit.local import is_from_this_machine
from guildhouse.kit.schema import waiting_migrations
from guildhouse.pages.gauges import age, figures_now

_migrated = False


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive; asks nothing of anybody."""
    return HttpResponse("alive\n", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready to serve: the database answers and is up to date. Says too when a worker was last seen."""
    try:
        migrated = _is_migrated()
        beaten = history.last_heartbeat() if migrated else None
    except (DatabaseError, InterfaceError):
        return JsonResponse({"ready": False, "database": "out of reach"}, status=503)
    found = {
        "ready": migrated,
        "database": "reachable",
        "migrations": "applied" if migrated else "waiting",
        "worker_seen_seconds_ago": age(beaten),
    }
    return JsonResponse(found, status=200 if migrated else 503)


@public
def figures(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: from this machine, or with the token; for all others the page does not exist."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not (is_from_this_machine(request) or (token and hmac.compare_digest(given.encode(), token.encode()))):
        raise Http404
    return HttpResponse(
        metrics.exposition(figures_now()), content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _is_migrated() -> bool:
    # Migrations are only ever added while the house is being brought up to date, so one yes holds for this process.
    global _migrated
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    if not _migrated:
        _migrated = not waiting_migrations()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return _migrated
