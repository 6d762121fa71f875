"""The addresses of the circles of a room; what is sent to one names a thing, not a deed."""

from django.urls import path

from guildhouse.circles import views

CIRCLES = "c/<slug:slug>/rooms/<str:public_id>/circles/"

urlpatterns = [
    path(CIRCLES, views.circles, name="room-circles"),
    path(CIRCLES + "sheet/", views.sheet, name="room-circles-sheet"),
    path(CIRCLES + "forming/", views.forming, name="room-circles-forming"),
    path(CIRCLES + "repair/", views.repair, name="room-circles-repair"),
    path(CIRCLES + "showing/", views.showing, name="room-circles-showing"),
    path(CIRCLES + "end/", views.end, name="room-circles-end"),
    path(CIRCLES + "links/", views.links, name="room-circles-links"),
    path(CIRCLES + "wishes/", views.wishes, name="room-circles-wishes"),
    path(CIRCLES + "wishes/end/", views.wish_end, name="room-circles-wish-end"),
]
