"""The addresses of rooms, series and formats; what is sent to one names a thing, not a deed."""

from django.urls import path

from guildhouse.rooms.views import (
    assumed,
    deciding,
    formats,
    hosting,
    listing,
    new,
    room,
    running,
    seat,
    series,
)

ROOM = "c/<slug:slug>/rooms/<str:public_id>/"
SERIES = "c/<slug:slug>/series/<str:public_id>/"

urlpatterns = [
    path("rooms/", listing.rooms, name="rooms"),
    path("formats/", formats.all_formats, name="formats"),
    path("formats/<slug:key>/", formats.one_format, name="format"),
    path("formats/<slug:key>/run-sheet/", formats.format_run_sheet, name="format-run-sheet"),
    path("c/<slug:slug>/rooms/", listing.community_rooms, name="community-rooms"),
    path("c/<slug:slug>/rooms/new/", new.new, name="room-new"),
    path(ROOM, room.room, name="room"),
    path(ROOM + "seat/", seat.seat, name="room-seat"),
    path(ROOM + "withdrawal/", seat.withdrawal, name="room-withdrawal"),
    path(ROOM + "acceptance/", seat.acceptance, name="room-acceptance"),
    path(ROOM + "short-notice/", seat.short_notice, name="room-short-notice"),
    path(ROOM + "answer/", seat.answer, name="room-answer"),
    path(ROOM + "contest/", seat.contest, name="room-contest"),
    path(ROOM + "run-sheet/", formats.room_run_sheet, name="room-run-sheet"),
    path(ROOM + "edit/", new.edit, name="room-edit"),
    path(ROOM + "time/", new.time, name="room-time"),
    path(ROOM + "publication/", running.publication, name="room-publication"),
    path(ROOM + "draft/", running.draft, name="room-draft"),
    path(ROOM + "cancellation/", running.cancellation, name="room-cancellation"),
    path(ROOM + "assumption/", assumed.assumption, name="room-assumption"),
    path(ROOM + "host/", hosting.host, name="room-host"),
    path(ROOM + "host/requests/", deciding.requests, name="room-requests"),
    path(ROOM + "host/promotion/", deciding.promotion, name="room-promotion"),
    path(ROOM + "host/removal/", deciding.removal, name="room-removal"),
    path(ROOM + "host/invitation/", deciding.invitation, name="room-invitation"),
    path(ROOM + "host/cohost/", deciding.cohost, name="room-cohost"),
    path(ROOM + "host/closing/", running.requests_closed, name="room-requests-closed"),
    path(ROOM + "host/running/", running.run_anyway, name="room-run-anyway"),
    path(ROOM + "host/limits/", running.limits, name="room-limits"),
    path(ROOM + "host/message/", running.message, name="room-message"),
    path(ROOM + "host/attendance/", running.attendance, name="room-attendance"),
    path(SERIES, series.series, name="series"),
    path(SERIES + "edit/", series.edit, name="series-edit"),
    path(SERIES + "ending/", series.ending, name="series-ending"),
    path(SERIES + "standing/", series.standing, name="series-standing"),
    path(SERIES + "skipped/", series.skipped, name="series-skipped"),
    path(SERIES + "group/", series.group, name="series-group"),
    path(SERIES + "phase/", assumed.phase, name="series-phase"),
]
