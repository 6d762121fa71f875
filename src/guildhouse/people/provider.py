"""Coming in by an account somewhere else: OpenID Connect, with what allauth leaves open closed.

A nonce ties the answer to the browser that asked; the token must be signed by the provider, come from the issuer the
operator wrote down, and speak of the same account as the rest of what is fetched. Nothing is fetched from a host the
operator has not named, no redirect is followed, and an address counts as confirmed only where the operator said so.

Loaded by allauth by the name of this file; it takes the place of allauth's own "openid_connect".
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

SECONDS = 5
MOST_BYTES = 512 * 1024
NONCE = "nonce"


class HouseConnection(OpenIDConnectOAuth2Adapter):
    """What is asked of a provider, and what is believed."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description; it must be that of the issuer the operator wrote down."""
        config: dict[str, Any] = super().openid_config
        issuer = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
            raise OAuth2Error("the description names another issuer")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> Any:
        """Believe the answer of the provider only where everything in it fits together."""
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("no id_token came")
        claims = self._decode_id_token(app, raw)
        about = self._fetch_user_info(token.token)
        if not claims.get("sub") or about.get("sub") != claims["sub"]:
            raise OAuth2Error("two different accounts came")
        about["email_verified"] = about.get("email_verified") is True and bool(app.settings.get("trusted"))
        return self.get_provider().sociallogin_from_response(request, {"userinfo": about, "id_token": claims})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


class HouseProvider(OpenIDConnectProvider):
    """One provider the operator named."""

    oauth2_adapter_class = HouseConnection

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Nothing that an address adds is passed on."""
        return {}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Always the same: who it is, their name and address."""
        scope: list[str] = self.get_scope()
        return scope

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send the browser to the provider, with a nonce that has to come back in the token."""
        nonce = secrets.token_urlsafe(24)
        more = {**kwargs, "auth_params": {NONCE: nonce}, NONCE: nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, **more)
        return answer


class Fetching(requests.Session):
    """Asks only hosts the operator named: no redirects, no proxies, five seconds, half a megabyte."""

    def __init__(self, hosts: set[str]) -> None:
        super().__init__()
        self.hosts = hosts
        self.trust_env = False

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Fetch, or raise what the account pages turn into a sentence."""
        if urlsplit(str(url)).netloc not in self.hosts:
            raise requests.exceptions.InvalidURL("a host the operator has not named")
        kwargs |= {"timeout": SECONDS, "allow_redirects": False, "stream": True}
        answer = super().request(method, url, *args, **kwargs)
        if answer.is_redirect:
            raise requests.exceptions.TooManyRedirects("a redirect, where none is followed")
        answer._content = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        if len(answer._content or b"") > MOST_BYTES:
            raise requests.exceptions.ContentDecodingError("an answer that is too long")
        return answer


provider_classes = [HouseProvider]
