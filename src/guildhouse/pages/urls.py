from django.urls import path

from guildhouse.pages import health, people, views

urlpatterns = [
    path("", views.house, name="house"),
    path("today/", views.today, name="today"),
    path("people/<str:public_id>/", people.person, name="person"),
    path("me/places/", people.my_places, name="my-places"),
    path("me/data/", people.my_data, name="my-data"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.figures, name="metrics"),
]
