"""The addresses of imports."""

from django.urls import path

from guildhouse.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<str:public_id>/", views.one_import, name="import"),
    path("imports/<str:public_id>/answers/", views.answers, name="import-answers"),
    path("imports/<str:public_id>/account/", views.account, name="import-account"),
]
