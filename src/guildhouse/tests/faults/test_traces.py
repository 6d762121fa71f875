"""`check-invariants` finds what a fault could leave behind, and nothing where there was none."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from guildhouse.history.models import Delivery, Fact, Version
from guildhouse.keeping import invariants
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.rooms.tests.test_races_http import open_now
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def a_letter(**fields: object) -> None:
    at = clock.now()
    told = {"to": "a@example.org", "kind": "x", "message_id": "<x@y>", "subject": "x", "language": "en"}
    Letter.objects.create(**told, not_before=at, created_at=at, **fields)


TRACES: list[tuple[Callable[[], object], str]] = [
    (
        lambda: Delivery.objects.update(leased_until=clock.now() + DAY),
        "is leased for hours: no worker will claim",
    ),
    (lambda: Delivery.objects.all().delete(), "is not told to mail"),
    (lambda: Version.objects.update(number=0), "is at version 0"),
    (lambda: a_letter(state="sending", leased_until=clock.now() + DAY), "no worker will send it"),
    (lambda: a_letter(state="sending"), "is being sent by nobody"),
    (lambda: a_letter(state="queued", leased_until=clock.now()), "is leased and not being sent"),
]


@pytest.mark.parametrize(("leave", "words"), TRACES, ids=lambda one: one if isinstance(one, str) else "")
def test_a_trace_is_found(cast: Cast, leave: Callable[[], object], words: str) -> None:
    open_now(cast)
    assert Fact.objects.filter(happened_at__gte=clock.now() - DAY).exists()
    assert list(invariants.violations()) == []
    leave()
    assert any(words in found for found in invariants.violations())
