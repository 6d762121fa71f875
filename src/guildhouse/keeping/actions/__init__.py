from guildhouse.keeping.actions.house import (
    change_site,
    hold_letters,
    make_admin,
    release_letters,
    set_up,
)

__all__ = ["change_site", "hold_letters", "make_admin", "release_letters", "set_up"]
