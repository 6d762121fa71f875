"""The rooms of this week in the demo house: one today, one full with a line, one with requests to decide."""

from datetime import datetime, time, timedelta
from typing import Any

from guildhouse.communities import actions as community_actions
from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo import founding
from guildhouse.keeping.demo.founding import VIA
from guildhouse.kit import clock
from guildhouse.kit.walls import wall
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room


def prepare(people: dict[str, Person], members: dict[int, list[Person]], now: datetime) -> None:
    """Open this week's rooms and let people ask for their seats, with Noor in line and Tomáš holding an offer."""
    by_slug = {community.slug: community for community in Community.objects.order_by("pk")}
    circle, guild, farmers = (
        by_slug[slug]
        for slug in ("intervision-of-the-lakes", "reliability-guild", "farmers-of-the-upper-valley")
    )
    with clock.at(now - timedelta(days=6)):
        founding.arrive(guild, people["noor"], now - timedelta(days=6), people["jonas"])
        founding.arrive(guild, people["tomas"], now - timedelta(days=6), people["jonas"])
        community_actions.ask_to_join(
            circle,
            message="I am a counsellor at the cantonal hospital and would like to listen first.",
            name="Sara Lepori",
            edition=circle.charter_editions.order_by("-number").values_list("number", flat=True).first() or 0,
            actor=Actor(_outsider(people, members[circle.pk]), VIA),
        )
    _today(guild, people, members[guild.pk], now)
    _full(guild, people, members[guild.pk], now)
    _offered(guild, people, members[guild.pk], now)
    _to_decide(circle, people, members[circle.pk], now)
    _walk(farmers, people, members[farmers.pk], now)
    _too_small(guild, people, members[guild.pk], now)
    _held(guild, people, members[guild.pk], now)
    _triads(guild, people, members[guild.pk], now)


def _outsider(people: dict[str, Person], members: list[Person]) -> Person:
    inside = {person.pk for person in members}
    return next(
        person for key, person in sorted(people.items()) if key.startswith("p") and person.pk not in inside
    )


def _open(
    community: Community,
    host: Person,
    when: datetime,
    at: datetime,
    *,
    hour: time | None = None,
    **fields: Any,
) -> Room:
    local = wall(when, community.zone)
    with clock.at(at):
        room = actions.plan(
            community,
            actor=Actor(host, VIA),
            wall_date=local.date(),
            wall_time=hour or time(local.hour, 30 if local.minute >= 30 else 0),
            zone=community.zone,
            **fields,
        )
        return actions.publish(room, actor=Actor(host, VIA))


def _fill(room: Room, people: list[Person], count: int, at: datetime, answer: str = "") -> None:
    for place, person in enumerate(people[:count]):
        with clock.at(at + timedelta(minutes=7 * place)):
            actions.ask(room, actor=Actor(person, VIA), answer=answer)


