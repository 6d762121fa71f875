"""Every address of a house and how it answers. Runs as a script, under the earlier version and under this one.

python visiting.py find OUT EMAIL…    follow every link as each of these people and signed out, and note the answers
python visiting.py again IN           ask for the same again and print what answers otherwise
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

MOST = 500
LINK = re.compile(r'href="(/[^"#?]*)')
SKIPPED = ("/static/", "/mail/", "/accounts/", "/account/", "/auth/", "/demo/", "/setup/")
HOST = {"HTTP_HOST": "127.0.0.1"}


def browser(email: str) -> Any:
    """A browser of somebody; of nobody for an empty text."""
    from django.test import Client

    from guildhouse.people.models import Person

    client = Client(**HOST)
    if email:
        client.force_login(Person.objects.get(email=email))
    return client


def answer(client: Any, path: str) -> tuple[str, str]:
    """How an address answers, in short, and its text."""
    said = client.get(path)
    text = said.content.decode(errors="replace") if not said.streaming else ""
    return f"{said.status_code} {said.headers.get('Location', '')}".strip(), text


def find(email: str) -> dict[str, str]:
    """Every address somebody reaches from the front page, and how it answers."""
    client, waiting, found = browser(email), ["/", "/today/", "/rooms/", "/communities/"], {}
    while waiting and len(found) < MOST:
        path = waiting.pop(0)
        if path in found or path.startswith(SKIPPED):
            continue
        found[path], text = answer(client, path)
        waiting += sorted(set(LINK.findall(text)) - found.keys())
    return found


def again(noted: dict[str, dict[str, str]]) -> Iterator[str]:
    """What answers otherwise than it was noted."""
    for email, paths in noted.items():
        client = browser(email)
        for path, before in paths.items():
            now, _text = answer(client, path)
            if now != before:
                yield f"{email or 'signed out'} at {path}: {before} → {now}"


def main(words: list[str]) -> int:
    """Run what is asked for at the moment of GUILDHOUSE_TEST_AT."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "guildhouse.settings"
    import django

    django.setup()
    from guildhouse.kit import clock

    what, file, *emails = words
    with clock.at(datetime.fromisoformat(os.environ["GUILDHOUSE_TEST_AT"])):
        if what == "find":
            noted = {email: find(email) for email in ("", *emails)}
            Path(file).write_text(json.dumps(noted, indent=0))
            print(sum(map(len, noted.values())))
            return 0
        for line in again(json.loads(Path(file).read_text())):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
