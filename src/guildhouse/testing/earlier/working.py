"""Does what a worker finds to do a day after GUILDHOUSE_TEST_AT. Runs as a script."""

import os
import threading
from datetime import datetime, timedelta


def main() -> None:
    """Work until nothing is left at that moment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "guildhouse.settings"
    import django

    django.setup()
    from guildhouse import worker
    from guildhouse.kit import clock

    with clock.at(datetime.fromisoformat(os.environ["GUILDHOUSE_TEST_AT"]) + timedelta(days=1)):
        worker.run(threading.Event(), once=True)


if __name__ == "__main__":
    main()
