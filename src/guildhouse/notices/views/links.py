"""The pages behind the links in letters. They work without signing in: the link itself says whose letters it is about.

Programs that look through mail follow links, so looking changes nothing; pressing the one button does. A mail program
presses it by itself (RFC 8058), so what is sent needs no form token, and the answer is no redirect.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from guildhouse.history.actors import Actor
from guildhouse.kit.doors import public
from guildhouse.notices import actions
from guildhouse.notices.groups import CHOSEN, USUAL, Choice, Group
from guildhouse.notices.links import DIGEST, again_of, read_again, read_arrived, read_stop
from guildhouse.notices.wanting import wanted_by
from guildhouse.people.models import Person


@csrf_exempt
@public
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more letters of one group, or of all that come in the digest; the same page takes it back."""
    found = read_stop(token)
    if found is None:
        raise Http404
    person, group = found
    again = read_again(person, request.POST.get("again", ""))
    groups = again or _groups(person, group)
    if request.method == "POST":
        back = Choice.DIGEST if group == DIGEST else USUAL.get(Group(groups[0]), Choice.NOW) if groups else ""
        choices = dict.fromkeys(groups, back if again else Choice.NEVER)
        actions.choose(person, choices=choices, actor=Actor(person, "letter"))
    context = {
        "groups": [Group(one).label for one in groups],
        "again": again_of(person, groups) if request.method == "POST" and not again else "",
        "did": ("again" if again else "stopped") if request.method == "POST" else "",
    }
    return _answer(request, person, "notices/stop.html", context)


def _groups(person: Person, group: str) -> list[str]:
    if group != DIGEST:
        return [group]
    wanted = wanted_by([person.pk])
    return [one.value for one in CHOSEN if wanted.choice(person.pk, one, None) == Choice.DIGEST]


@public
def arrived(request: HttpRequest, token: str) -> HttpResponse:
    """Say that a letter arrived at an address that took none."""
    person = read_arrived(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.mend(person, actor=Actor(person, "letter"))
    return _answer(request, person, "notices/arrived.html", {"did": request.method == "POST"})


def _answer(request: HttpRequest, person: Person, template: str, context: dict[str, object]) -> HttpResponse:
    with override(person.language or request.LANGUAGE_CODE):
        response = render(request, template, context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
