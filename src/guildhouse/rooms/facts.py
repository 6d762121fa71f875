from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to a room or a seat, and the sentence that tells it."""

    PLANNED = "rooms.planned", _("{actor} planned a room")
    PUBLISHED = "rooms.published", _("{actor} published a room")
    EDITED = "rooms.edited", _("{actor} edited a room")
    MOVED = "rooms.moved", _("{actor} moved a room to another time or place")
    CLOSED = "rooms.closed", _("{actor} closed a room to new requests")
    REOPENED = "rooms.reopened", _("{actor} opened a room to requests again")
    CANCELLED = "rooms.cancelled", _("{actor} cancelled a room")
    LAPSED = "rooms.lapsed", _("A room lapsed: too few people could come")
    WENT_LIVE = "rooms.went_live", _("A room began")
    HELD = "rooms.held", _("A room was held")
    WARNED = "rooms.warned", _("The host was told that a room may be too small")
    LINK_MISSING = "rooms.link_missing", _("The host was told that a room online has no link yet")
    RUNS_ANYWAY = "rooms.runs_anyway", _("{actor} decided to run a room with those who come")
    HOST_ENDED = "rooms.host_ended", _("{concerns} no longer hosts a room")
    HOST_NAMED = "rooms.host_named", _("{actor} named {concerns} host of a room")
    MESSAGE = "rooms.message", _("{actor} wrote to the people of a room")
    ASSUMPTION_CONFIRMED = "rooms.assumption_confirmed", _("{actor} confirmed what an import had assumed")

    SEAT_INVITED = "rooms.seat_invited", _("{actor} invited {concerns} to a room")
    SEAT_REQUESTED = "rooms.seat_requested", _("{concerns} asked for a seat")
    SEAT_DECLINED = "rooms.seat_declined", _("{actor} declined a request of {concerns}")
    SEAT_WAITLISTED = "rooms.seat_waitlisted", _("{concerns} is in line for a seat")
    SEAT_OFFERED = "rooms.seat_offered", _("A seat was offered to {concerns}")
    SEAT_CONFIRMED = "rooms.seat_confirmed", _("{concerns} has a seat")
    SEAT_EXPIRED = "rooms.seat_expired", _("An offer to {concerns} ran out")
    SEAT_WITHDRAWN = "rooms.seat_withdrawn", _("{concerns} gave up a seat or a place in line")
    SEAT_REMOVED = "rooms.seat_removed", _("{actor} took {concerns} off a room")
    MOVED_AHEAD = "rooms.moved_ahead", _("{actor} put {concerns} first in line")
    SEAT_LAPSED = "rooms.seat_lapsed", _("{concerns} did not get to a seat")
    SEAT_ATTENDED = "rooms.seat_attended", _("{concerns} took part in a room")
    SEAT_EXCUSED = "rooms.seat_excused", _("{concerns} was excused from a room")
    SEAT_ABSENT = "rooms.seat_absent", _("{concerns} did not come to a room")
    ATTENDANCE_CONTESTED = "rooms.attendance_contested", _("{actor} says their attendance is noted wrongly")
    ASKED_BACK = "rooms.asked_back", _("{actor} asked {concerns} a question about their request")
    ANSWERED_BACK = "rooms.answered_back", _("{actor} answered a host's question")
    OTHER_DATE = "rooms.other_date", _("{actor} offered {concerns} another date")
    SHORT_NOTICE = "rooms.short_notice", _("{actor} said whether short notice is fine")

    SERIES_PLANNED = "rooms.series_planned", _("{actor} planned a series of rooms")
    SERIES_EDITED = "rooms.series_edited", _("{actor} edited a series of rooms")
    SERIES_ENDED = "rooms.series_ended", _("{actor} ended a series of rooms")
    DATE_SKIPPED = "rooms.date_skipped", _("{actor} left out one date of a series")
    STANDING_TAKEN = "rooms.standing_taken", _("{concerns} comes to all remaining dates of a series")
    STANDING_ENDED = "rooms.standing_ended", _("{concerns} no longer comes to every date of a series")

    CALENDAR_MADE = "rooms.calendar_made", _("{actor} made an address for their calendar")
    CALENDAR_ENDED = "rooms.calendar_ended", _("{actor} took away the address of their calendar")
