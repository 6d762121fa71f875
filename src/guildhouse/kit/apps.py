from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "guildhouse.kit"
    label = "kit"
