"""What the provider answers to; `be` stands for the page on which one signs in there."""

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def be(request: HttpRequest, name: str) -> HttpResponse:
    """Be signed in there as somebody."""
    login(request, get_user_model().objects.get(username=name))
    return HttpResponse(f"You are {name}.")


urlpatterns = [
    path("be/<str:name>/", be),
    path("accounts/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
