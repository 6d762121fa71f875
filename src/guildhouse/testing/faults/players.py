"""People at their browsers, who send a form again under the same key until it is answered."""

import http.client
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = "a" * 32
SECONDS_FOR_AN_ANSWER = 60
PAUSE = 0.05


@dataclass
class Ledger:
    """What was answered, and how: the side of the story that the house must agree with."""

    acknowledged: Counter[tuple[int, str]] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    retries: int = 0
    repeated: int = 0
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Player:
    """Somebody signed in. `person` is their id, `session` their cookies."""

    person: int
    session: str
    address: str
    ledger: Ledger

    def do(self, kind: str, path: str, *, again: bool = False, **said: str) -> bool:
        """Send a form until it is answered, and note under `kind` that it was; `again` sends it once more then."""
        key = uuid.uuid4().hex
        began = time.monotonic()
        answer = self._until_answered(path, key, said)
        with self.ledger.lock:
            self.ledger.seconds.append(time.monotonic() - began)
            if answer is None or answer[0] != 302:
                self.ledger.troubles.append(f"{kind} by {self.person} at {path}: {answer and answer[0]}")
                return False
            self.ledger.acknowledged[self.person, kind] += 1
        if again and (second := self._until_answered(path, key, said)) != answer:
            with self.ledger.lock:
                self.ledger.troubles.append(f"{kind} by {self.person} again: {answer}, then {second}")
        self.ledger.repeated += again
        return True

    def _until_answered(self, path: str, key: str, said: dict[str, str]) -> tuple[int, str, str] | None:
        deadline = time.monotonic() + SECONDS_FOR_AN_ANSWER
        while time.monotonic() < deadline:
            answer = self._send(path, key, said)
            with self.ledger.lock:
                self.ledger.statuses[answer[0]] += 1
                if 0 < answer[0] < 500:
                    return answer
                self.ledger.retries += 1
            time.sleep(PAUSE)
        return None

    def _send(self, path: str, key: str, said: dict[str, str]) -> tuple[int, str, str]:
        headers = {
            "Cookie": f"{self.session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Idempotency-Key": key,
        }
        connection = http.client.HTTPConnection(self.address, timeout=30)
        try:
            connection.request("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **said}), headers)
            answer = connection.getresponse()
            answer.read()
            flash = next(
                (one for one in answer.headers.get_all("Set-Cookie", []) if one.startswith("messages=")), ""
            )
            # Behind the words stands a signature of the moment; the words are what must be the same.
            words = flash.partition(";")[0].rpartition(":")[0].rpartition(":")[0]
            return answer.status, answer.headers.get("Location", ""), words
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            connection.close()
