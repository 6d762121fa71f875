"""How many queries a page costs that is not kept as bytes."""

import logging

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.bench.journeys import Visits
from guildhouse.kit.kept import shelf

LOOKED_AT = 5


def queries_of(visits: Visits) -> int:
    """The most queries that one of the first few of these pages asks, built anew."""
    most = 0
    logging.disable(logging.INFO)
    for path, cookies in visits[:LOOKED_AT]:
        client = Client()
        if cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = cookies.partition("=")[2]
        shelf.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(path, headers={"host": "127.0.0.1", "accept-language": "en"})
        most = max(most, len(asked))
    logging.disable(logging.NOTSET)
    return most
