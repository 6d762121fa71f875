from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "guildhouse.kit"
    label = "kit"

    def ready(self) -> None:
        from guildhouse.kit import checks  # noqa: F401  (registers itself; settings are not ready sooner)
