from django.urls import path

from guildhouse.live import views
from guildhouse.live.streaming.views import stream

ROOM = "c/<slug:slug>/rooms/<str:public_id>/"
LIVE = ROOM + "live/"

urlpatterns = [
    path(ROOM + "run-sheet/", views.run_sheet, name="room-run-sheet"),
    path(LIVE, views.live, name="room-live"),
    path(LIVE + "stream", stream, name="room-live-stream"),
    path(LIVE + "beginning/", views.beginning, name="room-live-beginning"),
    path(LIVE + "step/", views.step, name="room-live-step"),
    path(LIVE + "length/", views.length, name="room-live-length"),
    path(LIVE + "pause/", views.pause, name="room-live-pause"),
    path(LIVE + "ending/", views.ending, name="room-live-ending"),
    path(LIVE + "part/", views.part, name="room-live-part"),
    path(LIVE + "hand/", views.hand, name="room-live-hand"),
    path(LIVE + "hand/lowered/", views.hand_lowered, name="room-live-hand-lowered"),
    path(LIVE + "hand/taken/", views.hand_taken, name="room-live-hand-taken"),
    path(LIVE + "bell/", views.bell, name="room-live-bell"),
]
