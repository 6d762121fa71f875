from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "guildhouse.pages"
    label = "pages"
