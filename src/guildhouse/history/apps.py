from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HistoryConfig(AppConfig):
    name = "guildhouse.history"
    label = "history"

    def ready(self) -> None:
        # The one registry: every app's facts.py, so that history can word a fact without importing upward.
        autodiscover_modules("facts")
