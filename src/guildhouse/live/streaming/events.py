"""The words of a stream, as browsers read them."""

import json
import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import override

from guildhouse.live.policy import conducts
from guildhouse.live.queries.board import Board
from guildhouse.live.queries.screen import in_json, own, shared
from guildhouse.rooms.policy import Viewer

PING = b"event: ping\ndata: {}\n\n"
# Whoever gets this is not shown the room any more: gone for good, and asking again is in vain.
GONE = b"event: gone\ndata: {}\n\n"
RETRY = (1_000, 4_000)  # milliseconds: after a restart not everybody comes back at the same moment


class Painter:
    """Makes the events of one room at one moment. What all see alike is made once for each language."""

    def __init__(self, seen: Board, at: datetime) -> None:
        self.seen, self.at = seen, at
        self._shared: dict[tuple[str, bool], str] = {}

    def event(self, viewer: Viewer, language: str, version: str) -> bytes:
        """Everything one person's screen shows now, as one event."""
        leads = conducts(viewer, self.seen.format)
        with override(language):
            alike = self._alike(language, leads)
            mine = _written(own(self.seen, viewer, leads=leads))
        return f"id: {version}\ndata: {alike[:-1]},{mine[1:]}\n\n".encode()

    def _alike(self, language: str, leads: bool) -> str:
        if (language, leads) not in self._shared:
            self._shared[language, leads] = _written(shared(self.seen, self.at, leads=leads))
        return self._shared[language, leads]


def opening() -> bytes:
    """What a stream begins with: after how long to come back when it is lost."""
    pause = random.randint(*RETRY)  # noqa: S311 - so that they do not come all at once, not a secret
    return f"retry: {pause}\n\n".encode()


def _written(values: Mapping[str, Any]) -> str:
    return json.dumps(in_json(values), ensure_ascii=False, separators=(",", ":"))
