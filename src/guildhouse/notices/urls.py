from django.urls import path

from guildhouse.notices.views import links, mine, shown

urlpatterns = [
    path("mail/", shown.mail, name="mail"),
    path("mail/<int:pk>/", shown.letter, name="letter"),
    path("mail/<int:pk>/as-html/", shown.letter_html, name="letter-html"),
    path("me/mail/", mine.mine, name="my-mail"),
    path("me/mail/trial/", mine.trial_letter, name="my-mail-trial"),
    path("letters/stop/<str:token>/", links.stop, name="letters-stop"),
    path("letters/arrived/<str:token>/", links.arrived, name="letters-arrived"),
]
