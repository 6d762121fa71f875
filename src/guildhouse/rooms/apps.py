from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "guildhouse.rooms"
    label = "rooms"

    def ready(self) -> None:
        from guildhouse.communities import leaving, meetings
        from guildhouse.people import claiming
        from guildhouse.rooms import queries
        from guildhouse.rooms.actions.leaving import give_up_everything, move_everything

        meetings.ROOMS_AHEAD.append(queries.rooms_ahead)
        meetings.ROOMS_LATELY.append(queries.rooms_lately)
        leaving.ON_LEAVING.append(give_up_everything)
        claiming.ON_CLAIM.append(move_everything)