def _today(guild: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    room = _open(
        guild,
        people["jonas"],
        now + timedelta(hours=4),
        now - timedelta(days=5),
        purpose="What did the storm of last night teach us?",
        about="Four teams were paged between two and three. Bring your timeline; we put them side by side.",
        format="after-action-review",
        mode="online",
        link="https://meet.example.org/storm",
        capacity=12,
        minutes=60,
    )
    _fill(room, [people["jonas"], *members[1:]], 7, now - timedelta(days=3))


def _full(guild: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    room = _open(
        guild,
        people["jonas"],
        now + timedelta(days=3),
        now - timedelta(days=5),
        hour=time(14),
        purpose="Practice lab: taking over an incident in the middle",
        about="One hands over, one takes over, the others watch what gets lost between them. Twice, with feedback.",
        format="practice-lab",
        mode="online",
        link="https://meet.example.org/handover",
        capacity=6,
        minutes=60,
    )
    at = now - timedelta(days=4)
    _fill(room, [*members[2:7], people["tomas"]], 6, at)
    _fill(room, [people["noor"], *members[7:10]], 4, at + timedelta(days=1))


def _offered(guild: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    room = _open(
        guild,
        people["jonas"],
        now + timedelta(days=5),
        now - timedelta(days=5),
        hour=time(11),
        purpose="Troika for a stuck migration",
        about="Bring a migration that does not move. Half an hour each, two peers, no slides.",
        format="wise-crowds",
        mode="online",
        link="https://meet.example.org/migration",
        capacity=5,
        minutes=90,
        freed="offer",
        offer_hours=48,
    )
    crowd = members[4:9]
    _fill(room, crowd, 5, now - timedelta(days=4))
    with clock.at(now - timedelta(days=2)):
        actions.ask(room, actor=Actor(people["tomas"], VIA))
    with clock.at(now - timedelta(hours=2)):
        actions.withdraw(room, actor=Actor(crowd[0], VIA))


def _to_decide(circle: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    room = _open(
        circle,
        people["marta"],
        now + timedelta(days=4),
        now - timedelta(days=5),
        hour=time(19, 30),
        purpose="Endings that do not end",
        about="Cases in which the last session keeps moving. Two presenters, no advice before the round.",
        format="incident-method",
        mode="online",
        link="https://meet.example.org/endings",
        capacity=8,
        minutes=65,
        needs_approval=True,
        question="Would you present a case of your own?",
    )
    answers = (
        "Yes: one I have postponed for a month.",
        "Not this time; I would rather ask.",
        "If nobody else does.",
        "Yes, briefly.",
    )
    for place, answer in enumerate(answers):
        with clock.at(now - timedelta(days=2, hours=-5 * place)):
            actions.ask(room, actor=Actor(members[3 + place], VIA), answer=answer)


def _walk(farmers: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    room = _open(
        farmers,
        people["lucia"],
        now + timedelta(days=6),
        now - timedelta(days=5),
        hour=time(9, 30),
        purpose="Under the snow: looking at what the mice left",
        about="A walk on the upper field, then soup. We compare three ways of keeping voles out of the young rye.",
        format="working-session",
        mode="in_person",
        place="Upper valley, last farm before the pass",
        address="Bernasconi farm, take the gravel road after the chapel",
        capacity=12,
        minutes=120,
        access="site",
    )
    _fill(room, members, 6, now - timedelta(days=3))


def _too_small(guild: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    """Four where five are needed: its host chooses what becomes of it."""
    room = _open(
        guild,
        people["jonas"],
        now + timedelta(days=1, hours=12),
        now - timedelta(days=5),
        hour=time(16),
        purpose="The change that nobody dares to roll back",
        about="One case, five steps. Whoever brings it hears everybody before anybody gives advice.",
        format="five-step-intervision",
        mode="online",
        link="https://meet.example.org/rollback",
        capacity=8,
        minutes=50,
    )
    with clock.at(now - timedelta(days=3)):
        actions.ask(room, actor=Actor(people["noor"], VIA), role="presenter")
    for place, person in enumerate(members[9:12]):
        with clock.at(now - timedelta(days=3, minutes=-9 * place - 9)):
            actions.ask(room, actor=Actor(person, VIA), role="member")


def _held(guild: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    """Held two days ago: who came is noted, one was excused, and Noor needs a certificate."""
    room = _open(
        guild,
        people["jonas"],
        now - timedelta(days=2),
        now - timedelta(days=6, hours=-1),
        purpose="Listening to an alarm that cries wolf",
        format="action-learning",
        mode="online",
        capacity=8,
        minutes=60,
    )
    _fill(room, [people["noor"], people["tomas"], *members[3:7]], 6, now - timedelta(days=5))
    with clock.at(room.cutoff_at):
        actions.excuse(room, actor=Actor(members[3], VIA), why="My daughter is ill.")
    with clock.at(room.ends_at):
        actions.pass_time()
        seats = list(room.seats.filter(state="confirmed").order_by("pk"))
        came = {seat.pk: "attended" for seat in seats} | {seats[-1].pk: "absent"}
        actions.note_attendance(room, came, actor=Actor(people["jonas"], VIA))
        mine = room.seats.get(person=people["noor"])
        actions.make_certificate(room, mine, actor=Actor(people["noor"], VIA))


def _triads(guild: Community, people: dict[str, Person], members: list[Person], now: datetime) -> None:
    """Nine who sit in threes, three times: its circles are formed, and shown to those who come."""
    room = _open(
        guild,
        people["jonas"],
        now + timedelta(days=2),
        now - timedelta(days=5),
        hour=time(17),
        purpose="Asking before answering, three at a time",
        about="One brings an incident that still turns in their head, one only asks, one watches. Then you change.",
        format="triads",
        mode="online",
        link="https://meet.example.org/threes",
        capacity=12,
        minutes=120,
    )
    _fill(room, [people["noor"], people["tomas"], *members[2:9]], 9, now - timedelta(days=3))
