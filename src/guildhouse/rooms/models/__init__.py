from guildhouse.rooms.models.plan import Plan
from guildhouse.rooms.models.room import Host, Room, RoomRole
from guildhouse.rooms.models.seat import Seat
from guildhouse.rooms.models.series import Series, SkippedDate, StandingSeat

__all__ = ["Host", "Plan", "Room", "RoomRole", "Seat", "Series", "SkippedDate", "StandingSeat"]
