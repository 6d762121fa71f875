from guildhouse.live.actions.bells import hush, set_bell
from guildhouse.live.actions.hands import lower_hand, raise_hand, take_hand
from guildhouse.live.actions.leading import back, begin, end, go_on, longer, next_step, pause
from guildhouse.live.actions.parts import give_part
from guildhouse.live.actions.passing import pass_time

__all__ = [
    "back",
    "begin",
    "end",
    "give_part",
    "go_on",
    "hush",
    "longer",
    "lower_hand",
    "next_step",
    "pass_time",
    "pause",
    "raise_hand",
    "set_bell",
    "take_hand",
]
