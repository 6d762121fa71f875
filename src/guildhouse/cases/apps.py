from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "guildhouse.cases"
    label = "cases"

    def ready(self) -> None:
        from guildhouse.cases import presenting, queries
        from guildhouse.cases.actions.ending import forget_people
        from guildhouse.cases.actions.moving import come_along
        from guildhouse.people import erased
        from guildhouse.rooms import along
        from guildhouse.rooms.presenting import parts, sight

        sight.ALSO_ASKED["cases_to_read"] = queries.to_read
        parts.ON_ROOM.append(presenting.on_room)
        parts.ON_HOST.append(presenting.on_host)
        along.ON_COMING_ALONG.append(come_along)
        erased.ON_ERASING.append(forget_people)
