from guildhouse.rooms.actions.asking import accept_offer, answer_back, ask, say_short_notice, withdraw
from guildhouse.rooms.actions.assumed import confirm_assumption, shift_phase
from guildhouse.rooms.actions.attendance import (
    check_in,
    contest_attendance,
    excuse,
    make_certificate,
    note_attendance,
)
from guildhouse.rooms.actions.converting import convert
from guildhouse.rooms.actions.editions import edit_format, make_format, retire_format
from guildhouse.rooms.actions.ending import cancel, delete_draft
from guildhouse.rooms.actions.feeds import end_feed, make_feed
from guildhouse.rooms.actions.hosting import (
    approve,
    ask_back,
    decline,
    invite,
    message,
    name_host,
    offer_other_date,
    promote,
    remove,
)
from guildhouse.rooms.actions.limits import set_limits
from guildhouse.rooms.actions.merging import answer_merge, propose_merge, stop_merging
from guildhouse.rooms.actions.passing import pass_time
from guildhouse.rooms.actions.planning import (
    close,
    edit,
    move,
    plan,
    publish,
    reopen,
    run_anyway,
)
from guildhouse.rooms.actions.postponing import (
    choose_time,
    propose_times,
    say_which_suit,
    stop_asking_times,
)
from guildhouse.rooms.actions.roles import answer_role_ask, ask_to_take
from guildhouse.rooms.actions.series import (
    edit_series,
    end_series,
    materialise,
    plan_series,
    skip_date,
)
from guildhouse.rooms.actions.standing import add_to_group, come_to_all, stop_coming_to_all

__all__ = [
    "accept_offer",
    "add_to_group",
    "answer_back",
    "answer_merge",
    "answer_role_ask",
    "approve",
    "ask",
    "ask_back",
    "ask_to_take",
    "cancel",
    "check_in",
    "choose_time",
    "close",
    "come_to_all",
    "confirm_assumption",
    "contest_attendance",
    "convert",
    "decline",
    "delete_draft",
    "edit",
    "edit_format",
    "edit_series",
    "end_feed",
    "end_series",
    "excuse",
    "invite",
    "make_certificate",
    "make_feed",
    "make_format",
    "materialise",
    "message",
    "move",
    "name_host",
    "note_attendance",
    "offer_other_date",
    "pass_time",
    "plan",
    "plan_series",
    "promote",
    "propose_merge",
    "propose_times",
    "publish",
    "remove",
    "reopen",
    "retire_format",
    "run_anyway",
    "say_short_notice",
    "say_which_suit",
    "set_limits",
    "shift_phase",
    "skip_date",
    "stop_asking_times",
    "stop_coming_to_all",
    "stop_merging",
    "withdraw",
]
