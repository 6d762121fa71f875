"""The house that is measured: built in bulk, with the rows and the history it would have by use."""

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F

from guildhouse.bench import copies, words
from guildhouse.communities.facts import Facts as OfCommunities
from guildhouse.communities.models import Acceptance, CharterEdition, Community, Membership, Office, Ring
from guildhouse.communities.tasks import recount
from guildhouse.history.models import Delivery, Fact, Version
from guildhouse.kit import clock
from guildhouse.kit.turns import writers_turn
from guildhouse.kit.walls import instant
from guildhouse.people.facts import Facts as OfPeople
from guildhouse.people.models import Person, Site
from guildhouse.rooms.actions.limits import roles_of
from guildhouse.rooms.facts import Facts as OfRooms
from guildhouse.rooms.models import Host, Room, RoomRole, Seat

COMMUNITIES = 20
ZONE = "Europe/Rome"
FORMATS = ("working-session", "talk", "lean-coffee", "troika", "jigsaw")
COMING = 15  # people who came to each room of the past
PORTION = 2000
VISITORS = 220
LARGE, COPIES = 5_000, 10


@dataclass(frozen=True)
class Size:
    """How large the house is: its people and rooms, of which some are ahead; `times` multiplies people and the past.

    The first `VISITORS` belong to four communities, the others to two.
    """

    people: int = 10_000
    rooms: int = 1_000
    ahead: int = 50
    times: int = 1

    @property
    def past(self) -> int:
        return self.rooms - self.ahead

    @property
    def share(self) -> int:
        """What part of it is written row by row; the others are copies, which is quicker."""
        return COPIES if self.people >= LARGE else 1


@dataclass
class Plan:
    """What is written so far, and the facts that go with it."""

    size: Size
    at: datetime
    communities: list[Community] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def told(self, kind: str, subject: models.Model, actor: Person, at: datetime, **more: Any) -> None:
        """One fact; `community` and `concerns` are ids."""
        named = {"community_id": more.pop("community", None), "concerns_id": more.pop("concerns", None)}
        label = subject._meta.label_lower
        self.facts.append(
            Fact(
                kind=str(kind),
                actor_id=actor.pk,
                via="bench",
                subject_type=label,
                subject_id=subject.pk,
                data=more,
                happened_at=at,
                **named,
            )
        )


def build(size: Size) -> None:
    """Fill an empty, migrated database."""
    plan = Plan(size, clock.now())
    with writers_turn(), transaction.atomic():
        Site.objects.update_or_create(pk=1, defaults={"name": "The House", "set_up_at": plan.at})
        _people(plan)
        _communities(plan)
        _belonging(plan)
        past = size.past // size.share
        _rooms(plan, range(past), past)
        _keep_facts(plan)
        upto = copies.reach()
        _rooms(plan, range(past, past + size.ahead), past)
        _keep_facts(plan)
    copies.add(upto, size.share * size.times - 1)
    _count()


def _count() -> None:
    """The numbers that are kept where people come and go one by one, as they did not here."""
    living = Membership.objects.living().order_by().values("community_id", "level")
    keep(Ring(**ring) for ring in living.annotate(people=Count("pk")))
    recount()


def _people(plan: Plan) -> None:
    count = plan.size.people // plan.size.share
    joined = plan.at - timedelta(days=700)
    for number in range(count):
        person = Person(
            name=words.name(number),
            email=f"p{number}@house.example",
            claimed_at=joined,
            zone=ZONE,
            language="en",
            practises=words.SENTENCES[number % len(words.SENTENCES)],
            is_site_admin=number == 0,
        )
        person.set_unusable_password()
        plan.people.append(person)
    keep(plan.people)
    keep(EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in plan.people)
    for one in plan.people:
        plan.told(OfPeople.JOINED_SITE, one, one, joined, concerns=one.pk)


