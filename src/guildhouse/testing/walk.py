"""Every page of the house: its addresses with the things of the small house filled in, and who gets to see each."""

import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guildhouse.notices.links import arrived_path, stop_url
from guildhouse.people.models import ClaimInvitation
from guildhouse.testing.fresh import fresh_login

# What one sees only in the middle of something, or before anybody is here: other tests go there.
ON_THE_WAY = {
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_email_verification_sent",
    "account_reauthenticate",
    "account_set_password",
    "answer-address-change",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "reauthenticate-by-code",
    "socialaccount_connections",
    "socialaccount_signup",
    "claim",
    "demo",
    "demo-sign-in",
    "set-up",
}
# Pages that are another thing in another state; of all others one example does.
IN_MANY_STATES = {
    "community",
    "community-call",
    "community-charter",
    "community-duty",
    "community-founding",
    "community-joining",
    "community-people",
    "community-requests",
    "community-rooms",
    "import",
    "room",
    "room-harvest",
    "room-host",
    "room-live",
    "room-reflection",
    "room-seat",
    "room-thanks",
}


def names() -> Iterator[str]:
    """The name of every address of the house, in the order of the URLconf."""
    for _address, pattern in _patterns():
        yield str(pattern.name)


class Visit(NamedTuple):
    """One page as one person sees it: whose (an attribute of the house, "" signed out), where, and which."""

    who: str
    path: str
    name: str


def visits(house: SimpleNamespace, everybody: Mapping[str, tuple[str, ...]]) -> list[Visit]:
    """What answers with a page to each of these people, but for pages built of nothing that was not seen before.

    With each person stands how the names of the pages begin that are worth a look as them. Who sees most should
    come first: the others then add what only they see.
    """
    if not hasattr(house, "kept_as"):
        return _looked_for(house, everybody)
    key = repr(sorted(everybody.items())), house.kept_as
    if key not in _visits:
        _visits.clear()
        _visits[key] = _looked_for(house, everybody)
    return _visits[key]


# The same house shows the same pages: not every test need look for them.
_visits: dict[tuple[str, Any], list[Visit]] = {}


def _looked_for(house: SimpleNamespace, everybody: Mapping[str, tuple[str, ...]]) -> list[Visit]:
    seen: dict[str, set[str]] = {}
    found = []
    for who, worth in everybody.items():
        client = Client()
        if who:
            fresh_login(client, getattr(house, who))
        for name, path in paths(house):
            if not name.startswith(worth):
                continue
            answer = client.get(path, HTTP_HOST="localhost")
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            new = _elements(answer.content.decode()) - seen.setdefault(name, set())
            if new:
                seen[name] |= new
                found.append(Visit(who, path, name))
    return found


def _elements(page: str) -> set[str]:
    """The kinds of element the page itself is built of: tags with their types and classes."""
    main = page.partition("<main")[2].partition("</main>")[0] or page
    return set(re.findall(r"<(\w+(?: type=\"\w+\")?(?: class=\"[^\"]+\")?)", main))


def takes_no_get(house: SimpleNamespace) -> set[str]:
    """The names of addresses that are only sent to."""
    client = Client()
    fresh_login(client, house.root)
    return {name for name, path in paths(house) if client.get(path, HTTP_HOST="localhost").status_code == 405}


def paths(house: SimpleNamespace) -> Iterator[tuple[str, str]]:
    """The name and the path of every address, with the things of the house in place of what stands open in it."""
    things = _things(house)
    for address, pattern in _patterns():
        if pattern.name in ON_THE_WAY:
            continue
        prefix = max((one for one in things if address.startswith(one)), key=len)
        many = pattern.name in IN_MANY_STATES
        for arguments in things[prefix] if many else things[prefix][:1]:
            yield str(pattern.name), reverse(str(pattern.name), kwargs=arguments)


