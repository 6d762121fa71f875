from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How near the core somebody takes part; earned and recognised, and every one of them legitimate."""

    NEWCOMER = "newcomer", _("newcomer")
    PERIPHERAL = "peripheral", _("peripheral")
    ACTIVE = "active", _("active")
    CORE = "core", _("core")
    ALUMNUS = "alumnus", _("alumnus")


LEVEL_RANK = {Level.ALUMNUS: 0, Level.NEWCOMER: 1, Level.PERIPHERAL: 2, Level.ACTIVE: 3, Level.CORE: 4}
