"""A house with a little of everything, made through the actions people use, for whoever walks through its pages."""

import threading
from datetime import date, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from guildhouse import worker
from guildhouse.cases import actions as cases
from guildhouse.cases.models import Case
from guildhouse.cases.sealing import Words
from guildhouse.communities import actions as communities
from guildhouse.communities import queries
from guildhouse.communities.models import Community, JoinRequest, Membership, Office
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.imports import actions as imports
from guildhouse.kit import clock
from guildhouse.live import actions as live
from guildhouse.notices.models import Letter
from guildhouse.people import actions as people
from guildhouse.people.models import Person, Site
from guildhouse.rooms import actions as rooms
from guildhouse.rooms import formats
from guildhouse.rooms.models import Room, Series
from guildhouse.testing.circled import sit_in_circles
from guildhouse.testing.kept_rooms import leave_behind
from guildhouse.testing.snapshot import made_once

SECRET = "a-fine-long-secret-7"
ZONE = "Europe/Rome"
CHARTER = (
    "We meet around real work.\n\n- We say what we do not know.\n- We come, or give our seat up in time."
)


def open_house() -> None:
    """The site's own row, as `guildhouse migrate` and the set-up page leave it."""
    Site.objects.update_or_create(pk=1, defaults={"name": "The House", "set_up_at": clock.now()})


def account(name: str, **fields: Any) -> Person:
    """Somebody with a confirmed address, their name at example.org, who signs in with `SECRET`."""
    told = {"zone": ZONE, "language": "en", **fields}
    return people.open_account(f"{name.lower()}@example.org", name, SECRET, actor=SYSTEM, **told)


def in_days(days: int) -> date:
    """So many days from now, by the calendar of the rooms' zone."""
    return (clock.now() + timedelta(days=days)).date()


def community(convener: Person, name: str, *others: Person) -> Community:
    """An open community, called and signed on to by its first members, without a charter."""
    actor = Actor(convener)
    made = communities.call(
        name=name, domain=f"What {name} care about.", reason="I need it.", zone=ZONE, actor=actor
    )
    words = {"stakes": "It keeps us awake.", "scope": "Not the trade.", "rhythm": "Every second week."}
    made = communities.edit_call(
        made, name=name, domain=made.domain, first_thing="Bring a thread.", actor=actor, **words
    )
    for other in others:
        communities.sign_on(made, reason="I would come every week.", actor=Actor(other))
    communities.appoint(made, others[0], kind=Office.Kind.WELCOMER, actor=actor)
    room(made, convener, purpose="Our first evening")
    return communities.open_community(made, actor=actor)


def room(where: Community, host: Person, days: int = 7, **fields: Any) -> Room:
    """A published room, in so many days at six in the evening."""
    draft = draft_room(where, host, days, **fields)
    return rooms.publish(draft, actor=Actor(host)) if where.state == Community.State.OPEN else draft


def draft_room(where: Community, host: Person, days: int = 7, **fields: Any) -> Room:
    """A room that only its hosts see."""
    stated = {"purpose": "Reading a loom", "capacity": 4, "wall_time": time(18), "zone": ZONE, **fields}
    return rooms.plan(where, actor=Actor(host), wall_date=in_days(days), **stated)


def series(where: Community, host: Person, **fields: Any) -> Series:
    """A series every two weeks, from in a week on."""
    stated = {"purpose": "Weekly practice", "capacity": 5, "wall_time": time(19), "zone": ZONE, **fields}
    return rooms.plan_series(
        where, actor=Actor(host), rrule="FREQ=WEEKLY;INTERVAL=2", first_on=in_days(7), **stated
    )


def fill(where: Room, *who: Person, **said: Any) -> None:
    """Each of these people asks for a seat, in this order."""
    for person in who:
        rooms.ask(where, actor=Actor(person), **said)


