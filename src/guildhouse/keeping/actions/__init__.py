from guildhouse.keeping.actions.asking import (
    ask_community_erasure,
    ask_erasure,
    take_back_community_erasure,
    take_back_erasure,
)
from guildhouse.keeping.actions.erasing import erase, erase_due, note_erasures, sweep_due
from guildhouse.keeping.actions.erasing_communities import erase_communities_due, erase_community
from guildhouse.keeping.actions.house import (
    change_site,
    hold_letters,
    make_admin,
    release_letters,
    set_up,
)
from guildhouse.keeping.actions.locking import end_sessions, lock, unlock
from guildhouse.keeping.actions.replaying import reapply_erasures

__all__ = [
    "ask_community_erasure",
    "ask_erasure",
    "change_site",
    "end_sessions",
    "erase",
    "erase_communities_due",
    "erase_community",
    "erase_due",
    "hold_letters",
    "lock",
    "make_admin",
    "note_erasures",
    "reapply_erasures",
    "release_letters",
    "set_up",
    "sweep_due",
    "take_back_community_erasure",
    "take_back_erasure",
    "unlock",
]
