"""The addresses of cases; what is sent to one names a thing, not a deed."""

from django.urls import path

from guildhouse.cases.views import checking, mine, reading

CASES = "c/<slug:slug>/rooms/<str:public_id>/cases/"

urlpatterns = [
    path(CASES, reading.cases, name="room-cases"),
    path(CASES + "machines/", reading.machines, name="room-case-machines"),
    path(CASES + "mine/", mine.mine, name="room-case-mine"),
    path(CASES + "mine/words/", mine.words, name="room-case-words"),
    path(CASES + "mine/check/", checking.check, name="room-case-check"),
    path(CASES + "mine/opening/", mine.opening, name="room-case-opening"),
    path(CASES + "mine/stay/", mine.stay, name="room-case-stay"),
    path(CASES + "mine/lesson/", checking.lesson, name="room-case-lesson"),
    path(CASES + "<str:case>/", reading.case, name="room-case"),
    path("me/cases/", mine.my_cases, name="my-cases"),
    path("me/cases/<str:case>/withdrawal/", mine.withdrawal, name="my-case-withdrawal"),
]
