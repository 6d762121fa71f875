from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "guildhouse.live"
    label = "live"

    def ready(self) -> None:
        from django.db.models import Q

        from guildhouse.circles import progress
        from guildhouse.live.presenting.parts import asked, on_host, on_room
        from guildhouse.live.queries.rounds import rounds_begun
        from guildhouse.rooms import needs
        from guildhouse.rooms.presenting import parts, sight

        sight.ALSO_ASKED.update(asked())
        needs.OVER_EARLY.append(Q(room__run__ended_at__isnull=False))
        progress.BEGUN.append(rounds_begun)
        parts.ON_ROOM.insert(0, on_room)  # the way in stands before everything else
        parts.ON_HOST.append(on_host)
