"""The addresses of what rooms leave behind; what is sent to one names a thing, not a deed."""

from django.urls import path

from guildhouse.harvest.views import cards, community, reflections, room, thanks

ROOM = "c/<slug:slug>/rooms/<str:public_id>/"
CARD = "c/<slug:slug>/cards/<str:public_id>/"

urlpatterns = [
    path(ROOM + "harvest/", room.harvest, name="room-harvest"),
    path(ROOM + "reflection/", reflections.reflection, name="room-reflection"),
    path(ROOM + "thanks/", thanks.thank, name="room-thanks"),
    path(CARD, cards.card, name="card"),
    path(CARD + "wording/", cards.wording, name="card-wording"),
    path(CARD + "sharing/", cards.sharing, name="card-sharing"),
    path(CARD + "removal/", cards.removal, name="card-removal"),
    path(CARD + "agenda/", cards.agenda, name="card-agenda"),
    path(CARD + "answer/", cards.answer, name="card-answer"),
    path("c/<slug:slug>/thanks/<str:public_id>/", thanks.recognition, name="recognition"),
    path("c/<slug:slug>/harvest/", community.harvest, name="community-harvest"),
]
