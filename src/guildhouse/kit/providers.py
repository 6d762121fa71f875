"""Whose accounts let people in, from the environment."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from guildhouse.kit.env import Env

HERE = {"localhost", "127.0.0.1", "::1"}


def providers(env: Env) -> dict[str, Any]:
    """What allauth has to know of the providers that `GUILDHOUSE_OIDC` names; nothing where it names none."""
    names = env.words("OIDC", [])
    apps = [_provider(env, name) for name in names]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}} if apps else {}


def _provider(env: Env, name: str) -> dict[str, Any]:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,29}", name):
        raise ImproperlyConfigured(
            f"GUILDHOUSE_OIDC names {name!r}: write small letters, digits and hyphens, as it stands in addresses."
        )
    key = "OIDC_" + name.upper().replace("-", "_")
    needed = {part: env.text(f"{key}_{part}") for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")}
    for part, value in needed.items():
        if not value:
            raise ImproperlyConfigured(f"GUILDHOUSE_{key}_{part} is missing: GUILDHOUSE_OIDC names {name!r}.")
    issuer = urlsplit(needed["ISSUER"])
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in HERE):
        raise ImproperlyConfigured(f"GUILDHOUSE_{key}_ISSUER must begin with https://.")
    return {
        "provider_id": name,
        "name": env.text(f"{key}_NAME", name),
        "client_id": needed["CLIENT_ID"],
        "secret": needed["CLIENT_SECRET"],
        "settings": {
            "server_url": needed["ISSUER"].rstrip("/"),
            "hosts": [issuer.netloc, *env.words(f"{key}_HOSTS", [])],
            "trusted": env.switch(f"{key}_TRUST_ADDRESSES", False),
        },
    }
