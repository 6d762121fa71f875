"""The words of a stream, as browsers read them."""

import json
import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import override

from guildhouse.live.queries.alike import alike
from guildhouse.live.queries.board import Board
from guildhouse.live.queries.own import Watcher, own, watcher
from guildhouse.live.queries.screen import in_json
from guildhouse.rooms.policy import Viewer

PING = b"event: ping\ndata: {}\n\n"
# Whoever gets this is not shown the room any more: gone for good, and asking again is in vain.
GONE = b"event: gone\ndata: {}\n\n"
RETRY = (1_000, 4_000)  # milliseconds: after a restart not everybody comes back at the same moment


class Painter:
    """Makes the events of one room at one moment. What several see alike is made once for each language."""

    def __init__(self, seen: Board, at: datetime, version: str) -> None:
        self.seen, self.at, self.version = seen, at, version
        self._alike: dict[tuple[str, bool], str] = {}
        self._events: dict[tuple[str, Watcher], bytes] = {}

    def event(self, viewer: Viewer, language: str) -> bytes:
        """Everything one person's screen shows now, as one event."""
        who = watcher(self.seen, viewer)
        if (language, who) not in self._events:
            with override(language):
                self._events[language, who] = self._made(language, who)
        return self._events[language, who]

    def _made(self, language: str, who: Watcher) -> bytes:
        if (language, who.leads) not in self._alike:
            self._alike[language, who.leads] = _written(alike(self.seen, self.at, leads=who.leads))
        said = f"{self._alike[language, who.leads][:-1]},{_written(own(self.seen, who))[1:]}"
        return f"id: {self.version}\ndata: {said}\n\n".encode()


def opening() -> bytes:
    """What a stream begins with: after how long to come back when it is lost."""
    pause = random.randint(*RETRY)  # noqa: S311 - so that they do not come all at once, not a secret
    return f"retry: {pause}\n\n".encode()


def _written(values: Mapping[str, Any]) -> str:
    return json.dumps(in_json(values), ensure_ascii=False, separators=(",", ":"))
