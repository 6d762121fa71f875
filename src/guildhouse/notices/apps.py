from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "guildhouse.notices"
    label = "notices"

    def ready(self) -> None:
        from guildhouse.notices import actions
        from guildhouse.people import addresses

        addresses.ON_CHANGE.append(actions.follow)
