"""The few choices of a format file as sentences for a page."""

from django.utils.translation import gettext_lazy as _

from guildhouse.rooms.formats.shape import ONCE, PER_CLIENT, PER_ROLE, TIMES

CONFIDENTIALITY_SAYS = {
    "room": _("What is said in the room stays in the room."),
    "lessons": _("Lessons may leave the room; names and stories stay."),
    "open": _("What is said may be told and written down outside."),
}
PREREQUISITES_SAY = {
    "fixed-group": _("The same people come every time."),
    "trained-leader": _("Somebody trained in it leads."),
}
WHO_SAYS = {
    "host": _("the host"),
    "leader": _("somebody trained to lead it"),
    "member": _("any member"),
    "sponsor": _("the sponsor"),
}
REPEAT_SAYS = {
    ONCE: _("nothing comes round again"),
    PER_ROLE: _("until each has played each role that passes round"),
    PER_CLIENT: _("once for each who plays this role:"),
    TIMES: _("so many times:"),
}
