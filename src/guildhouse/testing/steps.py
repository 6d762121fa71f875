"""What people do in a browser: writing into forms, pressing buttons, reading their letters."""

import re
import threading
from typing import Any

from guildhouse import worker
from guildhouse.notices.models import Letter
from guildhouse.testing.small_house import SECRET


def write(page: Any, **fields: str) -> None:
    """Fill fields of the page's forms by their names; a choice is chosen by its value."""
    for name, text in fields.items():
        field = page.locator(f"main [name='{name}']:not([type=hidden])").first
        if field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def press(page: Any, button: str) -> None:
    """Press the button with these words, and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()


def follow(page: Any, link: str) -> None:
    """Follow the link with these words, and wait for its page."""
    with page.expect_navigation():
        page.get_by_role("link", name=link).first.click()


def agree(page: Any) -> None:
    """Say yes in the dialog that asks whether one is sure, and wait for what comes."""
    with page.expect_navigation():
        page.locator("dialog button").first.click()


def said(page: Any) -> str:
    """What the house says about what one just did."""
    return str(page.locator(".messages").inner_text())


def seen(page: Any) -> str:
    """All that can be read on the page itself."""
    return str(page.locator("main").inner_text())


def sign_up(page: Any, name: str) -> None:
    """From the page that asks for an account, through the letter with the code, to where one wanted to be."""
    email = f"{name.lower()}@example.org"
    write(page, name=name, email=email, password1=SECRET)
    press(page, "Make my account")
    write(page, code=code_for(email))
    press(page, "Go on")


def sign_in(page: Any, name: str) -> None:
    """Through the page that asks for address and password."""
    write(page, login=f"{name.lower()}@example.org", password=SECRET)
    press(page, "Sign in")


def code_for(email: str) -> str:
    """The code in the newest letter to this address."""
    found = re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", Letter.objects.filter(to=email).latest("pk").text)
    assert found, f"no code in the letter to {email}"
    return found[1]


def work() -> None:
    """Let the worker do all that waits, in this moment."""
    worker.run(threading.Event(), once=True)


def letters(name: str) -> list[str]:
    """The kinds of letter somebody got, oldest first, after the worker has been at work."""
    work()
    found = Letter.objects.filter(to=f"{name.lower()}@example.org").order_by("pk")
    return list(found.values_list("kind", flat=True))


def address(thing: Any, part: str = "") -> str:
    """Where the page of a room or a series is, or a part of it."""
    kind = "series" if thing._meta.model_name == "series" else "rooms"
    return f"/c/{thing.community.slug}/{kind}/{thing.public_id}/{part}"
