"""Which letters I get, and when; and what to do when they do not arrive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.communities.models import Community
from guildhouse.kit.doors import signed_in
from guildhouse.notices import actions, trial, wanting
from guildhouse.notices.forms import WishesForm
from guildhouse.notices.groups import ALWAYS, CHOSEN, EXPLAINED
from guildhouse.notices.models import CommunityMute, Failure, Wishes
from guildhouse.people.doors import actor_of
from guildhouse.people.models import Person


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Which letters I get, and when."""
    person = get_object_or_404(Person, pk=request.user.pk)
    form = _form(request, person)
    if request.method == "POST" and form.is_valid():
        actions.choose(
            person,
            choices=form.chosen(),
            muted=form.cleaned_data.get("muted"),
            rhythm=form.timing(),
            actor=actor_of(request),
        )
        messages.success(request, _("Letters come like this from now on."))
        return redirect("my-mail")
    context = {
        "form": form,
        "me": person,
        "always": [(group.label, EXPLAINED[group]) for group in ALWAYS],
        "failure": Failure.objects.filter(person=person).exclude(suspended_at=None).first(),
    }
    return render(request, "notices/mine.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, person: Person) -> WishesForm:
    wanted = wanting.wanted_by([person.pk])
    belonging = Community.objects.filter(pk__in=person.memberships.living().values("community"))
    return WishesForm(
        request.POST or None,
        instance=Wishes.objects.filter(person=person).first() or Wishes(person=person),
        chosen={group: wanted.choice(person.pk, group, None) for group in CHOSEN},
        communities=belonging.order_by("name", "pk"),
        muted=list(CommunityMute.objects.filter(person=person).values_list("community", flat=True)),
    )


@signed_in
@require_POST
def trial_letter(request: HttpRequest) -> HttpResponse:
    """Send one letter to the address that took none, to see whether it does now."""
    person = get_object_or_404(Person, pk=request.user.pk)
    trial.send(person)
    messages.success(
        request,
        _("A letter to %(address)s is on its way. Press the button in it when it arrives.")
        % {"address": person.email},
    )
    return redirect("my-mail")
