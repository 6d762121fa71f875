"""A house with one of its belts off, to show that whoever checks would see it: run in place of `guildhouse`.

python -m guildhouse.testing.faults.sabotaged keys serve --port 8000
"""

import os
import sys
from contextlib import nullcontext
from types import SimpleNamespace


def transaction() -> None:
    """Acts without a transaction: a part of one may stay behind."""
    from guildhouse.history import actions

    actions.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]


def keys() -> None:
    """Forms whose key nobody looks at."""
    from django.conf import settings

    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("once.Once")]


def seats() -> None:
    """A seat that is asked for without a lock, with time to think before it is taken."""
    import time

    from guildhouse.history import actions
    from guildhouse.rooms.actions import asking, seating
    from guildhouse.rooms.models import Room

    look = seating.is_free

    def slowly(*arguments: object) -> bool:
        free = look(*arguments)  # type: ignore[arg-type]
        time.sleep(0.05)
        return free

    seating.is_free = slowly
    asking._hold_membership = lambda person, room: None  # type: ignore[assignment]
    asking.lock = lambda room: Room.objects.select_related("community").get(pk=room.pk)
    actions.writers_turn = nullcontext
    transaction()


BELTS = {one.__name__: one for one in (keys, seats)}


def main() -> int:
    """Take the belt off and be `guildhouse` otherwise."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhouse.settings")
    os.environ.setdefault("GUILDHOUSE_LISTEN", "127.0.0.1")
    django.setup()
    BELTS[sys.argv[1]]()
    from guildhouse import cli

    return cli.main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
