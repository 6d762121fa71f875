from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "guildhouse.notices"
    label = "notices"
