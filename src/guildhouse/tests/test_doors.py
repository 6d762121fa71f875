"""Every address of the house stands behind a declared door, and every action can be reached through one."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parent.parent
DOORS = {"public", "signed in", "site admin"}
# django-allauth decides for its own pages; what each is for, by its name.
ACCOUNT_PAGES = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_confirm_login_code",
    "account_request_login_code",
}


def addresses(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern


ALL = list(addresses())


@pytest.mark.parametrize(("address", "pattern"), ALL, ids=[address for address, _pattern in ALL])
def test_every_address_declares_its_door(address, pattern):
    if address.startswith("account/"):
        assert pattern.name in ACCOUNT_PAGES
        return
    assert getattr(pattern.callback, "door", None) in DOORS


def test_every_address_has_a_name_of_its_own():
    names = [pattern.name for _address, pattern in ALL]
    assert None not in names
    assert len(names) == len(set(names))


def test_every_action_has_a_door():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.py")
        if "tests" not in path.parts and "actions" not in path.parts and path.name != "actions.py"
    )
    apps = ("people", "communities", "rooms")
    assert [
        f"{app}.{name}" for app in apps for name in acts_of(app) if not re.search(rf"\.{name}\b", source)
    ] == []


def acts_of(app):
    folder = ROOT / app
    files = [*folder.glob("actions/*.py"), *folder.glob("actions.py")]
    for path in files:
        functions = [
            node
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        ]
        yield from (function.name for function in functions if is_act(function))


def is_act(function):
    decorators = {getattr(decorator, "id", "") for decorator in function.decorator_list}
    return "act" in decorators and not function.name.startswith("_")
