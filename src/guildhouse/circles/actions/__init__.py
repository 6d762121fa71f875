from guildhouse.circles.actions.forming import form, give_way, let_go, show
from guildhouse.circles.actions.linking import set_links
from guildhouse.circles.actions.moving import give_up_wishes, move_everything
from guildhouse.circles.actions.repairing import Repaired, repair
from guildhouse.circles.actions.wishing import unwish, wish

__all__ = [
    "Repaired",
    "form",
    "give_up_wishes",
    "give_way",
    "let_go",
    "move_everything",
    "repair",
    "set_links",
    "show",
    "unwish",
    "wish",
]
