"""A landscape in the shape of the Kubernetes community's sigs.yaml: groups, leaders, meetings, subprojects."""

import re
from dataclasses import replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption, CommunityPlan, Link, Topic
from guildhouse.imports.reading.drafting import Draft
from guildhouse.imports.reading.links import NAME, TEXT, is_url, link, long, short
from guildhouse.imports.reading.meetings import Group, read_meetings
from guildhouse.imports.reading.records import Record, plain_name
from guildhouse.imports.reading.sources import Leaf, leaves

SECTIONS = {"sigs": "sig", "workinggroups": "wg", "usergroups": "ug", "committees": "committee"}
OFFICES = {"chairs": ("convener", "core"), "tech_leads": ("facilitator", "core")}


def read_groups(top: Record, draft: Draft) -> None:
    """Plan every group of the file: communities, people with offices, series; account for everything else."""
    stakeholders: list[tuple[str, Leaf]] = []
    for section, kind in SECTIONS.items():
        for record in top.records(section):
            _group(record, kind, draft, stakeholders)
    for community, leaf in stakeholders:
        _stakeholder(community, leaf, draft)
    top.finish()


def _group(record: Record, kind: str, draft: Draft, stakeholders: list[tuple[str, Leaf]]) -> None:
    folder, name = record.leaf("dir"), record.leaf("name")
    named = folder or name
    if named is None or not slugify(named.text):
        draft.ledger.unknown(record.node, _("a group needs a name or a dir"))
        return
    key = folder.text.strip() if folder and slugify(folder.text) else f"{kind}-{slugify(named.text)}"
    if key in draft.communities:
        line = draft.communities[key].place.line
        why = _("another group with this dir begins on line %(line)s; only that one is taken") % {
            "line": line
        }
        draft.ledger.unknown(record.node, why)
        return
    draft.ledger.became(folder, _("community %(key)s") % {"key": key})
    draft.ledger.became(name, _("community %(key)s: name") % {"key": key}, NAME)
    draft.communities[key] = _community(record, key, kind, short((name or named).text), draft)
    _leadership(record, key, draft)
    links = _charter(record, draft) + _contact(record, key, draft)
    group = Group(key, draft)
    read_meetings(record, group)
    topics = _topics(record, key, group, draft)
    stakeholders += [(key, leaf) for leaf in record.leaves("stakeholder_sigs")]
    draft.communities[key] = replace(
        draft.communities[key],
        links=tuple(links),
        topics=tuple(topics),
        unscheduled=tuple(group.unscheduled),
    )
    record.finish()


def _community(record: Record, key: str, kind: str, name: str, draft: Draft) -> CommunityPlan:
    mission, label = record.leaf("mission_statement"), record.leaf("label")
    draft.ledger.became(mission, _("community %(key)s: domain statement") % {"key": key}, TEXT)
    draft.ledger.kept(label, _("community %(key)s: label") % {"key": key})
    joining = "invitation" if kind == "committee" else "open"
    assumptions = [
        Assumption("visibility", "public", _("the source is public")),
        Assumption(
            "joining",
            joining,
            _("a committee chooses its members")
            if kind == "committee"
            else _("a group is open to whoever comes"),
        ),
    ]
    if mission is None:
        assumptions.append(
            Assumption("domain", name, _("the source has no mission; a convener can write one"))
        )
    return CommunityPlan(
        key=key,
        slug=slugify(key)[:60].rstrip("-"),
        name=name,
        kind=kind,
        place=draft.place(record.line),
        domain=long(mission.text) if mission else name,
        joining=joining,
        label=label.text.strip() if label else "",
        assumptions=tuple(assumptions),
    )


def _leadership(record: Record, key: str, draft: Draft) -> None:
    leadership = record.record("leadership")
    if leadership is None:
        return
    for field, (office, level) in OFFICES.items():
        for entry in leadership.records(field):
            person = _person(entry, draft)
            if person:
                draft.office(key, person, office, entry.line)
                draft.member(key, person, level, entry.line)
    for entry in leadership.records("emeritus_leads"):
        person = _person(entry, draft)
        if person:
            draft.member(key, person, "alumnus", entry.line)
    leadership.finish()


