from django.urls import path

from guildhouse.people import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("language/", views.language, name="language"),
    path("people/<str:public_id>/mute/", views.mute, name="mute"),
    path("people/<str:public_id>/mute/end/", views.unmute, name="unmute"),
    path("people/<str:public_id>/claim-invitation/", views.invite_to_claim, name="invite-to-claim"),
    path("claim/<str:token>/", views.claim, name="claim"),
]
