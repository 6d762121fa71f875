"""The demo house shows what the house can do."""

from datetime import timedelta

import pytest

from guildhouse.circles.models import Arrangement, Round
from guildhouse.keeping.demo import circles, soon
from guildhouse.kit import clock
from guildhouse.testing.small_house import account, community, open_house

pytestmark = pytest.mark.django_db


def test_nine_sit_in_circles_that_are_shown_in_a_room_of_somebody_one_can_be() -> None:
    open_house()
    jonas, noor, tomas = (account(name) for name in ("Jonas", "Noor", "Tomas"))
    members = [account(f"M{number}") for number in range(9)]
    guild, now = community(jonas, "Guild", noor, tomas, *members), clock.now()
    with clock.at(now + timedelta(days=30)):
        soon._triads(guild, {"jonas": jonas, "noor": noor, "tomas": tomas}, members, clock.now())
        circles.sit(clock.now())
    sits = Arrangement.objects.get()
    assert sits.shown_at is not None
    assert sits.room.created_by == jonas
    assert [one.circles.count() for one in Round.objects.filter(room=sits.room).order_by("number")] == [3] * 3
