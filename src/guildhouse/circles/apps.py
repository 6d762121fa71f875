from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "guildhouse.circles"
    label = "circles"

    def ready(self) -> None:
        from guildhouse.circles import memory as circles
        from guildhouse.circles.actions.forming import give_way
        from guildhouse.circles.actions.moving import give_up_wishes, move_everything
        from guildhouse.circles.presenting.parts import on_host, on_room
        from guildhouse.communities import leaving
        from guildhouse.people import claiming
        from guildhouse.rooms import memory, reforming
        from guildhouse.rooms.presenting import parts

        claiming.ON_CLAIM.append(move_everything)
        leaving.ON_LEAVING.append(give_up_wishes)
        memory.PLAYED.append(circles.played)
        memory.MET.append(circles.met)
        parts.ON_ROOM.append(on_room)
        parts.ON_HOST.append(on_host)
        reforming.ON_OTHER_FORMAT.append(give_way)
