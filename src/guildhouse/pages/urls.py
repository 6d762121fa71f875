from django.urls import path

from guildhouse.pages import views

urlpatterns = [
    path("", views.house, name="house"),
    path("today/", views.today, name="today"),
]