def _patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def _things(house: SimpleNamespace) -> dict[str, list[dict[str, Any]]]:
    """What stands for the placeholders of the addresses that begin so."""
    slugs = [{"slug": one.slug} for one in (house.weavers, house.dyers, house.call)]
    rooms = (house.deciding, house.open, house.full, house.draft, house.gone, house.held)
    inside = {
        "rooms/<str:public_id>/": rooms,
        "rooms/<str:public_id>/circles/": [house.circled],
        "rooms/<str:public_id>/live/": [house.running, house.held],
        "rooms/<str:public_id>/cases/": [house.held],
        "cards/<str:public_id>/": [house.card],
        "thanks/<str:public_id>/": [house.thanks],
        "series/<str:public_id>/": [house.series],
        "formats/<str:public_id>/": [house.own_format],
        "people/<str:public_id>/": [house.bo],
        "offices/<str:public_id>/": [house.office],
        "agenda/<str:public_id>/": [house.question],
        "duties/held/<str:public_id>/": [house.duty],
        "duties/held/<str:public_id>/answer/": [house.asked_duty],
        "conduct/reports/<str:public_id>/": [house.report],
        "conduct/blocks/<str:public_id>/": [house.block],
        "rhythm/pauses/<str:public_id>/": [house.weavers.pauses.get()],
        "invitations/<str:public_id>/": [house.weavers.invitations.get()],
    }
    things: dict[str, list[dict[str, Any]]] = {"": [{}], "c/<slug:slug>/": slugs}
    for part, found in inside.items():
        things[f"c/<slug:slug>/{part}"] = [
            {"slug": house.weavers.slug, "public_id": one.public_id} for one in found
        ]
    one = {**things["c/<slug:slug>/rooms/<str:public_id>/cases/"][0], "case": house.case.public_id}
    things["c/<slug:slug>/rooms/<str:public_id>/cases/<str:case>/"] = [one]
    things["me/cases/<str:case>/"] = [{"case": house.case.public_id}]
    asking = {"slug": house.dyers.slug, "public_id": house.asking.public_id}
    return things | {
        "c/<slug:slug>/requests/<str:public_id>/": [asking],
        "c/<slug:slug>/charter/<int:number>/": [{"slug": house.weavers.slug, "number": 2}],
        "formats/<slug:key>/": [{"key": "troika"}],
        "c/<slug:slug>/duties/<slug:kind>/": [
            {"slug": house.weavers.slug, "kind": kind} for kind in ("reporter", "agenda")
        ],
        "c/<slug:slug>/formats/<str:public_id>/editions/<int:number>/": [
            {"slug": house.weavers.slug, "public_id": house.own_format.public_id, "number": 1}
        ],
        "people/<str:public_id>/": [{"public_id": house.bo.public_id}],
        "people/<str:public_id>/claim-invitation/": [{"public_id": house.place.public_id}],
        "certificates/<str:public_id>/": [{"public_id": house.certificate.public_id}],
        "i/<str:token>/": [{"token": house.token}],
        "calendar/<str:token>.ics": [{"token": house.calendar}],
        "claim/<str:token>/": [{"token": ClaimInvitation.objects.get().token_hash}],
        "appeals/<str:public_id>/": [{"public_id": house.block.public_id}],
        "site/conduct/reports/<str:public_id>/": [{"public_id": house.site_report.public_id}],
        "site/conduct/appeals/<str:public_id>/": [{"public_id": house.block.public_id}],
        "letters/stop/<str:token>/": [{"token": stop_url(house.bo, "rooms").split("/")[-2]}],
        "letters/arrived/<str:token>/": [{"token": arrived_path(house.bo).split("/")[-2]}],
        "site/people/<str:public_id>/": [{"public_id": house.bo.public_id}],
        "site/archived/<slug:slug>/": [{"slug": house.dyers.slug}],
        "mail/<int:pk>/": [{"pk": house.letter.pk}],
        "imports/": [{}],
        "imports/<str:public_id>/": [{"public_id": one.public_id} for one in house.imports],
        "account/": [{}],
        "account/sessions/<str:public_id>/": [{"public_id": house.bo.public_id}],
        "account/elsewhere/<int:pk>/": [{"pk": 1}],
    }