def _communities(plan: Plan) -> None:
    opened = plan.at - timedelta(days=650)
    for number in range(COMMUNITIES):
        name = words.CONCERNS[number % len(words.CONCERNS)]
        plan.communities.append(
            Community(
                slug=name.lower().replace(" ", "-"),
                name=name,
                domain=words.about(number, 6),
                state=Community.State.OPEN,
                stage=Community.Stage.MATURING,
                rooms_by=Community.RoomsBy.MEMBERS,
                zone=ZONE,
                called_by=plan.people[number],
                created_at=opened,
                opened_at=opened,
            )
        )
    keep(plan.communities)
    for made, person in zip(plan.communities, plan.people, strict=False):
        plan.told(OfCommunities.CALLED, made, person, opened, community=made.pk)
        plan.told(OfCommunities.OPENED, made, person, opened, community=made.pk)
    Version.objects.bulk_create(Version(community_id=one.pk, number=1) for one in plan.communities)


def of(plan: Plan, number: int) -> list[Community]:
    """The communities somebody belongs to."""
    many = 4 if number < VISITORS else 2
    return [plan.communities[(number + step * 5) % COMMUNITIES] for step in range(many)]


def _belonging(plan: Plan) -> None:
    joined = plan.at - timedelta(days=600)
    editions = {
        one.pk: CharterEdition(
            community=one, number=1, text=words.CHARTER, reason="What we began with.", at=joined
        )
        for one in plan.communities
    }
    keep(editions.values())
    pairs = [(person, where) for number, person in enumerate(plan.people) for where in of(plan, number)]
    conveners = dict(zip((one.pk for one in plan.communities), plan.people, strict=False))
    members = [
        Membership(
            community=where,
            person=person,
            joined_at=joined,
            level=Membership.Level.CORE if conveners[where.pk] == person else Membership.Level.ACTIVE,
        )
        for person, where in pairs
    ]
    keep(members)
    keep(
        Acceptance(edition=editions[one.community_id], person=one.person, name=one.person.name, at=joined)
        for one in members
    )
    kind = Office.Kind.CONVENER
    keep(
        Office(community=where, person=conveners[where.pk], kind=kind, since=joined)
        for where in plan.communities
    )
    for one in members:
        told = {"community": one.community_id, "concerns": one.person_id}
        plan.told(OfCommunities.JOINED, one.community, one.person, joined, **told)
        plan.told(OfCommunities.CHARTER_ACCEPTED, one.community, one.person, joined, number=1, **told)


def _rooms(plan: Plan, numbers: range, past: int) -> None:
    rooms = [_room(plan, number, past) for number in numbers]
    keep(rooms)
    roles = {room.pk: roles_of(room, {}) for room in rooms}
    for room in rooms:
        _role(roles[room.pk]).held = room.held
    keep(role for each in roles.values() for role in each)
    keep(Host(room=room, person=room.created_by, at=room.created_at) for room in rooms)
    by_number = zip(numbers, rooms, strict=True)
    seats = [seat for number, room in by_number for seat in _seats(plan, number, room, _role(roles[room.pk]))]
    keep(seats)
    for room in rooms:
        _tell_of_room(plan, room)
    for seat in seats:
        _tell_of_seat(plan, seat)


def _room(plan: Plan, number: int, past: int) -> Room:
    over = number < past
    days = number * 600 // past - 605 if over else 3 + (number - past) * 30 // plan.size.ahead
    on, wall_time = (plan.at + timedelta(days=days)).date(), time(9 + number % 11, 30 * (number % 2))
    starts_at = instant(on, wall_time, ZONE)
    community = plan.communities[number % COMMUNITIES]
    held = COMING if over else number % 9
    return Room(
        community=community,
        created_by=plan.people[number % COMMUNITIES],
        created_at=starts_at - timedelta(days=40),
        published_at=starts_at - timedelta(days=39),
        state=Room.State.HELD if over else Room.State.PUBLISHED,
        format=FORMATS[number % len(FORMATS)],
        purpose=words.purpose(number),
        about=words.about(number, 16),
        access=Room.Access.SITE if number % 2 else Room.Access.MEMBERS,
        zone=ZONE,
        wall_date=on,
        wall_time=wall_time,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=60),
        capacity=20,
        held=min(held, _members(plan) - 1),
    )


