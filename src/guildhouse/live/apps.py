from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "guildhouse.live"
    label = "live"

    def ready(self) -> None:
        from guildhouse.circles import progress
        from guildhouse.live.presenting.parts import on_host, on_room
        from guildhouse.live.queries.rounds import rounds_begun
        from guildhouse.rooms.presenting import parts

        progress.BEGUN.append(rounds_begun)
        parts.ON_ROOM.append(on_room)
        parts.ON_HOST.append(on_host)
