"""Looking after a community: its texts, its settings, its address, its stage, its place among the others."""

from guildhouse.communities import policy, queries
from guildhouse.communities.actions.frame import lock, standing_of
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, OldSlug, StageDeclaration
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require


@act
def write_domain(
    community: Community,
    *,
    name: str,
    domain: str,
    stakes: str,
    scope: str,
    first_thing: str,
    actor: Actor,
    elsewhere: str | None = None,
) -> Community:
    """Write what the community is about: domain, stakes, scope, and the first thing a newcomer can do."""
    community = lock(community)
    require(policy.may_write_domain(standing_of(actor, community), community, domain))
    texts = {"name": name, "domain": domain, "stakes": stakes, "scope": scope, "first_thing": first_thing}
    if elsewhere is not None:
        texts["elsewhere"] = elsewhere
    if changed := _change(community, texts):
        record(Facts.DOMAIN_WRITTEN, actor=actor, subject=community, community=community.pk, changed=changed)
    return community


@act
def change_settings(
    community: Community,
    *,
    visibility: str,
    joining: str,
    rooms_by: str,
    language: str,
    zone: str,
    actor: Actor,
    case_days: int | None = None,
) -> Community:
    """Change who knows of the community, how people join, who opens rooms, its language and its time zone.

    `case_days`: how long a case may stay after its room at most; as it was when it is not given.
    """
    community = lock(community)
    require(policy.may_change_settings(standing_of(actor, community), community, visibility))
    wanted: dict[str, str | int] = {
        "visibility": visibility,
        "joining": joining,
        "rooms_by": rooms_by,
        "language": language,
        "zone": zone,
    }
    if case_days is not None:
        wanted["case_days"] = case_days
    if changed := _change(community, wanted):
        record(
            Facts.SETTINGS_CHANGED,
            actor=actor,
            subject=community,
            community=community.pk,
            changed={key: wanted[key] for key in changed},
        )
    return community


@act
def readdress(community: Community, *, slug: str, actor: Actor) -> Community:
    """Give the community a new address; the old one leads on to it."""
    community = lock(community)
    old = community.slug
    taken = Community.objects.exclude(pk=community.pk).filter(slug=slug).exists()
    taken = taken or OldSlug.objects.exclude(community=community).filter(slug=slug).exists()
    require(policy.may_readdress(standing_of(actor, community), community, taken=taken))
    if slug == old:
        return community
    OldSlug.objects.filter(slug=slug, community=community).delete()
    OldSlug.objects.create(slug=old, community=community)
    community.slug = slug
    community.save(update_fields=["slug"])
    record(Facts.READDRESSED, actor=actor, subject=community, community=community.pk, slug=slug, before=old)
    return community


@act
def declare_stage(community: Community, *, stage: str, why: str, actor: Actor) -> StageDeclaration:
    """Declare the stage the community is in and what makes one say so; the counts of the day are kept beside it."""
    at = clock.now()
    community = lock(community)
    require(policy.may_change(standing_of(actor, community), community))
    last = StageDeclaration.objects.filter(community=community).order_by("-at", "-pk").first()
    if last and (last.stage, last.why, community.stage) == (stage, why, stage):
        return last
    evidence = queries.evidence(community, at=at)
    declared = StageDeclaration.objects.create(
        community=community, stage=stage, why=why, evidence=evidence, by_id=actor.id, at=at
    )
    community.stage = stage
    community.save(update_fields=["stage"])
    record(
        Facts.STAGE_DECLARED,
        actor=actor,
        subject=declared,
        community=community.pk,
        at=at,
        stage=stage,
        why=why,
    )
    return declared


@act
def archive(community: Community, *, actor: Actor) -> Community:
    """Put the community into the archive: its pages stay, and nothing is changed any more."""
    at = clock.now()
    community = lock(community)
    require(policy.may_archive(standing_of(actor, community), community))
    if community.state == Community.State.ARCHIVED:
        return community
    _change(community, {"state": Community.State.ARCHIVED, "archived_at": at})
    record(Facts.ARCHIVED, actor=actor, subject=community, community=community.pk, at=at)
    return community


@act
def unarchive(community: Community, *, actor: Actor) -> Community:
    """Take the community out of the archive; a call comes back as a call."""
    community = lock(community)
    require(policy.may_archive(standing_of(actor, community), community))
    if community.state != Community.State.ARCHIVED:
        return community
    state = Community.State.OPEN if community.opened_at else Community.State.CALL
    _change(community, {"state": state, "archived_at": None})
    record(Facts.UNARCHIVED, actor=actor, subject=community, community=community.pk)
    return community


@act
def nest(community: Community, parent: Community | None, *, actor: Actor) -> Community:
    """Make the community part of a larger one, or let it stand alone; memberships stay each their own."""
    community = lock(community)
    above = standing_of(actor, parent) if parent else None
    inside_itself = parent is not None and community.pk in ancestors(parent)
    require(policy.may_nest(standing_of(actor, community), above, inside_itself=inside_itself))
    if community.parent_id == (parent.pk if parent else None):
        return community
    before = community.parent_id
    community.parent = parent
    community.save(update_fields=["parent"])
    record(
        Facts.NESTED,
        actor=actor,
        subject=community,
        community=community.pk,
        before=before,
        parent=parent.pk if parent else None,
    )
    return community


def ancestors(community: Community) -> list[int]:
    """The ids of a community and of all it belongs to, from itself upwards."""
    line: list[int] = []
    pk: int | None = community.pk
    while pk is not None and pk not in line:
        line.append(pk)
        pk = Community.objects.filter(pk=pk).values_list("parent", flat=True).first()
    return line


def _change(community: Community, wanted: dict) -> list[str]:
    changed = [key for key, value in wanted.items() if getattr(community, key) != value]
    for key in changed:
        setattr(community, key, wanted[key])
    if changed:
        community.save(update_fields=changed)
    return changed
