from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "guildhouse.live"
    label = "live"
