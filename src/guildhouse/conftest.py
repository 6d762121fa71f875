"""What every test may ask for; the databases, the browser and the running site come from plugins (pyproject.toml)."""

import logging

from hypothesis import HealthCheck, settings

from guildhouse.testing.cast import _nothing_is_kept, cast
from guildhouse.testing.postgres import postgres_address

# A busy machine is no counterexample: how long something takes is measured elsewhere.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# The mail server of the tests speaks from a thread of its own, also when a test's output is closed already.
logging.getLogger("mail.log").setLevel(logging.ERROR)

__all__ = ["_nothing_is_kept", "cast", "postgres_address"]
