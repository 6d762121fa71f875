"""What people and the clock do with cases."""

from guildhouse.cases.actions.agreeing import agree, disagree
from guildhouse.cases.actions.bringing import bring, change_words, open_to_room, stay
from guildhouse.cases.actions.ending import (
    end_with_room,
    expire_due,
    let_go_of_keys,
    withdraw,
    withdraw_again,
)
from guildhouse.cases.actions.moving import come_along
from guildhouse.cases.actions.reading import read
from guildhouse.cases.actions.telling import take_lesson

__all__ = [
    "agree",
    "bring",
    "change_words",
    "come_along",
    "disagree",
    "end_with_room",
    "expire_due",
    "let_go_of_keys",
    "open_to_room",
    "read",
    "stay",
    "take_lesson",
    "withdraw",
    "withdraw_again",
]
