from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "guildhouse.imports"
    label = "imports"

    def ready(self) -> None:
        from guildhouse.imports import erasing
        from guildhouse.people import erased

        erased.ON_ERASING.append(erasing.forget)
