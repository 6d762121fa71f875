"""The learning agenda."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guildhouse.communities import actions, policy, queries, sources
from guildhouse.communities.doors import inside_of
from guildhouse.communities.forms import LearnedForm, QuestionForm, WorkOnForm
from guildhouse.communities.models import Community, Question
from guildhouse.communities.views.frame import show
from guildhouse.kit.doors import public, signed_in
from guildhouse.people.doors import actor_of


@public
@require_GET
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community wants to find out, works on, and has learned."""
    return _agenda(request, slug, None)


def _agenda(request: HttpRequest, slug: str, form: QuestionForm | None) -> HttpResponse:
    community, standing = inside_of(request, slug)
    questions = queries.agenda(community)
    return show(
        request,
        "agenda.html",
        community,
        standing,
        status=422 if form else 200,
        working=questions[Question.State.WORKING],
        waiting=questions[Question.State.OPEN],
        learned=questions[Question.State.LEARNED],
        may_ask=policy.may_take_part(standing, community),
        form=form or QuestionForm(),
    )


@signed_in
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a question on the agenda."""
    community, _standing = inside_of(request, slug)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _agenda(request, slug, form)
    actions.ask_question(community, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("Your question is on the agenda. Whoever works on it says so there."))
    return redirect("community-agenda", slug)


@public
@require_GET
def question(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One question: who works on it, what was learned."""
    return _question(request, slug, public_id, {})


def _question(request: HttpRequest, slug: str, public_id: str, forms: dict) -> HttpResponse:
    community, standing = inside_of(request, slug)
    one = _find(community, public_id)
    return show(
        request,
        "question.html",
        community,
        standing,
        status=422 if forms else 200,
        question=one,
        sources=sources.of(one, standing.person),
        may_answer=policy.may_answer_question(standing, community, one),
        work_form=forms.get("work") or WorkOnForm(initial={"working_on": one.working_on}),
        learned_form=forms.get("learned") or LearnedForm(initial={"learned": one.learned}),
    )


@signed_in
@require_POST
def work(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say who works on it."""
    community, _standing = inside_of(request, slug)
    form = WorkOnForm(request.POST)
    if not form.is_valid():
        return _question(request, slug, public_id, {"work": form})
    actions.work_on(_find(community, public_id), actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("It says now who works on this. Write here what you learn."))
    return redirect("community-question", slug, public_id)


@signed_in
@require_POST
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write down what was learned."""
    community, _standing = inside_of(request, slug)
    form = LearnedForm(request.POST)
    if not form.is_valid():
        return _question(request, slug, public_id, {"learned": form})
    actions.learned(_find(community, public_id), actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("What was learned is written down, for everybody who asks this next."))
    return redirect("community-question", slug, public_id)


@signed_in
@require_POST
def reopening(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Open the question again."""
    community, _standing = inside_of(request, slug)
    actions.reopen(_find(community, public_id), actor=actor_of(request))
    messages.info(request, _("The question is open again; what was learned stays beside it."))
    return redirect("community-question", slug, public_id)


def _find(community: Community, public_id: str) -> Question:
    one = queries.question_of(community, public_id)
    if one is None:
        raise Http404
    return one
