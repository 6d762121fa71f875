from django.urls import path

from guildhouse.pages import health, house, people, today

urlpatterns = [
    path("", house.house, name="house"),
    path("today/", today.today, name="today"),
    path("help/", house.how_it_works, name="help"),
    path("c/<slug:slug>/", house.community, name="community"),
    path("people/<str:public_id>/", people.person, name="person"),
    path("me/places/", people.my_places, name="my-places"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.figures, name="metrics"),
]
