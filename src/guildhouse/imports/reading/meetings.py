"""The meetings of a group in the shape of sigs.yaml: each becomes a series, a question or a text."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, Link
from guildhouse.imports.reading.drafting import Draft, SeriesDraft, usual
from guildhouse.imports.reading.links import TITLE, is_url, link, short
from guildhouse.imports.reading.records import Record
from guildhouse.imports.reading.sources import Leaf
from guildhouse.imports.reading.timing import Timing, When
from guildhouse.imports.rhythms.readings import NoDates, Zone
from guildhouse.imports.rhythms.zones import read_zone
from guildhouse.rooms.models import Room

FIELDS = {
    "title": ("description", "title", "name"),
    "day": ("day", "days", "weekday"),
    "time": ("time", "start_time"),
    "zone": ("tz", "timezone", "zone"),
    "frequency": ("frequency", "cadence", "recurrence"),
    "minutes": ("minutes", "duration", "length"),
    "joining_link": ("url", "link", "zoom"),
    "archive": ("archive_url", "notes_url", "agenda_url"),
    "recordings": ("recordings_url", "recording_url"),
    "calendar": ("calendar_url",),
}
LINKS = ("archive", "recordings", "calendar")
PRIVATE = re.compile(r"\b(private|closed|invite[- ]only|invitation[- ]only)\b", re.IGNORECASE)
PUBLIC = re.compile(r"\b(public|open)\b", re.IGNORECASE)


@dataclass(slots=True)
class Group:
    """The meetings of one community so far: which texts became which series, and what has no dates."""

    community: str
    draft: Draft
    zones: list[str] = field(default_factory=list)
    unscheduled: list[str] = field(default_factory=list)
    seen: dict[tuple[str, ...], SeriesDraft | str] = field(default_factory=dict)


def read_meetings(record: Record, group: Group, *, topic: str = "", hosts: tuple[str, ...] = ()) -> None:
    """Plan each meeting that `record` lists; `topic` is the subproject it belongs to, `hosts` that one's leads.

    A meeting written again word for word, as groups do under each subproject it serves, is one series with
    several topics.
    """
    entries = list(record.records("meetings"))
    found = [
        (entry, {name: leaf for name, names in FIELDS.items() if (leaf := entry.leaf(*names))})
        for entry in entries
    ]
    group.zones += [
        zone.name
        for _entry, leaves in found
        if "zone" in leaves and isinstance(zone := read_zone(leaves["zone"].text), Zone)
    ]
    for entry, leaves in found:
        _meeting(entry, leaves, group, topic, hosts)
        entry.finish()


def _meeting(
    entry: Record, leaves: dict[str, Leaf], group: Group, topic: str, hosts: tuple[str, ...]
) -> None:
    draft = group.draft
    texts = tuple(" ".join(leaves[name].text.split()) if name in leaves else "" for name in FIELDS)
    if not any(texts):
        return
    if texts in group.seen:
        _written_again(leaves, group.seen[texts], draft, topic, hosts)
        return
    title = texts[0] or _("Meeting of %(group)s") % {
        "group": topic or draft.communities[group.community].name
    }
    key = draft.key(group.community, topic or "-", texts[0] or "meeting")
    group.seen[texts] = key
    minutes = _minutes(leaves, draft)
    said = dict(zip(FIELDS, texts, strict=True))
    when = When(said["day"], said["time"], said["zone"], said["frequency"], tuple(group.zones))
    timing = draft.timing(key, entry.line, when, leaves)
    if isinstance(timing, NoDates):
        _without_dates(leaves, group, title, timing.why)
    if not isinstance(timing, Timing):
        return
    series = SeriesDraft(key, group.community, short(title, TITLE), draft.place(entry.line), timing)
    minutes = minutes or timing.minutes
    series.assumptions += usual(minutes)
    if not texts[0]:
        series.assumptions.append(Assumption("title", title, _("the meeting has no description")))
    series.assumptions.append(_access(title, draft.communities[group.community].joining))
    series.fields = {"hosts": hosts, "topics": (topic,) if topic else (), "minutes": minutes or 60}
    series.fields |= {"access": series.assumptions[-1].value}
    if not draft.add_series(series):
        _without_dates(leaves, group, title, _("it has ended"))
        return
    group.seen[texts] = series
    _links(leaves, series, draft)
    for name, leaf in leaves.items():
        if not draft.ledger.has(leaf):
            what = _("series %(key)s: %(field)s") % {"key": key, "field": name}
            draft.ledger.became(leaf, what, TITLE if name == "title" else 0)


def _access(title: str, joining: str) -> Assumption:
    if PRIVATE.search(title):
        return Assumption("access", "invited", _("its title says that it is not open to everybody"))
    if PUBLIC.search(title):
        return Assumption("access", "site", _("its title says that it is open to everybody"))
    if joining == "open":
        return Assumption("access", "site", _("the group is open, and so are its meetings"))
    return Assumption("access", "members", _("the group chooses its members"))


def _minutes(leaves: dict[str, Leaf], draft: Draft) -> int | None:
    leaf = leaves.get("minutes")
    if leaf is None:
        return None
    match = re.fullmatch(r"(\d{1,3})\s*(h|hours?|m|mins?|minutes?)?\.?", leaf.text.strip().lower())
    minutes = int(match[1]) * (60 if match[2] and match[2].startswith("h") else 1) if match else 0
    if Room.SHORTEST <= minutes <= Room.LONGEST:
        return minutes
    draft.ledger.unknown(leaves.pop("minutes"), _("a length is a number of minutes, like 60"))
    return None


def _links(leaves: dict[str, Leaf], series: SeriesDraft, draft: Draft) -> None:
    found: list[Link] = []
    notes: list[str] = []
    joining = leaves.get("joining_link")
    if joining and is_url(joining.text):
        series.fields["joining_link"] = joining.text.strip()
    elif joining:
        notes.append(" ".join(joining.text.split()))
        draft.ledger.kept(
            joining, _("a note of %(key)s: this is no address to join at") % {"key": series.key}
        )
    for name in LINKS:
        if name in leaves:
            found.append(link(name, leaves[name]))
            if not found[-1].url:
                draft.ledger.kept(
                    leaves[name], _("a text of %(key)s: this is no address") % {"key": series.key}
                )
    series.fields |= {"links": tuple(found), "notes": tuple(notes)}


def _written_again(
    leaves: dict[str, Leaf], first: SeriesDraft | str, draft: Draft, topic: str, hosts: tuple[str, ...]
) -> None:
    """The same meeting once more: its topic and hosts join those of the first writing."""
    key = first if isinstance(first, str) else first.key
    if isinstance(first, SeriesDraft):
        for name, more in (("topics", (topic,) if topic else ()), ("hosts", hosts)):
            known = first.fields[name]
            first.fields[name] = (*known, *(each for each in more if each not in known))
    for leaf in leaves.values():
        if not draft.ledger.has(leaf):
            draft.ledger.left(leaf, _("word for word the same meeting as %(key)s") % {"key": key})


def _without_dates(leaves: dict[str, Leaf], group: Group, title: str, why: str) -> None:
    """A meeting without a rhythm stays a text; its joining link does not, for whoever reads the text."""
    ledger = group.draft.ledger
    told = [leaves[name].text for name in ("day", "time", "zone", "frequency") if name in leaves]
    group.unscheduled.append(f"{title} ({', '.join(' '.join(text.split()) for text in told)})")
    for name, leaf in leaves.items():
        if ledger.has(leaf):
            continue
        if name == "joining_link":
            ledger.left(leaf, _("a joining link is for those who have a seat, and this has no dates"))
        else:
            ledger.kept(leaf, _("among what meets without dates: %(why)s") % {"why": why})
