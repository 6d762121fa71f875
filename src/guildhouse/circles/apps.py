from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "guildhouse.circles"
    label = "circles"

    def ready(self) -> None:
        from guildhouse.circles import memory as circles
        from guildhouse.circles.actions.moving import give_up_wishes, move_everything
        from guildhouse.communities import leaving
        from guildhouse.people import claiming
        from guildhouse.rooms import memory

        claiming.ON_CLAIM.append(move_everything)
        leaving.ON_LEAVING.append(give_up_wishes)
        memory.PLAYED.append(circles.played)
        memory.MET.append(circles.met)
