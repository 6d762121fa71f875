"""The house the faults happen to: a few people who come and go, and the truth about what they did."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from guildhouse.testing.faults.players import Ledger, Player
from guildhouse.testing.site import prepared

SEATS, CAPACITY = 4, 2


def set_up(data: Path, database: str = "", **environment: str) -> None:
    """Make this process one of the house's: the same data, the same settings. Before anything of Django."""
    import django

    if not database and "GUILDHOUSE_TEST_DATA" in os.environ:
        prepared(data)
    os.environ.update({"GUILDHOUSE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "guildhouse.settings"})
    os.environ.update({"GUILDHOUSE_LOG_LEVEL": "ERROR", **environment})
    if database:
        os.environ["GUILDHOUSE_DATABASE"] = database
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # Argon2 is slow on purpose; nothing here is about how slow.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)


@dataclass(frozen=True)
class House:
    """Where people go, and who they are."""

    room: Any
    offering: Any
    by_invitation: Any
    by_request: Any
    token: str
    convener: Any
    seated: list[Any]
    pair: list[Any]
    joiner: Any
    asker: Any


def furnish() -> House:
    """Three communities, two rooms, nine people: everything a round needs."""
    from guildhouse.communities import actions as communities
    from guildhouse.history.actors import Actor
    from guildhouse.kit import clock
    from guildhouse.testing import small_house

    small_house.open_house()
    ana, bo, eve, fay = (small_house.account(name) for name in ("Ana", "Bo", "Eve", "Fay"))
    weavers, dyers, potters = (
        small_house.community(ana, name, bo, eve, fay) for name in ("Weavers", "Dyers", "Potters")
    )
    settings = {
        "rooms_by": weavers.rooms_by,
        "language": "en",
        "zone": small_house.ZONE,
        "visibility": "public",
    }
    for community, joining in ((weavers, "open"), (dyers, "invitation"), (potters, "request")):
        communities.change_settings(community, actor=Actor(ana), joining=joining, **settings)
    people = [small_house.account(f"Member{number}") for number in range(SEATS + 2)]
    for person in people:
        communities.join(weavers, actor=Actor(person))
    expires = clock.now() + timedelta(days=14)
    _made, token = communities.invite(dyers, most_uses=500, expires_at=expires, actor=Actor(ana))
    return House(
        room=small_house.room(weavers, ana, 20, purpose="Mending what tore", capacity=CAPACITY),
        offering=small_house.room(weavers, ana, 21, purpose="One at a time", capacity=1, freed="offer"),
        by_invitation=dyers,
        by_request=potters,
        token=token,
        convener=ana,
        seated=people[:SEATS],
        pair=people[SEATS:],
        joiner=small_house.account("Joiner"),
        asker=small_house.account("Asker"),
    )


def player(person: Any, address: str, ledger: Ledger) -> Player:
    """Somebody signed in, at the address where the house runs."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person)
    session = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    return Player(person.pk, session, address, ledger)


class Stories:
    """What people do, over and over: each story leaves everything as it found it."""

    def __init__(self, house: House, address: str, ledger: Ledger) -> None:
        self.house = house
        everybody = [house.convener, *house.seated, *house.pair, house.joiner, house.asker]
        self.players = {person.pk: player(person, address, ledger) for person in everybody}

    def all(self) -> list[tuple[Any, ...]]:
        """Every story, as a function and what it is about; they run side by side."""
        seats = [(self.come_and_go, person) for person in self.house.seated]
        return [*seats, (self.pass_on,), (self.join_and_leave,), (self.ask_and_leave,)]

    def come_and_go(self, person: Any) -> None:
        """Ask for a seat in a room with too few, and give it up."""
        one, path = self.players[person.pk], self._room(self.house.room)
        one.do("ask", path + "seat/", again=True)
        one.do("withdraw", path + "withdrawal/", again=True)

    def pass_on(self) -> None:
        """One seat goes from hand to hand, by an offer that is accepted."""
        (first, second), path = (
            (self.players[one.pk] for one in self.house.pair),
            self._room(self.house.offering),
        )
        first.do("ask", path + "seat/")
        second.do("ask", path + "seat/")
        first.do("withdraw", path + "withdrawal/")
        second.do("accept", path + "acceptance/", again=True)
        second.do("withdraw", path + "withdrawal/")

    def join_and_leave(self) -> None:
        """Come in by an invitation, and leave."""
        one = self.players[self.house.joiner.pk]
        one.do("join", f"/i/{self.house.token}/membership/", again=True, edition="0")
        one.do("leave", f"/c/{self.house.by_invitation.slug}/leaving/")

    def ask_and_leave(self) -> None:
        """Ask to join, be let in, and leave."""
        from guildhouse.communities.models import JoinRequest

        one, convener = self.players[self.house.asker.pk], self.players[self.house.convener.pk]
        slug = self.house.by_request.slug
        if not one.do("request", f"/c/{slug}/join-request/", message="I have a wheel.", edition="0"):
            return
        asking = (
            JoinRequest.objects.filter(community=self.house.by_request, state="asked").order_by("-pk").first()
        )
        if asking is not None:
            convener.do("let-in", f"/c/{slug}/requests/{asking.public_id}/acceptance/", again=True)
        one.do("leave", f"/c/{slug}/leaving/")

    def _room(self, room: Any) -> str:
        return f"/c/{room.community.slug}/rooms/{room.public_id}/"


# What the house writes down about each kind of deed, when its person does it.
FACTS = {
    "ask": ("rooms.seat_confirmed", "rooms.seat_waitlisted"),
    "accept": ("rooms.seat_confirmed",),
    "withdraw": ("rooms.seat_withdrawn",),
    "join": ("communities.invitation_used",),
    "request": ("communities.asked_to_join",),
    "let-in": ("communities.request_accepted",),
    "leave": ("communities.left",),
}


def differences(ledger: Ledger) -> Iterator[tuple[str, int]]:
    """Where the house and its people disagree: the sentence, and how many deeds too many (or too few) it knows."""
    from guildhouse.history.models import Fact

    people = {person for person, _kind in ledger.acknowledged}
    for person in sorted(people):
        for kinds in (("ask", "accept"), ("withdraw",), ("join",), ("request",), ("let-in",), ("leave",)):
            answered = sum(ledger.acknowledged[person, kind] for kind in kinds)
            written = {fact for kind in kinds for fact in FACTS[kind]}
            known = Fact.objects.filter(actor_id=person, via="page", kind__in=written).count()
            if known != answered:
                yield (
                    f"Person {person}: {answered} × {'/'.join(kinds)} answered, {known} known.",
                    known - answered,
                )
