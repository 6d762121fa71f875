from django.apps import AppConfig


class HarvestConfig(AppConfig):
    name = "guildhouse.harvest"
    label = "harvest"

    def ready(self) -> None:
        from guildhouse.harvest import agenda, parts
        from guildhouse.harvest.lessons import lesson_left
        from guildhouse.rooms import lessons
        from guildhouse.rooms.presenting import parts as pieces

        pieces.ON_ROOM.append(parts.on_room)
        lessons.ON_LESSON.append(lesson_left)
        agenda.begin()
