from guildhouse.keeping.actions.house import change_site, make_admin, set_up

__all__ = ["change_site", "make_admin", "set_up"]
