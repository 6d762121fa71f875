from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "guildhouse.imports"
    label = "imports"
