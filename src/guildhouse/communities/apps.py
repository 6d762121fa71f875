from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "guildhouse.communities"
    label = "communities"
