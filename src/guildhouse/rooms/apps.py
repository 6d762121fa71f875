from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "guildhouse.rooms"
    label = "rooms"
