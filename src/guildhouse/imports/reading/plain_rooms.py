"""The series and rooms of the plain shape."""

from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, Link, RoomPlan
from guildhouse.imports.reading.drafting import Draft, SeriesDraft, usual
from guildhouse.imports.reading.links import TEXT, TITLE, is_url, link, long, short
from guildhouse.imports.reading.plain_fields import ACCESS, FORMAT, MODE, choose
from guildhouse.imports.reading.records import Record
from guildhouse.imports.reading.sources import Leaf
from guildhouse.imports.reading.sources import leaves as leaves_under
from guildhouse.imports.reading.timing import Asking, Timing, When, read_moment
from guildhouse.imports.rhythms.dates import find_dates
from guildhouse.imports.rhythms.readings import Cadence, NoDates
from guildhouse.imports.rhythms.recurrence import dates_of
from guildhouse.rooms import recurrence
from guildhouse.rooms.models import Room


def _plan_fields(record: Record, whose: str, draft: Draft, assumptions: list[Assumption]) -> dict[str, Any]:
    """What a series and a single room say alike."""
    minutes = _number(record, "minutes", whose, draft, Room.SHORTEST, Room.LONGEST)
    capacity = _number(record, "capacity", whose, draft, 1, Room.MOST_PEOPLE)
    joining = record.leaf("joining_link")
    if joining and is_url(joining.text):
        draft.ledger.became(joining, f"{whose}: joining_link")
    else:
        draft.ledger.unknown(joining, _("this is no address to join at"))
    hosts = [person for leaf in record.leaves("hosts") if (person := known_person(leaf, draft))]
    said = [name for name in ("capacity", "format") if record.has(name)]
    assumptions += usual(minutes, said=tuple(said))
    mode = choose(record, "mode", MODE, assumptions)
    return {
        "minutes": minutes or 60,
        "capacity": capacity,
        "format": choose(record, "format", FORMAT, assumptions),
        "mode": mode,
        "access": choose(record, "access", ACCESS, assumptions),
        "joining_link": joining.text.strip() if joining and is_url(joining.text) else "",
        "location": text_of(record, "location", whose, draft, TITLE),
        "address": text_of(record, "address", whose, draft, 300),
        "about": text_of(record, "about", whose, draft),
        "hosts": tuple(dict.fromkeys(hosts)),
    }


def _number(record: Record, name: str, whose: str, draft: Draft, least: int, most: int) -> int | None:
    leaf = record.leaf(name)
    if leaf is None:
        return None
    if leaf.text.strip().isascii() and leaf.text.strip().isdigit() and least <= int(leaf.text[:9]) <= most:
        draft.ledger.became(leaf, f"{whose}: {name}")
        return int(leaf.text)
    words = {"least": least, "most": most}
    draft.ledger.unknown(leaf, _("this is no number from %(least)s to %(most)s") % words)
    return None


def read_series(record: Record, key: str, draft: Draft) -> str:
    """Plan a series of the community `key`; the text that is kept instead when it has no dates."""
    title = record.leaf("title")
    if title is None:
        draft.ledger.unknown(record.node, _("a series needs a title"))
        return ""
    own = record.leaf("key")
    name = draft.key(key, "-", (own or title).text)
    whose = _("series %(key)s") % {"key": name}
    words = {each: leaf for each in ("when", "time", "zone") if (leaf := record.leaf(each))}
    assumptions: list[Assumption] = []
    fields = _plan_fields(record, whose, draft, assumptions)
    fields |= {"topics": (), "links": tuple(links_of(record, draft))}
    topics = list(record.leaves("topics"))
    for leaf in topics:
        draft.ledger.became(leaf, f"{whose}: topic")
    fields["topics"] = tuple(" ".join(leaf.text.split()) for leaf in topics)
    cadence, rule_leaves = _rule(record, draft)
    leaves = words | rule_leaves | {"title": title} | ({"key": own} if own else {})
    when = When(
        time=words["time"].text if "time" in words else "",
        zone=words["zone"].text if "zone" in words else draft.communities[key].zone,
        frequency=_in_words(words, rule_leaves),
    )
    timing = draft.timing(name, record.line, when, leaves, cadence)
    series = None
    if isinstance(timing, Timing):
        fields["minutes"] = fields["minutes"] if record.has("minutes") else timing.minutes or 60
        text = short(title.text, TITLE)
        series = SeriesDraft(name, key, text, draft.place(record.line), timing, fields, assumptions)
    record.finish()
    if isinstance(timing, NoDates) or (series and not draft.add_series(series)):
        for leaf in leaves.values():
            draft.ledger.kept(leaf, _("among what meets without dates"))
        return " · ".join(" ".join(leaf.text.split()) for leaf in (title, *words.values()))
    for field_name, leaf in leaves.items() if series else ():
        draft.ledger.became(leaf, f"{whose}: {field_name}", TITLE if field_name == "title" else 0)
    return ""


