from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "guildhouse.circles"
    label = "circles"
