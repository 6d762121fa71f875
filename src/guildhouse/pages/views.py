"""Pages that join what several apps know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guildhouse.kit.doors import public, signed_in


@public
def house(request: HttpRequest) -> HttpResponse:
    """The front of the house."""
    return render(request, "base.html")


@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """What needs me."""
    return render(request, "base.html")
