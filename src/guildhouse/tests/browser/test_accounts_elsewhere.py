"""Coming in by an account elsewhere in a real browser, whose rules about forms and other hosts are strict."""

from pathlib import Path
from typing import Any

import pytest

from guildhouse.people.models import Person
from guildhouse.testing import axe
from guildhouse.testing.provider import provider
from guildhouse.testing.small_house import open_house
from guildhouse.testing.steps import code_for, press, seen, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_new_comes_in_by_an_account_elsewhere(
    transactional_db: None, browser: Any, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    open_house()
    back = f"{live_server.url}/account/elsewhere/work/back/"
    with provider(tmp_path, back) as there, browser.new_context(base_url=live_server.url) as window:
        settings.SOCIALACCOUNT_PROVIDERS = there.settings()
        page = window.new_page()
        page.goto(f"{there.url}/be/cy/")
        page.goto("/account/login/?next=/me/places/")
        assert axe.look_all_ways(page) == []
        page.get_by_role("button", name="Go on with Work").click()
        page.wait_for_url("**/account/elsewhere/signup/")
        assert axe.look_all_ways(page) == []
        write(page, name="Cy")
        press(page, "Make my account")
        write(page, code=code_for("cy@example.org"))
        press(page, "Go on")
        page.wait_for_url("**/me/places/")
        page.goto("/account/security/")
        assert "connected as" in seen(page)
        assert axe.look_all_ways(page) == []
    assert Person.objects.get(email="cy@example.org").name == "Cy"
