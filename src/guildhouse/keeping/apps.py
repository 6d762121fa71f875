from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "guildhouse.keeping"
    label = "keeping"
