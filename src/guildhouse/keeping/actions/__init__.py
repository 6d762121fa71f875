from guildhouse.keeping.actions.erasing import (
    ask_erasure,
    erase,
    erase_due,
    note_erasures,
    reapply_erasures,
    sweep_due,
    take_back_erasure,
)
from guildhouse.keeping.actions.erasing_communities import (
    ask_community_erasure,
    erase_communities_due,
    erase_community,
    take_back_community_erasure,
)
from guildhouse.keeping.actions.house import (
    change_site,
    hold_letters,
    make_admin,
    release_letters,
    set_up,
)
from guildhouse.keeping.actions.locking import end_sessions, lock, unlock

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
