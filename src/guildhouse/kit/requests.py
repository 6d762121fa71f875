"""What happens to every request: an id in the logs, and headers that keep pages private."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("guildhouse.requests")
Next = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """Give each request an id, put it on every log line and on the answer, and log how long it took."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex[:12]
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            began = time.perf_counter()
            response = self.get_response(request)
            took = round((time.perf_counter() - began) * 1000, 1)
            log.info("request", method=request.method, path=request.path, status=response.status_code, ms=took)
        response.headers["X-Request-Id"] = request_id
        return response


class Headers:
    """`private, no-store` for whatever was made for a person signed in; `no-cache` at most for the others."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
