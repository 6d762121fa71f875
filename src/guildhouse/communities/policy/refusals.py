"""The answers several rules give in the same words."""

from django.utils.translation import gettext as _

from guildhouse.kit.rules import Verdict, forbid, no


def signed_out() -> Verdict:
    return forbid("signed_out", _("Sign in or make an account, and you come back here."))


def blocked() -> Verdict:
    return forbid(
        "blocked",
        _("You were asked to stay away from this community. You can appeal; the letter you got says where."),
    )


def archived() -> Verdict:
    return no("archived", _("This community is archived: it can be read and no longer changed."))


def not_member() -> Verdict:
    return forbid("not_member", _("Join the community first; its front page says how."))


def not_convener() -> Verdict:
    return forbid(
        "not_convener", _("Only a convener of this community may do this. Ask one on its people page.")
    )


def still_a_call() -> Verdict:
    return no("call", _("This is still a call: sign on to it, and you are a member when it opens."))
