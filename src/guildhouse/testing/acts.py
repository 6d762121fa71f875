"""Every act somebody can send to the house: where to, and with what, in houses and rooms of every state."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guildhouse.cases import actions as cases
from guildhouse.cases.sealing import Words
from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community
from guildhouse.communities.queries import seasons
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, Verdict
from guildhouse.live import actions as live
from guildhouse.notices.groups import CHOSEN
from guildhouse.people.claiming import token_of
from guildhouse.people.models import ClaimInvitation, Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms import formats
from guildhouse.rooms.forms.format_editor import Editor
from guildhouse.rooms.models import Room, Seat
from guildhouse.testing.addresses import browser
from guildhouse.testing.asking import SENT as ASKING
from guildhouse.testing.asking import asking
from guildhouse.testing.circled import sit_in_circles
from guildhouse.testing.crowd import peopled
from guildhouse.testing.small_house import draft_room, fill, room
from guildhouse.testing.snapshot import made_once

WORDS = "Some words."
DAY = "2099-01-01"
TOKEN = "t" * 32
WHY = {"reason": WORDS}
# The page on which a format is changed, as it would be sent back.
FORMAT: dict[str, Any] = {**dict(Editor.of(formats.get("talk")).data.lists()), "do": "keep"}
# What is sent to each address; "@" names something of the house.
SENT: dict[str, dict[str, Any]] = {
    "community-call": {
        "name": "Potters",
        "domain": WORDS,
        "stakes": WORDS,
        "scope": WORDS,
        "rhythm": WORDS,
        "first_thing": WORDS,
    },
    "community-sign-on": {**WHY, "brings": WORDS},
    "community-membership": {"edition": "2", "name": "Me"},
    "community-join-request": {"message": WORDS, "edition": "2", "name": "Me"},
    "community-request-refusal": {**WHY, "next_step": WORDS, "may_ask_again": "on"},
    "community-invitations": {"most_uses": "1", "days": "14", "note": WORDS},
    "community-leaving": {"why": WORDS},
    "community-member-level": {"level": "peripheral", "evidence": WORDS},
    "community-member-office": {"kind": "broker", "term_ends_on": DAY},
    "community-member-removal": WHY,
    "community-member-block": WHY,
    "community-appointment": {"person": "@oli", "kind": "broker", "term_ends_on": DAY},
    "community-office": {"person": "@oli", "note": WORDS},
    "community-duty-taking": {"begins_on": "@season"},
    "community-duty-asking": {"person": "@oli", "word": WORDS, "begins_on": "@season"},
    "community-duty-answer": {"answer": "yes"},
    "community-duty-note": {"note": WORDS},
    "community-season": {"begins_on": "@season", "ends_on": "@season_end"},
    "community-charter-acceptance": {"edition": "2", "name": "Me"},
    "community-charter-new": {"follows": "2", "text": WORDS, "confidentiality": "", "reason": WORDS},
    "community-rhythm-words": {"rhythm": WORDS},
    "community-pauses": {"from_on": DAY, "until_on": DAY, "why": WORDS},
    "community-questions": {"text": WORDS},
    "community-question-work": {"working_on": WORDS},
    "community-question-answer": {"learned": WORDS},
    "community-conduct-contact": {"person": "@oli"},
    "community-report": {"text": WORDS},
    "community-report-answer": {"answer": WORDS},
    "community-block": {"decision": WORDS, "lifted": "on"},
    "community-settings": {
        "visibility": "@visibility",
        "joining": "open",
        "rooms_by": "members",
        "language": "en",
        "zone": "Europe/Paris",
    },
    "community-domain": {"name": "Weavers", "domain": WORDS, "stakes": WORDS},
    "community-address": {"slug": "looms"},
    "community-place": {"parent": ""},
    "community-stage": {"stage": "maturing", "why": WORDS},
    "community-new": {"name": "Tanners", "domain": WORDS, "reason": WORDS, "form_key": "a-key-of-its-own"},
    "invitation-membership": {"edition": "2", "name": "Me"},
    "appeal": {"text": WORDS},
    "site-report": {"answer": WORDS},
    "site-appeal": {"decision": WORDS},
    "me": {"name": "Me", "seen_by": "communities", "zone": "UTC", "language": "en"},
    "language": {"language": "it", "next": "/"},
    "my-mail": {"rhythm": "daily", "weekday": "1", "hour": "8", **dict.fromkeys(CHOSEN, "now")},
    "invite-to-claim": {"email": "old@example.org", "note": WORDS},
    "my-erasure": {"read": "on"},
    "site-lock": WHY,
    "site-erase": WHY,
    "site-erase-community": WHY,
    "site": {"name": "A house", "welcome": WORDS, "rules": WORDS, "signers_needed": "3"},
    "imports": {"source": "here", "file": "@file"},
    "room-case-words": dict.fromkeys(("situation", "question", "wish", "name"), WORDS + " Twice."),
    "room-case-opening": {"days": "5"},
    "room-case-stay": {"days": "6"},
    "room-case-check": {"all": "yes"},
    "room-case-lesson": {"words": WORDS, "seen": WORDS, "take": "yes"},
    "room-case-machines": {"agree": "yes"},
    "room-new": {
        "form_key": "another-of-its-own",
        "format": "working-session",
        "purpose": WORDS,
        "wall_date": DAY,
        "wall_time": "18:00",
        "zone": "UTC",
        "minutes": "60",
        "mode": "online",
        "access": "members",
        "freed": "promote",
        "line": "first_come",
        "offer_hours": "24",
        "cutoff_minutes": "120",
        "minimum": "0",
    },
    "own-format-new": {"made_from": "talk", **FORMAT, "form_key": "a-format-of-its-own"},
    "own-format-edit": {**FORMAT, "name_en": "Another name"},
    "own-format-import": {"text": formats.text_of("talk"), "own": "", "form_key": "a-file-of-its-own"},
    "own-format-retirement": {"retired": "yes"},
    "room-edit": {
        "cutoff_hours": "2",
        "zone": "UTC",
        "purpose": WORDS,
        "minutes": "60",
        "mode": "online",
        "access": "members",
        "freed": "promote",
        "line": "first_come",
        "offer_hours": "24",
        "cutoff_minutes": "120",
        "minimum": "0",
        "format": "working-session",
        "capacity": "4",
    },
    "room-time": {"wall_date": DAY, "wall_time": "18:00", "zone": "UTC"},
    "room-seat": {"role": "participant", "answer": WORDS},
    "room-short-notice": {"fine": "yes"},
    "room-answer": {"text": WORDS},
    "room-contest": {"text": WORDS},
    "room-cancellation": {"why": WORDS},
    "room-assumption": {"field": "minutes"},
    "room-requests": {"seat": "@asking_seat", "decision": "approve"},
    "room-promotion": {"seat": "@waiting_seat", **WHY},
    "room-removal": {"seat": "@coming_seat", **WHY},
    "room-invitation": {"person": "@joe", "role": "participant"},
    "room-cohost": {"person": "@joe"},
    "room-requests-closed": {"closed": "yes"},
    "room-limits": {"capacity": "9"},
    "room-message": {"text": WORDS},
    "room-attendance": {"@came": "attended"},
    **ASKING,
    "room-circles-forming": {"rounds": "3", "instead_of": "@arrangement"},
    "room-circles-showing": {"shown": "no"},
    "room-circles-links": {"circle-1": "https://meet.example.org/another"},
    "room-circles-wishes": {"kind": "apart", "one": "@oli", "other": "@eve"},
    "room-circles-wish-end": {"wish": "@circle_wish"},
    "room-harvest": {"kind": "insight", "text": "Another line."},
    "room-reflection": {"takes": WORDS, "worth": "partly"},
    "room-thanks": {"to": "@bo", "text": WORDS},
    "card-wording": {"text": "Other words."},
    "card-sharing": {"shared": "yes"},
    "card-answer": {"answer": "applied", "text": WORDS},
    "recognition": {"answer": "room"},
    "room-live-step": {"to": "next", "move": "1"},
    "room-live-length": {"move": "1"},
    "room-live-pause": {"paused": "yes", "move": "1"},
    "room-live-part": {"role": "recorder", "person": "@bo"},
    "room-live-hand": {"text": WORDS},
    "room-live-hand-lowered": {"hand": "@hand"},
    "room-live-hand-taken": {"hand": "@hand"},
    "room-live-bell": {"on": "no"},
    "series-edit": {
        "zone": "Europe/Rome",
        "purpose": WORDS,
        "wall_time": "19:00",
        "minutes": "60",
        "repeats": "weekly",
        "every": "2",
        "first_on": "@first_on",
        "mode": "online",
        "access": "members",
        "freed": "promote",
        "line": "first_come",
        "offer_hours": "24",
        "cutoff_minutes": "120",
        "minimum": "0",
        "format": "working-session",
    },
    "series-ending": {"why": WORDS},
    "series-skipped": {"on": "@first_on", "why": WORDS},
    "series-group": {"person": "@oli"},
    "series-phase": {"from_on": "@first_on"},
}
"""Addresses without a line are sent nothing."""


@made_once
def stage() -> SimpleNamespace:
    """The house with rooms in every state: Bo comes to each, Fay waits or asks, Oli and Ana answer for them."""
    house = peopled()
    ana = Actor(house.ana)
    made = {"purpose": "Of a state", "capacity": 3}
    house.published = _peopled(room(house.weavers, house.ana, 9, **made), house, "")
    house.crowded = _peopled(room(house.weavers, house.ana, 9, **made | {"capacity": 1}), house, "fay")
    house.asked = _peopled(room(house.weavers, house.ana, 9, needs_approval=True, **made), house, "fay")
    house.unseen = draft_room(house.weavers, house.ana, 9, **made)
    rooms.name_host(house.unseen, house.oli, actor=ana)
    house.live = _begun(_peopled(room(house.weavers, house.ana, 9, **made), house, ""), Room.State.LIVE, 10)
    led = room(house.weavers, house.ana, 9, format="after-action-review", **made)
    house.running = _begun(_peopled(led, house, ""), Room.State.LIVE, 10)
    live.begin(house.running, actor=ana)
    house.hand = live.raise_hand(house.running, actor=Actor(house.bo))
    house.over = _begun(_peopled(room(house.weavers, house.ana, 9, **made), house, ""), Room.State.HELD, 90)
    house.asking_people = asking(_peopled(room(house.weavers, house.ana, 9, **made), house, ""), house)
    house.cancelled = _peopled(room(house.weavers, house.ana, 9, **made), house, "")
    rooms.cancel(house.cancelled, actor=ana, why=WORDS)
    in_threes = _peopled(
        room(house.weavers, house.ana, 9, format="troika", **made | {"capacity": 9}), house, ""
    )
    house.grouped = in_threes
    house.circles = sit_in_circles(house, in_threes, house.ana, house.eve, house.oli)
    _bring_cases(house)
    Room.objects.filter(pk=house.published.pk).update(assumed=[{"field": "minutes", "value": 60}])
    communities.ask_to_join(house.dyers, message=WORDS, actor=Actor(house.lou))
    house.member, house.here, house.at = house.fay, house.weavers, house.published
    return house


def _bring_cases(house: SimpleNamespace) -> None:
    """Bo writes one for a room to come, and has opened one in a room that has begun."""
    bo, words = Actor(house.bo), Words(*[WORDS] * 4)
    for where in (house.published, house.live):
        cases.bring(where, actor=bo, words=words)
    cases.open_to_room(house.live, actor=bo)


def _peopled(where: Room, house: SimpleNamespace, waits: str) -> Room:
    rooms.name_host(where, house.oli, actor=Actor(house.ana))
    fill(where, house.bo, answer=WORDS)
    if where.needs_approval:
        seat = Seat.objects.get(room=where, person=house.bo)
        rooms.approve(where, [seat], actor=Actor(house.ana))
    if waits:
        fill(where, getattr(house, waits), answer=WORDS)
    return Room.objects.get(pk=where.pk)


def _begun(where: Room, state: str, minutes: int) -> Room:
    at = clock.now() - timedelta(minutes=minutes)
    Room.objects.filter(pk=where.pk).update(state=state, starts_at=at, ends_at=at + timedelta(minutes=60))
    return Room.objects.get(pk=where.pk)


def target(house: SimpleNamespace, name: str) -> str:
    """The path of an address, in the community `house.here` and the room `house.at`."""
    from guildhouse.testing.walk import _patterns, _things

    address = next(address for address, pattern in _patterns() if pattern.name == name)
    things = _things(house)
    prefix = max((one for one in things if address.startswith(one)), key=len)
    given = dict(things[prefix][0])
    if "slug" in given:
        given["slug"] = house.here.slug
    given |= {
        "c/<slug:slug>/rooms/<str:public_id>/": {"public_id": house.at.public_id},
        "c/<slug:slug>/rooms/<str:public_id>/cases/": {"public_id": house.at.public_id},
        "c/<slug:slug>/rooms/<str:public_id>/live/": {"public_id": house.at.public_id},
        "c/<slug:slug>/rooms/<str:public_id>/circles/": {"public_id": house.at.public_id},
        "c/<slug:slug>/people/<str:public_id>/": {"public_id": house.member.public_id},
    }.get(prefix, {})
    if name in ("community-request-acceptance", "community-request-refusal", "community-join-request-end"):
        given["slug"] = house.dyers.slug
    if prefix == "claim/<str:token>/":
        given = {"token": token_of(ClaimInvitation.objects.earliest("pk").public_id)}
    return reverse(name, kwargs=given)


def payload(house: SimpleNamespace, name: str) -> dict[str, Any]:
    """What is sent there, with the things of this house in it."""
    return {
        (_named(house, key[1:]) if key.startswith("@") else key): (
            _named(house, value[1:]) if str(value).startswith("@") else value
        )
        for key, value in SENT.get(name, {}).items()
    }


def _named(house: SimpleNamespace, what: str) -> Any:
    seats = Seat.objects.filter(room=house.at).order_by("pk")
    by_name: dict[str, Callable[[], Any]] = {
        "visibility": lambda: house.here.visibility,
        "file": lambda: SimpleUploadedFile("some.yaml", b"communities: []\n"),
        "season": lambda: str(seasons(house.here, clock.now()).this.begins_on),
        "season_end": lambda: str(clock.now().date() + timedelta(days=60)),
        "arrangement": lambda: str(house.circles.arrangement.pk),
        "circle_wish": lambda: house.circles.wish.public_id,
        "first_on": lambda: str(house.series.first_on + timedelta(days=14)),
        "came": lambda: f"came-{_id(seats.filter(person=house.bo))}",
        "coming_seat": lambda: _id(seats.filter(person=house.bo)),
        "waiting_seat": lambda: _id(seats.filter(person=house.fay)),
        "asking_seat": lambda: _id(seats.filter(person=house.fay)),
    }
    return by_name[what]() if what in by_name else getattr(house, what).public_id


def _id(seats: Any) -> str:
    seat = seats.first()
    return seat.public_id if seat else "nobody"


def sender(person: Person | None) -> Client:
    """A browser that sends forms as browsers do, with the token of its cookie."""
    client = browser(person, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = TOKEN
    return client


class Heard:
    """Listens to every refusal while it is active, and changes nothing about it."""

    def __init__(self, monkeypatch: Any) -> None:
        self.codes: list[str] = []
        was = Refused.__init__

        def listening(refused: Refused, verdict: Verdict) -> None:
            self.codes.append(verdict.code)
            was(refused, verdict)

        monkeypatch.setattr(Refused, "__init__", listening)

    def what_came_of(self, client: Client, path: str, sent: dict[str, Any]) -> str:
        """What sending this did: yes, the code of a refusal, – for not found, "sign in", or a status."""
        self.codes.clear()
        facts = Fact.objects.count()
        answer = client.post(path, {**sent, "csrfmiddlewaretoken": TOKEN})
        if answer.status_code == 404:
            return "–"
        if self.codes:
            return self.codes[-1]
        if answer.headers.get("Location", "").startswith("/account/login/"):
            return "sign in"
        if answer.status_code >= 400:
            return str(answer.status_code)
        return "yes" if Fact.objects.count() > facts else "done"


def _change(house: SimpleNamespace, **fields: Any) -> None:
    if fields:
        Community.objects.filter(pk=house.weavers.pk).update(**fields)
    house.here = house.weavers = Community.objects.get(pk=house.weavers.pk)


ROOMS = {
    "In a draft": "unseen",
    "In a room with free seats": "published",
    "In a full room": "crowded",
    "In a room whose hosts answer each request": "asked",
    "In a room whose people are asked": "asking_people",
    "In a room that has begun": "live",
    "In a room that is led through its steps": "running",
    "In a room that works in circles": "grouped",
    "In a room that is over": "over",
    "In a cancelled room": "cancelled",
}
COMMUNITIES: dict[str, dict[str, Any]] = {
    "In a public community": {},
    "In a hidden community": {"visibility": "hidden"},
    "In a listed community that takes requests": {"visibility": "listed", "joining": "request"},
    "In an archived community": {"state": "archived", "archived_at": clock.now()},
}


def arrange(house: SimpleNamespace, heading: str) -> None:
    """Make the house as a heading of the tables says."""
    house.here = house.weavers
    if heading in ROOMS:
        house.at = getattr(house, ROOMS[heading])
    elif heading == "In a call":
        house.here = house.call
    else:
        _change(house, **COMMUNITIES.get(heading, {}))
