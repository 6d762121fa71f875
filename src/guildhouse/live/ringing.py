"""How one process tells the others that a room's screens are to be shown anew."""

from django.db import connection

CHANNEL = "guildhouse_live"


def ring(room: int) -> None:
    """Tell all who listen, once this transaction is kept. On SQLite nobody listens: they look at the version."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(room)])