def _person(record: Record, draft: Draft) -> str:
    person = draft.roster.enter(
        record.line,
        handle=record.leaf("github", "handle"),
        name=record.leaf("name"),
        affiliation=record.leaf("company", "affiliation", "organization"),
        email=record.leaf("email"),
    )
    record.finish()
    return person


def _charter(record: Record, draft: Draft) -> list[Link]:
    leaf = record.leaf("charter_link")
    draft.ledger.kept(leaf, _("a link of the community"))
    return [link("charter", leaf)] if leaf else []


def _contact(record: Record, key: str, draft: Draft, topic: str = "") -> list[Link]:
    contact = record.record("contact")
    if contact is None:
        return []
    found: list[Link] = []
    for team in contact.records("teams"):
        name, description = team.leaf("name"), team.leaf("description")
        for leaf in (name, description):
            draft.ledger.kept(leaf, _("a team among the community's links"))
        texts = [" ".join(leaf.text.split()) for leaf in (name, description) if leaf]
        found += [Link("team", ": ".join(texts))] if texts else []
        team.finish()
    liaison = contact.record("liaison")
    person = _person(liaison, draft) if liaison else ""
    if person and liaison:
        draft.office(key, person, "broker", liaison.line, topic)
        draft.member(key, person, "peripheral", liaison.line)
    for field, node in contact.pairs():
        if plain_name(field) in ("teams", "liaison"):
            continue
        for leaf in leaves(node):
            if leaf.is_empty or draft.ledger.has(leaf):
                continue
            if "private" in field.lower():
                draft.ledger.left(leaf, _("what is private in the source is not shown here"))
                continue
            draft.ledger.kept(leaf, _("where the community meets elsewhere"))
            hash_sign = "#" if field == "slack" and not is_url(leaf.text) else ""
            found.append(link(field, leaf, prefix=hash_sign))
    return found


def _topics(record: Record, key: str, group: Group, draft: Draft) -> list[Topic]:
    found = []
    for entry in record.mixed("subprojects"):
        if isinstance(entry, Leaf):
            draft.ledger.kept(entry, _("a part of the work of %(key)s") % {"key": key})
            found.append(Topic(" ".join(entry.text.split())))
        elif topic := _topic(entry, key, group, draft):
            found.append(topic)
    return found


def _topic(record: Record, key: str, group: Group, draft: Draft) -> Topic | None:
    name, description = record.leaf("name"), record.leaf("description")
    title = " ".join(name.text.split()) if name else ""
    draft.ledger.kept(name, _("a part of the work of %(key)s") % {"key": key})
    draft.ledger.kept(description, _("a part of the work of %(key)s") % {"key": key})
    links = _contact(record, key, draft, title)
    for leaf in record.leaves("owners"):
        draft.ledger.kept(leaf, _("a link of this part of the work"))
        links.append(link("owners", leaf))
    hosts = []
    for entry in record.records("leads"):
        person = _person(entry, draft)
        if person:
            draft.office(key, person, "facilitator", entry.line, title)
            draft.member(key, person, "active", entry.line)
            hosts.append(person)
    read_meetings(record, group, topic=title, hosts=tuple(hosts))
    record.finish()
    return Topic(title, description.text.strip() if description else "", tuple(links)) if title else None


def _stakeholder(community: str, leaf: Leaf, draft: Draft) -> None:
    wanted = re.sub(r"^(sig|wg|ug)[- ]", "", slugify(leaf.text))
    fitting = [
        each.key
        for each in draft.communities.values()
        if each.kind == "sig" and wanted in (slugify(each.name), each.label, each.key.removeprefix("sig-"))
    ]
    if len(fitting) != 1:
        draft.ledger.unknown(leaf, _("no group of this name is in the file"))
        return
    draft.ledger.became(
        leaf, _("%(key)s has a stake in %(community)s") % {"key": fitting[0], "community": community}
    )
    known = draft.communities[community]
    draft.communities[community] = replace(known, stakeholders=(*known.stakeholders, fitting[0]))
