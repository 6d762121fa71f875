"""How the invented histories of a room act: everything twice, of which the second time changes nothing."""

from datetime import datetime
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, RoomRole, Seat


class Acting(RuleBasedStateMachine):
    """A room, its people, and what they do at a moment of the clock."""

    room: Room
    people: list[Person]
    now: datetime

    def act(self, action: Any, *arguments: Any, **said: Any) -> Any:
        """Do it twice; the second time must change nothing and answer the same."""
        with clock.at(self.now):
            try:
                first = action(*arguments, **said)
            except Refused:
                return None
            before, count = self.snapshot(), Fact.objects.count()
            try:
                second = action(*arguments, **said)
            except Refused as refused:
                second = refused
            assert self.snapshot() == before
            assert Fact.objects.count() == count
        assert self.answer(second) == self.answer(first)
        return first

    def answer(self, value: Any) -> Any:
        if isinstance(value, Seat):
            return (value.pk, value.state)
        return [self.answer(one) for one in value] if isinstance(value, list) else type(value)

    def snapshot(self) -> list[Any]:
        columns = ("person", "state", "role", "number", "line_key", "expires_at")
        seats = Seat.objects.filter(room=self.room).order_by("pk").values_list(*columns)
        room = Room.objects.filter(pk=self.room.pk).values_list("state", "held", "waiting", "next_number")
        return [*seats, *room, *RoomRole.objects.order_by("pk").values_list("held", "capacity")]

    def seats(self) -> Any:
        return Seat.objects.filter(room=self.room, state__in=Seat.HOLDING).values_list("person", "state")

    def seat_of(self, who: int) -> Seat | None:
        return Seat.objects.filter(room=self.room, person=self.people[who]).first()

    def actor(self, who: int) -> Actor:
        return Actor(self.people[who])
