"""Every address of the house stands behind a declared door, and every action can be reached through one."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parent.parent
DOORS = {"public", "signed in", "site admin"}


def addresses(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern


ALL = list(addresses())


@pytest.mark.parametrize(("address", "pattern"), ALL, ids=[address for address, _pattern in ALL])
def test_every_address_declares_its_door(address, pattern):
    assert getattr(pattern.callback, "door", None) in DOORS


# What cannot be taken back: whoever has not signed in within five minutes shows once more that it is them.
ASKED_AGAIN = {
    "account_email",
    "account_set_password",
    "disconnect-provider",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "my-copy",
    "my-erasure",
    "site-erase",
    "site-erase-community",
    "site-letters",
    "site-lock",
}


def test_what_cannot_be_taken_back_asks_once_more_who_it_is():
    asked = {pattern.name for _address, pattern in ALL if getattr(pattern.callback, "fresh", False)}
    assert asked >= ASKED_AGAIN


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
