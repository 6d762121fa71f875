"""Everything that is done with what a room leaves behind."""

from guildhouse.harvest.actions.cards import (
    correct,
    drop,
    keep_lesson,
    put_on_agenda,
    share,
    take_back,
    unshare,
)
from guildhouse.harvest.actions.commitments import (
    accept,
    ask_back,
    decline,
    let_go,
    move,
    not_yet,
    share_answer,
    take_over,
    tell,
)
from guildhouse.harvest.actions.recognising import keep, recognise, show, turn_down, withdraw
from guildhouse.harvest.actions.reflecting import reflect, try_out

__all__ = [
    "accept",
    "ask_back",
    "correct",
    "decline",
    "drop",
    "keep",
    "keep_lesson",
    "let_go",
    "move",
    "not_yet",
    "put_on_agenda",
    "recognise",
    "reflect",
    "share",
    "share_answer",
    "show",
    "take_back",
    "take_over",
    "tell",
    "try_out",
    "turn_down",
    "unshare",
    "withdraw",
]
