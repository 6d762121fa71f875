"""Looking through what I wrote for what gives somebody away, and a lesson that leaves without the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guildhouse.cases import actions, checking, neutral, policy, queries
from guildhouse.cases.forms import LessonForm
from guildhouse.cases.models import Case
from guildhouse.cases.views.loading import Cases, own_case_of
from guildhouse.kit.doors import signed_in
from guildhouse.people.doors import actor_of


@signed_in
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What was found in my case, and neutral words for it; what I accept is put in."""
    seen, case = own_case_of(request, slug, public_id)
    words = queries.words_of(case)
    if words is None:
        return redirect("room-case-mine", slug, public_id)
    if request.method != "POST":
        return _checked(request, seen, case, checking.suggestions(words))
    accepted = None if request.POST.get("all") == "yes" else set(request.POST.getlist("accept"))
    found = checking.suggestions(words)
    many = sum(one.times for one in found if accepted is None or one.text in accepted)
    if many:
        better = checking.with_neutral_words(words, accepted)
        actions.change_words(seen.room, actor=actor_of(request), words=better, follows=case.edition)
        done = ngettext("Neutral words in %(num)s place.", "Neutral words in %(num)s places.", many)
        messages.success(request, done % {"num": many})
    return redirect("room-case-check", slug, public_id)


def _checked(request: HttpRequest, seen: Cases, case: Case, found: list[neutral.Suggestion]) -> HttpResponse:
    context = {"room": seen.room, "community": seen.room.community, "case": case, "found": found}
    return render(request, "cases/check.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def lesson(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A lesson that leaves without the case, looked through once more before it does."""
    seen, case = own_case_of(request, slug, public_id)
    form = LessonForm(request.POST or None)
    found: list[neutral.Suggestion] = []
    if form.is_valid():
        # On one line, as it will be kept; two browsers never send the ends of lines alike.
        words, seen_before = (" ".join(form.cleaned_data[name].split()) for name in ("words", "seen"))
        if request.POST.get("neutral") == "yes":
            words = neutral.replace(words)
        elif words and words == seen_before and "take" in request.POST:
            return _taken(request, seen, form, words)
        found = neutral.suggestions(words)
        form = LessonForm({"words": words, "seen": words})
        if not words:
            form.add_error("words", policy.may_word_lesson(words).why)
    return _lesson(request, seen, case, form, found)


def _taken(request: HttpRequest, seen: Cases, form: LessonForm, words: str) -> HttpResponse:
    actions.take_lesson(seen.room, actor=actor_of(request), words=words)
    messages.success(
        request, _("The lesson has left, without the case. It stands among what the room leaves.")
    )
    return redirect("room-case-mine", seen.room.community.slug, seen.room.public_id)


def _lesson(
    request: HttpRequest, seen: Cases, case: Case, form: LessonForm, found: list[neutral.Suggestion]
) -> HttpResponse:
    room = seen.room
    context = {
        "room": room,
        "community": room.community,
        "case": case,
        "form": form,
        "found": found,
        "is_looked_through": form.is_bound and not form.errors,
        "verdict": policy.may_take_lesson(case, seen.before, room, at=seen.sight.at),
    }
    return render(request, "cases/lesson.html", context, status=422 if form.errors else 200)
