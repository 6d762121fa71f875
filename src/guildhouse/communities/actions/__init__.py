"""The verbs of communities; call them as `actions.join(...)`."""

from guildhouse.communities.actions.agenda import ask_question, learned, reopen, work_on
from guildhouse.communities.actions.care import (
    archive,
    change_settings,
    declare_stage,
    nest,
    readdress,
    unarchive,
    write_domain,
)
from guildhouse.communities.actions.charter import accept_charter, end_pause, pause, set_rhythm, write_edition
from guildhouse.communities.actions.conduct import (
    answer_report,
    appeal,
    block,
    decide_appeal,
    lift,
    name_contact,
    remove,
    report,
)
from guildhouse.communities.actions.founding import (
    bring_in,
    call,
    edit_call,
    open_community,
    sign_on,
    withdraw_sign_on,
)
from guildhouse.communities.actions.inviting import accept_invitation, invite, revoke_invitation
from guildhouse.communities.actions.joining import accept, ask_to_join, decline, join, leave, withdraw_request
from guildhouse.communities.actions.people import appoint, bring_member, end_office, hand_over, recognise

__all__ = [
    "accept",
    "accept_charter",
    "accept_invitation",
    "answer_report",
    "appeal",
    "appoint",
    "archive",
    "ask_question",
    "ask_to_join",
    "block",
    "bring_in",
    "bring_member",
    "call",
    "change_settings",
    "decide_appeal",
    "declare_stage",
    "decline",
    "edit_call",
    "end_office",
    "end_pause",
    "hand_over",
    "invite",
    "join",
    "learned",
    "leave",
    "lift",
    "name_contact",
    "nest",
    "open_community",
    "pause",
    "readdress",
    "recognise",
    "remove",
    "reopen",
    "report",
    "revoke_invitation",
    "set_rhythm",
    "sign_on",
    "unarchive",
    "withdraw_request",
    "withdraw_sign_on",
    "work_on",
    "write_domain",
    "write_edition",
]
