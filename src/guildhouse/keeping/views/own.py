"""What a person does with what is kept about them: read what that is, take a copy, be erased."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.keeping import actions, policy, queries, retention
from guildhouse.keeping.forms import OwnErasureForm
from guildhouse.keeping.models import Erasure
from guildhouse.keeping.personal import export
from guildhouse.keeping.personal.links import LEFT_OUT, PLAIN_LEFT_OUT
from guildhouse.kit import clock
from guildhouse.kit.doors import freshly_signed_in, public, signed_in
from guildhouse.people.doors import actor_of
from guildhouse.people.models import Person


@public
def what_is_kept(request: HttpRequest) -> HttpResponse:
    """What this house keeps, how long, and why."""
    return render(request, "keeping/what_is_kept.html", {"rows": retention.rows()})


@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept about me, explained, and the ways to take it along or to go."""
    context = {
        "left_out": [*LEFT_OUT.values(), PLAIN_LEFT_OUT["history.fact.subject_id"]],
        "waiting": Erasure.objects.waiting().filter(person=request.user.pk).first(),
    }
    return render(request, "keeping/my_data.html", context)


@freshly_signed_in
def my_copy(request: HttpRequest) -> HttpResponse:
    """The copy itself: one ZIP, or the JSON alone."""
    me, at = get_object_or_404(Person, pk=request.user.pk), clock.now()
    if request.GET.get("as") == "json":
        response = HttpResponse(export.as_json(export.copy_of(me, at=at)), content_type="application/json")
        name = f"{export.NAME}.json"
    else:
        response = HttpResponse(export.as_archive(me, at=at), content_type="application/zip")
        name = f"{export.NAME}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@freshly_signed_in
def my_erasure(request: HttpRequest) -> HttpResponse:
    """What happens when I am erased, and the button; or until when it can be taken back."""
    me, actor = get_object_or_404(Person, pk=request.user.pk), actor_of(request)
    waiting = Erasure.objects.waiting().filter(person=me).first()
    form = OwnErasureForm(request.POST or None)
    if request.method == "POST" and waiting is None and form.is_valid():
        actions.ask_erasure(me, actor=actor)
        messages.success(
            request, _("Noted. Until then everything is as it was, and you can take it back here.")
        )
        return redirect("my-erasure")
    alone, admins = queries.convenes_alone(me, seen_by=me), queries.admins()
    context = {
        "form": form,
        "waiting": waiting,
        "by_me": waiting is not None and waiting.by_id in (me.pk, None),
        "days": policy.PERSON_WAITS.days,
        "verdict": policy.may_ask_erasure(actor, me, convenes_alone=alone, admins=admins),
    }
    return render(request, "keeping/my_erasure.html", context)


@signed_in
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Take my erasure back."""
    me = get_object_or_404(Person, pk=request.user.pk)
    actions.take_back_erasure(me, actor=actor_of(request))
    messages.success(request, _("You stay. Everything is as it was."))
    return redirect("my-data")
