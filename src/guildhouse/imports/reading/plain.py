"""A landscape in this house's own plain shape; docs/import.md lists every field."""

from dataclasses import dataclass, field, replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, CommunityPlan, Topic
from guildhouse.imports.reading.drafting import Draft
from guildhouse.imports.reading.links import NAME, short
from guildhouse.imports.reading.plain_fields import JOINING, LEVEL, OFFICE, VISIBILITY, choose, none_of
from guildhouse.imports.reading.plain_rooms import known_person, links_of, read_room, read_series, text_of
from guildhouse.imports.reading.records import Record
from guildhouse.imports.reading.sources import Leaf
from guildhouse.imports.rhythms.readings import Ask, Zone
from guildhouse.imports.rhythms.zones import read_zone


@dataclass(slots=True)
class House:
    """What holds for the whole file."""

    draft: Draft
    zone: str = ""
    parents: list[tuple[str, Leaf]] = field(default_factory=list)


def read_house(top: Record, draft: Draft, named: str = "") -> None:
    """Plan everything of a file in the plain shape; `named` is the source's name when the caller gives one."""
    version, source = top.leaf("guildhouse"), top.leaf("source")
    if version and version.text.strip() != "1":
        draft.ledger.unknown(version, _("this house reads version 1"))
    draft.ledger.became(
        version if version and version.text.strip() == "1" else None, _("the shape of this file")
    )
    draft.ledger.became(source, _("the name of this source"))
    if source and not named and slugify(source.text):
        draft.source = slugify(source.text)
    house = House(draft)
    house.zone = _zone(top, draft)
    for person in top.records("people"):
        _person(person, draft)
    for record in top.records("communities"):
        _community(record, house)
    for key, leaf in house.parents:
        _parent(key, leaf, draft)
    top.finish()


def _zone(record: Record, draft: Draft) -> str:
    leaf = record.leaf("zone")
    found = read_zone(leaf.text) if leaf else None
    if isinstance(found, Zone):
        draft.ledger.became(leaf, _("the time zone where no other is written"))
        return found.name
    if leaf and isinstance(found, Ask):
        names = ", ".join(choice.value for choice in found.choices)
        draft.ledger.unknown(leaf, " ".join((found.text, names)).strip())
    return ""


def _person(record: Record, draft: Draft) -> str:
    person = draft.roster.enter(
        record.line,
        key=record.leaf("key"),
        handle=record.leaf("github"),
        name=record.leaf("name"),
        affiliation=record.leaf("affiliation"),
        email=record.leaf("email"),
    )
    record.finish()
    return person


def _community(record: Record, house: House) -> None:
    draft = house.draft
    slug, name = record.leaf("slug"), record.leaf("name")
    named = name or slug
    key = slugify(slug.text if slug else name.text if name else "")[:60]
    if named is None or not key or key in draft.communities:
        why = _("a community needs a name or a slug") if not key else _("another community has this slug")
        draft.ledger.unknown(record.node, why)
        return
    draft.ledger.became(slug, _("community %(key)s") % {"key": key})
    draft.ledger.became(name, _("community %(key)s: name") % {"key": key}, NAME)
    assumptions: list[Assumption] = []
    whose = _("community %(key)s") % {"key": key}
    domain = text_of(record, "domain", whose, draft)
    if not domain:
        why = _("the source does not say what it cares about; a convener can write it")
        assumptions.append(Assumption("domain", short(named.text), why))
    draft.communities[key] = CommunityPlan(
        key=key,
        slug=key,
        name=short(named.text),
        kind="community",
        place=draft.place(record.line),
        domain=domain or short(named.text),
        stakes=text_of(record, "stakes", whose, draft),
        scope=text_of(record, "scope", whose, draft),
        visibility=choose(record, "visibility", VISIBILITY, assumptions),
        joining=choose(record, "joining", JOINING, assumptions),
        zone=_zone(record, draft) or house.zone,
        links=tuple(links_of(record, draft)),
        topics=tuple(_topics(record, draft)),
        assumptions=tuple(assumptions),
    )
    if parent := record.leaf("parent"):
        house.parents.append((key, parent))
    for entry in record.mixed("people"):
        _takes_part(entry, key, draft)
    unscheduled = [text for entry in record.records("series") if (text := read_series(entry, key, draft))]
    for entry in record.records("rooms"):
        read_room(entry, key, draft)
    draft.communities[key] = replace(draft.communities[key], unscheduled=tuple(unscheduled))
    record.finish()


def _parent(key: str, leaf: Leaf, draft: Draft) -> None:
    parent = slugify(leaf.text)
    above, seen = parent, {key}
    while above in draft.communities and above not in seen:
        seen.add(above)
        above = draft.communities[above].parent
    if above in seen:
        draft.ledger.unknown(leaf, _("a community cannot be part of itself"))
        return
    if parent not in draft.communities:
        draft.ledger.kept(leaf, _("the slug of a community that this file does not hold"))
    else:
        draft.ledger.became(leaf, _("%(key)s is part of %(parent)s") % {"key": key, "parent": parent})
    draft.communities[key] = replace(draft.communities[key], parent=parent)


def _topics(record: Record, draft: Draft) -> list[Topic]:
    found = []
    for entry in record.mixed("topics"):
        if isinstance(entry, Leaf):
            draft.ledger.kept(entry, _("a part of the community's work"))
            found.append(Topic(" ".join(entry.text.split())))
            continue
        name, description = entry.leaf("name"), entry.leaf("description")
        for leaf in (name, description):
            draft.ledger.kept(leaf, _("a part of the community's work"))
        if name:
            found.append(Topic(" ".join(name.text.split()), description.text.strip() if description else ""))
        entry.finish()
    return found


def _takes_part(entry: Record | Leaf, key: str, draft: Draft) -> None:
    """Somebody in a community: named by their key or name, or described on the spot."""
    if isinstance(entry, Leaf):
        if person := known_person(entry, draft):
            draft.member(key, person, "active", entry.line)
        return
    offices = []
    for leaf in entry.leaves("offices", "office"):
        word = slugify(leaf.text).replace("-", " ")
        office = OFFICE.get(word)
        if office is None:
            draft.ledger.unknown(leaf, none_of(leaf.text, tuple(dict.fromkeys(OFFICE.values()))))
        else:
            draft.ledger.became(
                leaf, _("the office of %(office)s in %(key)s") % {"office": office, "key": key}
            )
            offices.append(office)
    level = choose(entry, "level", LEVEL, []) if entry.has("level") else "core" if offices else "active"
    named = entry.leaf("person")
    person = known_person(named, draft) if named else _person(entry, draft)
    if named:
        entry.finish()
    if person:
        draft.member(key, person, level, entry.line)
        for office in offices:
            draft.office(key, person, office, entry.line)