@made_once
def furnished() -> SimpleNamespace:
    """Everything at once: `ana` convenes, `bo` is a member and hosts nothing, `cy` belongs nowhere, `root` keeps the
    house. The other names are the things that pages are about."""
    house = SimpleNamespace()
    open_house()
    house.ana, house.bo, house.eve, house.fay = (account(name) for name in ("Ana", "Bo", "Eve", "Fay"))
    house.cy, house.root = account("Cy", zone=""), account("Root", is_site_admin=True)
    house.weavers = community(house.ana, "Weavers", house.bo, house.eve, house.fay)
    _belong(house)
    _share_out(house)
    _gather(house)
    _run(house)
    leave_behind(house)
    house.circled = room(house.weavers, house.ana, 12, format="troika", capacity=9, purpose="Who sits where")
    sit_in_circles(house, house.circled, house.ana, house.bo, house.eve, house.fay)
    _behave(house)
    _bring_in(house)
    worker.run(threading.Event(), once=True)
    house.letter = Letter.objects.order_by("pk").last()
    return house


def _belong(house: SimpleNamespace) -> None:
    ana, weavers = Actor(house.ana), house.weavers
    communities.write_edition(weavers, text=CHARTER, reason="What we began with.", actor=ana)
    communities.accept_charter(weavers, number=1, name="Bo", actor=Actor(house.bo))
    communities.write_edition(
        weavers,
        text=CHARTER + "\n- We write down what we learned.",
        reason="We forgot.",
        actor=ana,
        follows=1,
    )
    member = Membership.objects.living().get(community=weavers, person=house.eve)
    communities.recognise(member, level=Membership.Level.ACTIVE, evidence="She held the practice.", actor=ana)
    house.office = communities.appoint(weavers, house.eve, kind=Office.Kind.FACILITATOR, actor=ana)
    house.question = communities.ask_question(weavers, text="How tight is tight?", actor=Actor(house.bo))
    learned = communities.ask_question(weavers, text="Which wool shrinks?", actor=ana)
    communities.learned(learned, learned="All of it, at sixty degrees.", actor=ana)
    communities.pause(weavers, from_on=in_days(30), until_on=in_days(44), why="Harvest.", actor=ana)
    expires = clock.now() + timedelta(days=14)
    _made, house.token = communities.invite(weavers, most_uses=3, expires_at=expires, actor=ana)
    house.dyers = community(house.ana, "Dyers", house.bo, house.eve)
    kept = {"rooms_by": house.dyers.rooms_by, "language": "en", "zone": ZONE}
    communities.change_settings(house.dyers, visibility="public", joining="request", actor=ana, **kept)
    communities.ask_to_join(house.dyers, message="I dye with onions.", actor=Actor(house.cy))
    house.asking = JoinRequest.objects.get()
    house.call = communities.call(
        name="Potters", domain="Clay.", reason="I break pots.", zone=ZONE, actor=ana
    )


def _share_out(house: SimpleNamespace) -> None:
    """Bo is social reporter and left a note, Eve looks after the people, and Bo asked Ana to keep the questions."""
    begins_on = queries.seasons(house.weavers, clock.now()).this.begins_on
    taken = {"kind": "reporter", "begins_on": begins_on}
    house.duty = communities.take_duty(house.weavers, actor=Actor(house.bo), **taken)
    communities.note_duty(house.duty, note="The wool book is at Eve’s.", actor=Actor(house.bo))
    communities.take_duty(house.weavers, actor=Actor(house.eve), **taken | {"kind": "keeper"})
    asked = taken | {"kind": "agenda", "word": "You hear what we really ask."}
    house.asked_duty = communities.ask_to_carry(house.weavers, house.ana, actor=Actor(house.bo), **asked)