def _in_words(words: dict[str, Leaf], rule: dict[str, Leaf]) -> str:
    """The rhythm with the first and last date that stand in fields of their own."""
    text = words["when"].text if "when" in words else ""
    if "start" in rule:
        text += f" starting {rule['start'].text}"
    if "until" in rule:
        text += f" until {rule['until'].text}"
    return text


def _rule(record: Record, draft: Draft) -> tuple[Cadence | None, dict[str, Leaf]]:
    """The rhythm as an RRULE with its dates, or None when there is none that can be read."""
    leaves = {name: leaf for name in ("rrule", "start", "until") if (leaf := record.leaf(name))}
    if "rrule" not in leaves:
        return None, leaves
    rrule = leaves["rrule"].text.strip().upper().removeprefix("RRULE:")
    start, until = (
        _date(leaves[name].text, draft.day) if name in leaves else None for name in ("start", "until")
    )
    forbidden = ("BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART", "UNTIL", "\n")
    refused = not rrule.startswith(("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"))
    if (
        refused
        or any(part in rrule for part in forbidden)
        or len(rrule) > 200
        or not _runs(rrule, start or draft.day)
    ):
        why = _("this is no recurrence by days: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, without UNTIL")
        draft.ledger.unknown(leaves.pop("rrule"), why)
        return None, leaves
    return Cadence(rrule, start=start, until=until), leaves


def _runs(rrule: str, start: date) -> bool:
    # The rooms' own rule goes first: some recurrences never come to a day and would be searched for centuries.
    return bool(recurrence.check(rrule)) and bool(dates_of(rrule, start))


def _date(text: str, on: date) -> date | None:
    found = find_dates(text.strip().lower(), on)
    options = found[0].options if len(found) == 1 and not found[0].lacks else ()
    return options[0] if len(options) == 1 else None


def read_room(record: Record, key: str, draft: Draft) -> None:
    """Plan a single room of the community `key`."""
    title, on = record.leaf("title"), record.leaf("date")
    day = _date(on.text, draft.day) if on else None
    if title is None or on is None or day is None:
        draft.ledger.unknown(record.node, _("a room needs a title and a date like 2026-03-27"))
        return
    if day < draft.day:
        for each in leaves_under(record.node):
            draft.ledger.left(each, _("it is over"))
        return
    own = record.leaf("key")
    name = draft.key(key, "room", own.text if own else f"{day.isoformat()} {title.text}")
    whose = _("room %(key)s") % {"key": name}
    words = {each: leaf for each in ("time", "zone") if (leaf := record.leaf(each))}
    leaves = words | {"title": title, "date": on} | ({"key": own} if own else {})
    when = When(
        time=words["time"].text if "time" in words else "",
        zone=words["zone"].text if "zone" in words else draft.communities[key].zone,
    )
    assumptions: list[Assumption] = []
    fields = _plan_fields(record, whose, draft, assumptions)
    asking = Asking(name, draft.place(record.line), draft.answers)
    moment = read_moment(when, asking)
    record.finish()
    if moment is None:
        draft.waiting(asking, leaves)
        return
    for field_name, leaf in leaves.items():
        draft.ledger.became(leaf, f"{whose}: {field_name}", TITLE if field_name == "title" else 0)
    clock, zone = moment
    if clock.minutes and not record.has("minutes"):
        fields["minutes"] = clock.minutes
    draft.rooms.append(
        RoomPlan(
            name,
            key,
            short(title.text, TITLE),
            draft.place(record.line),
            on=day,
            time=time(clock.hour, clock.minute),
            zone=zone.name,
            assumptions=(*clock.assumptions, *zone.assumptions, *assumptions),
            **fields,
        )
    )


def text_of(record: Record, name: str, whose: str, draft: Draft, most: int = TEXT) -> str:
    """A text field that is taken over as it stands; "" when it is not written."""
    leaf = record.leaf(name)
    draft.ledger.became(leaf, f"{whose}: {name}", most)
    return long(leaf.text, most) if leaf else ""


def links_of(record: Record, draft: Draft) -> list[Link]:
    """What stands under `links`: plain addresses, or a text with a url."""
    found = []
    for entry in record.mixed("links"):
        if isinstance(entry, Leaf):
            draft.ledger.kept(entry, _("where the community meets elsewhere"))
            found.append(link("link", entry))
            continue
        text, url = entry.leaf("text"), entry.leaf("url")
        for leaf in (text, url):
            draft.ledger.kept(leaf, _("where the community meets elsewhere"))
        address = url.text.strip() if url and is_url(url.text) else ""
        label = [short(leaf.text, 300) for leaf in ((text,) if text and address else (text, url)) if leaf]
        if label:
            found.append(Link("link", ": ".join(label), address))
        entry.finish()
    return found


def known_person(leaf: Leaf, draft: Draft) -> str:
    """The key of the person that `leaf` names; one that nobody has is reported."""
    person = draft.roster.key_for(leaf.text)
    if person:
        draft.ledger.became(leaf, _("person %(person)s") % {"person": person})
    else:
        draft.ledger.unknown(leaf, _("nobody under “people” has this key or name"))
    return person
