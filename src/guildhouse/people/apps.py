from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "guildhouse.people"
    label = "people"