def _role(roles: list[RoomRole]) -> RoomRole:
    return next(role for role in roles if role.capacity is None)


def _members(plan: Plan) -> int:
    return max(2, len(plan.people) // COMMUNITIES)


def _seats(plan: Plan, number: int, room: Room, role: RoomRole) -> Iterator[Seat]:
    over = room.state == Room.State.HELD
    asked = room.published_at or plan.at
    for place in range(room.held):
        member = number % COMMUNITIES + COMMUNITIES * ((number + place + 1) % _members(plan))
        yield Seat(
            room=room,
            role=role,
            person=plan.people[member % len(plan.people)],
            state=Seat.State.ATTENDED if over else Seat.State.CONFIRMED,
            asked_at=asked,
            changed_at=room.ends_at if over else asked,
        )


def _tell_of_room(plan: Plan, room: Room) -> None:
    host = room.created_by
    assert host is not None  # noqa: S101 - every room here was planned by somebody
    planned = [(OfRooms.PLANNED, room.created_at), (OfRooms.PUBLISHED, room.published_at)]
    if room.state == Room.State.HELD:
        planned += [(OfRooms.WENT_LIVE, room.starts_at), (OfRooms.HELD, room.ends_at)]
    for kind, at in planned:
        plan.told(kind, room, host, at or plan.at, community=room.community_id, purpose=room.purpose)


def _tell_of_seat(plan: Plan, seat: Seat) -> None:
    told = {"community": seat.room.community_id, "concerns": seat.person_id, "room": seat.room_id}
    plan.told(OfRooms.SEAT_CONFIRMED, seat, seat.person, seat.asked_at, role=seat.role.key, **told)
    if seat.state == Seat.State.ATTENDED:
        plan.told(OfRooms.SEAT_ATTENDED, seat, seat.person, seat.changed_at, role=seat.role.key, **told)


def _keep_facts(plan: Plan) -> None:
    keep(plan.facts)
    readers = settings.HISTORY_READERS.items()
    keep(
        Delivery(fact=fact, reader=reader, not_before=fact.happened_at, done_at=plan.at)
        for fact in plan.facts
        for reader, wants in readers
        if fact.kind.startswith(wants)
    )
    plan.facts = []


def keep(rows: Iterable[models.Model]) -> None:
    """Write rows of one kind, some thousand at a time; each has its key afterwards."""
    waiting = iter(rows)
    while portion := list(itertools.islice(waiting, PORTION)):
        type(portion[0])._base_manager.bulk_create(portion)


def rooms_to_claim(how_many: int, seats: int) -> list[tuple[str, str, int]]:
    """Fresh rooms for anybody in the house, far ahead: (community's slug, public id, key) of each."""
    at = clock.now()
    plan = Plan(Size(), at)
    where = Community.objects.order_by("pk").select_related("called_by")[0]
    on, wall_time = (at + timedelta(days=200 + random.randrange(30))).date(), time(18)  # noqa: S311 - any day does
    starts_at = instant(on, wall_time, ZONE)
    rooms = [
        Room(
            community=where,
            created_by=where.called_by,
            created_at=at,
            published_at=at,
            state=Room.State.PUBLISHED,
            purpose=f"To be claimed {number}",
            access=Room.Access.SITE,
            zone=ZONE,
            wall_date=on,
            wall_time=wall_time,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=60),
            capacity=seats,
        )
        for number in range(how_many)
    ]
    with writers_turn(), transaction.atomic():
        keep(rooms)
        keep(role for room in rooms for role in roles_of(room, {}))
        for room in rooms:
            _tell_of_room(plan, room)
        _keep_facts(plan)
        Version.objects.filter(pk=where.pk).update(number=F("number") + 1)
    return [(where.slug, room.public_id, room.pk) for room in rooms]
