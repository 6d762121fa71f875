from django.urls import path

from guildhouse.notices import views

urlpatterns = [
    path("mail/", views.mail, name="mail"),
    path("mail/<int:pk>/", views.letter, name="letter"),
    path("mail/<int:pk>/as-html/", views.letter_html, name="letter-html"),
]
