from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "guildhouse.rooms"
    label = "rooms"

    def ready(self) -> None:
        from guildhouse.communities import meetings
        from guildhouse.rooms import queries

        meetings.ROOMS_AHEAD.append(queries.rooms_ahead)
