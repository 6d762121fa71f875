"""Who may do what with a room or a seat. Pages, imports and actions all ask here; nothing here queries."""

from guildhouse.rooms.policy.hosting import (
    may_ask_for_times,
    may_be_on,
    may_become,
    may_cancel,
    may_change,
    may_convert,
    may_host,
    may_merge,
    may_note_attendance,
    may_promote,
    may_publish,
    may_retime,
    may_seat_people,
)
from guildhouse.rooms.policy.planning import (
    may_have_more_formats,
    may_keep_formats,
    may_run_series,
)
from guildhouse.rooms.policy.presence import (
    EARLIEST_CHECK_IN,
    code_counts,
    may_check_in,
    may_contest,
    may_excuse,
    may_have_certificate,
)
from guildhouse.rooms.policy.seats import (
    may_accept,
    may_answer,
    may_ask,
    may_take_role,
    may_withdraw,
)
from guildhouse.rooms.policy.viewing import (
    Viewer,
    may_see_inside,
    sees_link,
)

__all__ = [
    "EARLIEST_CHECK_IN",
    "Viewer",
    "code_counts",
    "may_accept",
    "may_answer",
    "may_ask",
    "may_ask_for_times",
    "may_be_on",
    "may_become",
    "may_cancel",
    "may_change",
    "may_check_in",
    "may_contest",
    "may_convert",
    "may_excuse",
    "may_have_certificate",
    "may_have_more_formats",
    "may_host",
    "may_keep_formats",
    "may_merge",
    "may_note_attendance",
    "may_promote",
    "may_publish",
    "may_retime",
    "may_run_series",
    "may_seat_people",
    "may_see_inside",
    "may_take_role",
    "may_withdraw",
    "sees_link",
]
