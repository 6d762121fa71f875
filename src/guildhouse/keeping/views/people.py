"""Pages on which those who look after the house close accounts and erase; never what people keep to themselves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from guildhouse.communities.models import Community
from guildhouse.keeping import actions, policy, queries
from guildhouse.keeping.forms import ErasureForm, FindPeopleForm, LockForm
from guildhouse.keeping.models import Erasure, Lock
from guildhouse.kit.doors import freshly_signed_in, site_admin
from guildhouse.people.doors import actor_of, person_of
from guildhouse.people.models import Person

A_PAGE = 50


class Portions(Paginator):
    """Pages of people, as many as anybody would turn: no million is counted for the number of the last one."""

    @cached_property
    def count(self) -> int:
        people: Any = self.object_list
        return int(people.order_by().values("pk")[: queries.MOST_COUNTED].count())


@site_admin
def people(request: HttpRequest) -> HttpResponse:
    """Everybody known here, found by name, whole address or state."""
    form = FindPeopleForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.find_people(asked.get("words", ""), asked.get("state", ""))
    page = Portions(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": queries.states_of(page.object_list), "asked": asked}
    return render(request, "keeping/people.html", context)


@site_admin
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """The state of one account, and what can be done about it."""
    return _shown(request, _person(public_id))


@site_admin
@freshly_signed_in
def lock(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an account, with the reason the person is told."""
    person, form = _person(public_id), LockForm(request.POST or None)
    if request.method != "POST":
        return redirect("site-person", public_id)
    if not form.is_valid():
        return _shown(request, person, lock=form, status=422)
    actions.lock(person, actor=actor_of(request), **form.cleaned_data)
    messages.success(request, _("Closed, everywhere. %(name)s is told why.") % {"name": person})
    return redirect("site-person", public_id)


@site_admin
@require_POST
def unlock(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open an account again."""
    person = _person(public_id)
    actions.unlock(person, actor=actor_of(request))
    messages.success(request, _("Open again. %(name)s is told.") % {"name": person})
    return redirect("site-person", public_id)


@site_admin
@require_POST
def end_sessions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign somebody out everywhere."""
    ended = actions.end_sessions(_person(public_id), actor=actor_of(request))
    said = ngettext("Signed out of %d browser.", "Signed out of %d browsers.", ended)
    messages.success(request, said % ended if ended else _("They were signed in nowhere."))
    return redirect("site-person", public_id)


@site_admin
@freshly_signed_in
def erase(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have somebody erased, with the reason they are told."""
    person, form = _person(public_id), ErasureForm(request.POST or None)
    if request.method != "POST":
        return redirect("site-person", public_id)
    if not form.is_valid():
        return _shown(request, person, erase=form, status=422)
    actions.ask_erasure(person, actor=actor_of(request), reason=form.cleaned_data["reason"])
    messages.success(request, _("Noted. They are told, and until then it can be taken back here."))
    return redirect("site-person", public_id)


@site_admin
@require_POST
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody stay who was to be erased."""
    actions.take_back_erasure(_person(public_id), actor=actor_of(request))
    messages.success(request, _("They stay."))
    return redirect("site-person", public_id)


@site_admin
def archived(request: HttpRequest) -> HttpResponse:
    """Communities in the archive, and which of them are to be erased."""
    seen = Community.objects.visible_to(person_of(request)).filter(state=Community.State.ARCHIVED)
    waiting = {erasure.community_id: erasure for erasure in Erasure.objects.waiting().exclude(community=None)}
    rows = [(one, waiting.get(one.pk)) for one in seen.order_by("name", "pk")]
    context = {"rows": rows, "form": ErasureForm(), "days": policy.COMMUNITY_WAITS.days}
    return render(request, "keeping/archived.html", context)


@site_admin
@freshly_signed_in
def erase_community(request: HttpRequest, slug: str) -> HttpResponse:
    """Have an archived community erased, or let it stay after all."""
    community = get_object_or_404(Community.objects.visible_to(person_of(request)), slug=slug)
    actor = actor_of(request)
    if request.method == "POST" and "keep" in request.POST:
        actions.take_back_community_erasure(community, actor=actor)
        messages.success(request, _("%(name)s stays in the archive.") % {"name": community})
    elif request.method == "POST":
        form = ErasureForm(request.POST)
        if form.is_valid():
            actions.ask_community_erasure(community, actor=actor, reason=form.cleaned_data["reason"])
            messages.success(request, _("Noted. Its members are told, and until then it can be taken back."))
        else:
            messages.warning(request, _("Say why; its members read it."))
    return redirect("site-archived")


def _person(public_id: str) -> Person:
    return get_object_or_404(Person.objects.filter(merged_into=None), public_id=public_id)


def _shown(
    request: HttpRequest,
    person: Person,
    *,
    lock: LockForm | None = None,
    erase: ErasureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, admins = actor_of(request), queries.admins()
    me = person_of(request)
    alone = queries.convenes_alone(person, seen_by=me)
    context = {
        "person": person,
        "state": queries.states_of([person])[0],
        "held": Lock.objects.in_force().filter(person=person).select_related("by").first(),
        "waiting": Erasure.objects.waiting().filter(person=person).select_related("by").first(),
        "stands": queries.stands_for(person, seen_by=me),
        "signed_in": person.sessions.count(),
        "may_lock": policy.may_lock(actor, person, admins=admins),
        "may_erase": policy.may_ask_erasure(actor, person, convenes_alone=alone, admins=admins),
        "lock_form": lock or LockForm(),
        "erase_form": erase or ErasureForm(),
        "days": policy.PERSON_WAITS.days,
    }
    return render(request, "keeping/person.html", context, status=status)
