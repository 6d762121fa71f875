from django.urls import path

from guildhouse.people.views import own

urlpatterns = [
    path("me/", own.me, name="me"),
    path("language/", own.language, name="language"),
    path("people/<str:public_id>/mute/", own.mute, name="mute"),
    path("people/<str:public_id>/mute/end/", own.unmute, name="unmute"),
    path("people/<str:public_id>/claim-invitation/", own.invite_to_claim, name="invite-to-claim"),
    path("claim/<str:token>/", own.claim, name="claim"),
]
