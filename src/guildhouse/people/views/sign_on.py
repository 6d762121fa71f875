"""The way to a provider and back, and letting go of one."""

import structlog
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.internal.flows.connect import disconnect, validate_disconnect
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from requests import RequestException

from guildhouse.kit.fresh import is_fresh
from guildhouse.people.doors import person_of
from guildhouse.people.provider import HouseConnection

log = structlog.get_logger()


@require_POST
def leave_for_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go on to the provider, by a page of ours: our forms lead nowhere else."""
    if request.user.is_authenticated and not is_fresh(request):
        raise ReauthenticationRequired
    answer = _through(OAuth2LoginView, request, provider_id)
    if answer.status_code != 302:
        return answer
    return render(request, "socialaccount/leaving.html", {"there": answer.headers["Location"]})


def back_from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Somebody comes back from a provider."""
    return _through(OAuth2CallbackView, request, provider_id)


@require_POST
def disconnect_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go of an account elsewhere."""
    account = get_object_or_404(SocialAccount, pk=pk, user=person_of(request))
    try:
        validate_disconnect(request, account)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        disconnect(request, account)
        messages.success(request, _("That account no longer leads in here."))
    return redirect("security")


def _through(view: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(HouseConnection(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, RequestException, KeyError, TypeError) as error:
        # Out of reach, or what it says of itself is not what OpenID Connect asks for.
        log.warning("a provider did not answer as it should", provider=provider_id, error=repr(error))
        return render(request, "socialaccount/authentication_error.html", status=502)
    return answer
