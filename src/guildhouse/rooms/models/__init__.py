from guildhouse.rooms.models.certificate import Certificate
from guildhouse.rooms.models.choices import (
    MergeAnswer,
    Merging,
    ProposedTime,
    RoleAsk,
    TimeAnswer,
    TimePoll,
)
from guildhouse.rooms.models.feed import CalendarFeed
from guildhouse.rooms.models.format import FormatEdition, OwnFormat
from guildhouse.rooms.models.plan import Plan
from guildhouse.rooms.models.room import Host, Room, RoomRole
from guildhouse.rooms.models.seat import Seat
from guildhouse.rooms.models.series import Series, SkippedDate, StandingSeat

__all__ = [
    "CalendarFeed",
    "Certificate",
    "FormatEdition",
    "Host",
    "MergeAnswer",
    "Merging",
    "OwnFormat",
    "Plan",
    "ProposedTime",
    "RoleAsk",
    "Room",
    "RoomRole",
    "Seat",
    "Series",
    "SkippedDate",
    "StandingSeat",
    "TimeAnswer",
    "TimePoll",
]