def _gather(house: SimpleNamespace) -> None:
    ana, weavers = house.ana, house.weavers
    house.own_format = rooms.make_format(
        weavers, actor=Actor(ana), text=formats.text_of("troika"), made_from="troika", reason="To begin with."
    )
    house.open = room(weavers, ana, 2, purpose="A talk for whoever passes by", format="talk", access="site")
    house.full = room(weavers, ana, 3, purpose="Mending what tore", capacity=2)
    fill(house.full, ana, house.eve, house.bo, house.fay)
    house.deciding = room(
        weavers, ana, 4, purpose="A case of one’s own", needs_approval=True, question="Would you bring one?"
    )
    fill(house.deciding, house.bo, house.eve, house.fay, answer="Yes, an old one.")
    house.draft = draft_room(weavers, ana, 6, purpose="Not ready", format="world-cafe")
    house.gone = room(weavers, ana, 8, purpose="Called off")
    rooms.cancel(house.gone, actor=Actor(ana), why="The loom broke.")
    house.series = series(weavers, ana)
    rooms.come_to_all(house.series, actor=Actor(house.bo))
    house.calendar = rooms.make_feed(actor=Actor(house.bo))
    with clock.at(clock.now() - timedelta(days=9)):
        house.held = room(weavers, ana, 2, purpose="What the storm taught us")
        fill(house.held, house.bo, house.eve)
        house.case = _tell(house)
    rooms.pass_time()
    seat = house.held.seats.get(person=house.bo)
    rooms.note_attendance(house.held, {seat.pk: "attended"}, actor=Actor(ana))
    house.certificate = rooms.make_certificate(house.held, seat, actor=Actor(house.bo))


def _run(house: SimpleNamespace) -> None:
    """A room that began five minutes ago and is led through its steps, with a hand up."""
    began = (clock.now() - timedelta(minutes=5)).astimezone(ZoneInfo(ZONE))
    stated = {"purpose": "Three by three", "format": "triads", "capacity": 9, "minutes": 120}
    with clock.at(clock.now() - timedelta(days=2)):
        draft = rooms.plan(
            house.weavers,
            actor=Actor(house.ana),
            zone=ZONE,
            wall_date=began.date(),
            wall_time=began.time().replace(second=0, microsecond=0),
            link="https://meet.example.org/three",
            **stated,
        )
        house.running = rooms.publish(draft, actor=Actor(house.ana))
        fill(house.running, house.bo, house.eve, house.fay)
    rooms.pass_time()
    live.begin(house.running, actor=Actor(house.ana))
    house.hand = live.raise_hand(house.running, text="How long is this step?", actor=Actor(house.bo))


def _tell(house: SimpleNamespace) -> Case:
    """A case of Eve's, open to those confirmed in the room that was held."""
    eve = Actor(house.eve)
    words = Words(
        situation="Since March I mend for Maria Rossi of Milan. She rang me on 333 1234567 and wept.",
        question="How far does my mending go?",
        wish="Questions first, please.",
        name="Eve",
    )
    cases.bring(house.held, actor=eve, words=words)
    return cases.open_to_room(house.held, actor=eve)


def _behave(house: SimpleNamespace) -> None:
    ana, weavers = Actor(house.ana), house.weavers
    communities.name_contact(weavers, house.eve, actor=ana)
    house.report = communities.report(weavers, text="He took my shuttle.", actor=Actor(house.bo))
    house.site_report = communities.report(
        weavers, text="They look away.", actor=Actor(house.bo), to_site=True
    )
    house.gil, house.place = account("Gil"), Person.objects.create(name="Old Hand", handle="old-hand")
    communities.join(weavers, name="Gil", edition=2, actor=Actor(house.gil))
    house.block = communities.block(weavers, house.gil, reason="Shouted at a newcomer.", actor=ana)
    communities.appeal(house.block, text="I was tired, and I am sorry.", actor=Actor(house.gil))
    people.invite_to_claim(house.place, email="old@example.org", actor=Actor(house.root))


def _bring_in(house: SimpleNamespace) -> None:
    workshops = (Path(imports.__file__).parent / "tests" / "files" / "workshops.yaml").read_text(
        encoding="utf-8"
    )
    root = Actor(house.root)
    done = imports.upload(workshops, file_name="workshops.yaml", actor=root)
    imports.ask(done, actor=root)
    house.imports = [imports.upload(workshops, file_name="again.yaml", source="again", actor=root), done]
