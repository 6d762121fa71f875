"""A room whose people sit in circles, for whoever walks through the pages of the small house."""

from types import SimpleNamespace
from typing import Any

from guildhouse.circles import actions as circles
from guildhouse.circles.models import Wish
from guildhouse.history.actors import Actor
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room


def sit_in_circles(house: SimpleNamespace, room: Room, *people: Person) -> Any:
    """Two rounds that are shown and have a link, and two wishes: one by Bo in confidence, one by Ana."""
    ana, bo = Actor(house.ana), Actor(house.bo)
    for person in people:
        rooms.ask(room, actor=Actor(person))
    wish = circles.wish(room, actor=bo, one=house.bo, other=house.eve, kind=Wish.Kind.APART)
    circles.wish(room, actor=ana, one=people[0], other=people[1], kind=Wish.Kind.TOGETHER)
    arrangement = circles.form(room, rounds=2, actor=ana, seed=1)
    circles.set_links(room, actor=ana, links={1: "https://meet.example.org/the-first-circle"})
    circles.show(room, actor=ana)
    return SimpleNamespace(room=room, wish=wish, arrangement=arrangement)
