"""Pages for those who keep the house: opening it, looking round as somebody in a demo, its figures and rules."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from guildhouse.communities.shell import forget_site, site
from guildhouse.history.actors import Actor
from guildhouse.keeping import actions, queries
from guildhouse.keeping.demo.people import LEADS
from guildhouse.keeping.forms import SetUpForm, SiteForm
from guildhouse.kit.doors import freshly_signed_in, public, site_admin
from guildhouse.kit.local import is_from_this_machine
from guildhouse.notices.held import held_letters
from guildhouse.people.doors import actor_of
from guildhouse.people.factors import has_second_factor, keepers_without_factor
from guildhouse.people.models import Person, Site

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@public
def set_up(request: HttpRequest) -> HttpResponse:
    """The first page of an empty house; it does not exist once somebody is here, or from another machine."""
    if Person.objects.exists() or not is_from_this_machine(request):
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.set_up(**form.cleaned_data, actor=Actor(None, "set-up"))
        forget_site()
        login(request, person, backend=BACKEND)
        messages.success(
            request, _("The house is open. Call a community into being, or bring in one that exists.")
        )
        return redirect("house")
    return render(request, "keeping/set_up.html", {"form": form})


@public
def demo_guests(request: HttpRequest) -> HttpResponse:
    """Whom one can be in the demo house."""
    _demo_only(request)
    guests = {
        person.email: person for person in Person.objects.filter(email__in=[one.email for one in LEADS])
    }
    rows = [(guests[one.email], one.sign_in_as) for one in LEADS if one.email in guests]
    return render(request, "keeping/demo.html", {"guests": rows})


@public
@require_POST
def demo_sign_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Come in as somebody of the demo house, without a password."""
    _demo_only(request)
    emails = [one.email for one in LEADS]
    person = get_object_or_404(Person, public_id=public_id, email__in=emails)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, "demo")
    return redirect("today")


def _demo_only(request: HttpRequest) -> None:
    # Four locks, each enough alone: listening here, asked for here, not forwarded, and a database made as a demo.
    if not (
        is_from_this_machine(request) and site().is_demo and Site.objects.filter(pk=1, is_demo=True).exists()
    ):
        raise Http404


@site_admin
def site_page(request: HttpRequest) -> HttpResponse:
    """How the house is, and what holds in all of it."""
    house, keeper = Site.objects.first() or Site(pk=1), get_object_or_404(Person, pk=request.user.pk)
    form = SiteForm(request.POST or None, instance=house)
    if request.method == "POST" and form.is_valid():
        actions.change_site(actor=actor_of(request), **form.cleaned_data)
        forget_site()
        messages.success(request, _("Changed, for the whole house."))
        return redirect("site")
    context = {
        "form": form,
        "figures": queries.figures(),
        "held": held_letters(),
        "has_factor": has_second_factor(keeper),
        "others_without_factor": keepers_without_factor() - {keeper.pk},
    }
    return render(request, "keeping/site.html", context)


@site_admin
@require_POST
@freshly_signed_in
def release_letters(request: HttpRequest) -> HttpResponse:
    """Let letters leave a restored house again, all of them or those about what came after."""
    drop = request.POST.get("older") != "send"
    dropped = actions.release_letters(drop_older=drop, actor=actor_of(request))
    forget_site()
    said = ngettext("Letters leave again; %d was dropped.", "Letters leave again; %d were dropped.", dropped)
    messages.success(request, said % dropped if dropped else _("Letters leave again."))
    return redirect("site")
