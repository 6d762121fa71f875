"""Bringing a landscape in through the browser: upload, look, answer, write, see what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guildhouse.imports import actions, presenting, queries, reports
from guildhouse.imports.forms import AnswersForm, UploadForm
from guildhouse.imports.models import ImportRun
from guildhouse.kit.doors import site_admin
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of

State = ImportRun.State


@site_admin
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Every file that was brought here, and a way to bring another."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["file"]
        source = form.cleaned_data["source"]
        try:
            run = actions.upload(content, file_name=name, source=source, actor=actor_of(request))
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("import", run.public_id)
    context = {"form": form, "runs": queries.runs()}
    return render(request, "imports/imports.html", context, status=422 if form.errors else 200)


@site_admin
@require_GET
def one_import(request: HttpRequest, public_id: str) -> HttpResponse:
    """One file: what it would make, how far it is, or what came of it."""
    run = _run(public_id)
    if run.state in ImportRun.UNDER_WAY:
        return render(request, "imports/under_way.html", {"run": run})
    return _look(request, run)


def _look(request: HttpRequest, run: ImportRun, form: AnswersForm | None = None) -> HttpResponse:
    plan = queries.plan_of(run)
    context = {
        "run": run,
        "plan": plan,
        "form": form or AnswersForm(questions=plan.questions),
        "would": presenting.would(plan),
        "communities": presenting.communities(plan),
        "tables": presenting.tables(plan),
        "answered": presenting.answered(run, plan),
        "came_of_it": presenting.came_of(run) if run.state == State.DONE else None,
    }
    return render(request, "imports/look.html", context, status=422 if form else 200)


@site_admin
@require_POST
def answers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep answers, and bring the file in when that was pressed."""
    run, actor = _run(public_id), actor_of(request)
    form = AnswersForm(request.POST, questions=queries.plan_of(run).questions)
    if not form.is_valid():
        return _look(request, run, form)
    given = form.answers()
    if taken_back := request.POST.get("take_back"):
        given[taken_back] = ("", "")
    run = actions.answer(run, given, actor=actor)
    if any(question.answer_refused for question in queries.plan_of(run).questions):
        messages.warning(request, _("An answer was not understood. Choose one of those that are listed."))
    elif request.POST.get("then") == "write":
        actions.ask(run, actor=actor)
        messages.success(request, _("It is being brought in. You can leave this page; nothing gets lost."))
    else:
        messages.success(request, _("Your answers are kept. Below is what the file makes with them."))
    return redirect("import", public_id)


@site_admin
@require_GET
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    """What became of every single value of the file, as text."""
    text = reports.as_text(queries.plan_of(_run(public_id)), every_value=True)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _run(public_id: str) -> ImportRun:
    return get_object_or_404(ImportRun.objects.select_related("person"), public_id=public_id)
