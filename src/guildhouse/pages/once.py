"""The same form sent twice is done once and answered alike, however the first answer got lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from guildhouse.history import answering
from guildhouse.history.models import Answer
from guildhouse.kit import tokens
from guildhouse.pages import errors
from guildhouse.people.doors import person_of

Next = Callable[[HttpRequest], HttpResponse]

LONGEST_KEY = 200
# Each page gets a token of its own: 64 signs, of which half only hide the other half.
TOKEN, TOKEN_LENGTH = "csrfmiddlewaretoken", 64


class Asked(NamedTuple):
    """What makes a request the same as another: whose it is, its key, and what it holds."""

    person: int
    key: str
    content: str
    # Named by whoever sent it (Idempotency-Key); else the page itself is the key.
    is_named: bool


class Once:
    """Answer a request again as it was answered, without doing anything; else keep act and answer together.

    Sent by a page, the same form counts as sent again only until its person does something else.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = _asked(request) if request.method == "POST" else None
        if asked is None:
            return self.get_response(request)
        return _known(request, asked) or self._answer(request, asked)

    def _answer(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        with _nothing_said_in_vain(request), answering.one_answer() as act:
            response = self.get_response(request)
            # Nothing done: refused, perhaps because the same request was being done at this very moment.
            known = None if act.happened or response.status_code == 200 else _known(request, asked)
            return known or _end(request, asked, act, response)


@contextmanager
def _nothing_said_in_vain(request: HttpRequest) -> Iterator[None]:
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            _unsay(request)


def _end(request: HttpRequest, asked: Asked, act: answering.OpenAct, response: HttpResponse) -> HttpResponse:
    if response.status_code >= 500:
        act.roll_back(RuntimeError("the page broke after its act"))
        _unsay(request)
    try:
        if act.happened and response.status_code in (302, 303):
            location = response.headers["Location"]
            answering.keep_answer(asked.key, asked.person, asked.content, location, _said(request))
        act.commit()
    except IntegrityError as error:
        # Two of the same at once: the other one was first.
        act.roll_back(error)
        if (known := _known(request, asked)) is None:
            raise
        return known
    return response


def _asked(request: HttpRequest) -> Asked | None:
    named = request.headers.get("Idempotency-Key", "")[:LONGEST_KEY]
    page = request.POST.get(TOKEN, "")
    if not (named or (len(page) == TOKEN_LENGTH and not request.FILES)):
        return None
    person = person_of(request)
    if person is None:
        return None
    sent = sorted((name, values) for name, values in request.POST.lists() if name != TOKEN)
    content = _digest(request.path, sent)
    key = _digest(person.pk, named) if named else _digest(person.pk, page, content)
    return Asked(person.pk, key, content, bool(named))


def _digest(*parts: Any) -> str:
    # Under the site's key: a plain digest of a few words in an old backup would tell whoever guesses them.
    return tokens.keyed(f"pages.once:{parts!r}").hex()


def _known(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    answer = answering.answered(asked.key)
    if answer is None:
        return None
    if asked.is_named and answer.content != asked.content:
        return errors.refused(
            request, _("This key was used for something else. Send the request with a new key."), 422
        )
    if not asked.is_named and answering.did_something_since(answer):
        answer.delete()
        return None
    return _again(request, answer)


def _again(request: HttpRequest, answer: Answer) -> HttpResponse:
    _unsay(request)
    for level, words, tags in answer.said:
        request._messages.add(level, words, tags)  # type: ignore[attr-defined]
    return HttpResponseRedirect(answer.location)


def _said(request: HttpRequest) -> list[list[object]]:
    # What this request itself says; messages of earlier ones are not part of its answer.
    said = request._messages._queued_messages  # type: ignore[attr-defined]
    return [[one.level, str(one.message), one.extra_tags] for one in said]


def _unsay(request: HttpRequest) -> None:
    request._messages._queued_messages.clear()  # type: ignore[attr-defined]
