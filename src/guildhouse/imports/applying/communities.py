"""Communities of a plan, with the larger ones they belong to."""

from collections import Counter

from django.utils.translation import gettext as _

from guildhouse.communities import actions
from guildhouse.communities.models import Community
from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.imports import reports
from guildhouse.imports.applying import memory, saying
from guildhouse.imports.applying.report import CHANGED, LEFT, MADE, REFUSED, SAME
from guildhouse.imports.applying.work import Work
from guildhouse.imports.models import Imported
from guildhouse.imports.plan import CommunityPlan
from guildhouse.kit.rules import Refused

KIND = Imported.Kind.COMMUNITY
TEXTS = ("name", "domain", "stakes", "scope")
SETTINGS = ("visibility", "joining", "zone")
ELSEWHERE = ("links", "topics", "stakeholders", "unscheduled")


def parents_first(planned: tuple[CommunityPlan, ...]) -> list[CommunityPlan]:
    """The communities in an order in which each comes after the one it belongs to."""
    by_key = {each.key: each for each in planned}
    found: dict[str, CommunityPlan] = {}

    def take(each: CommunityPlan) -> None:
        if each.key not in found:
            if each.parent in by_key:
                take(by_key[each.parent])
            found[each.key] = each

    for each in planned:
        take(each)
    return list(found.values())


@act
def bring_community(work: Work, plan: CommunityPlan, *, actor: Actor) -> None:
    """Bring in a community, or change what the source says differently about one that is here."""
    row = memory.known(work.source, KIND, plan.key)
    said = saying.community(plan)
    community = Community.objects.filter(pk=row.object_id or 0).first() if row else None
    if row is not None and community is None:
        work.communities[plan.key] = None
        work.report.tell(LEFT, plan.place, plan.name, _("was erased here and is not brought in again"))
        return
    parent = _parent(work, plan)
    if plan.parent and parent is None:
        said.pop("parent", None)
    outcome = SAME
    if community is None:
        community, outcome = _made(work, plan, parent, actor), MADE
    elif changed := memory.differing(row, said):
        try:
            _change(community, plan, changed, reports.elsewhere(work.plan, plan.key), parent, actor)
            outcome = CHANGED
        except Refused as refused:
            work.report.tell(REFUSED, plan.place, plan.name, str(refused))
            said = row.said if row else said
    memory.keep(row, work.source, KIND, plan.key, said=said, day=work.day, object_id=community.pk)
    work.communities[plan.key] = community.pk
    work.report.communities.append((community.slug, community.name))
    work.report.count(KIND, outcome)


def _parent(work: Work, plan: CommunityPlan) -> Community | None:
    if not plan.parent:
        return None
    pk = work.communities.get(plan.parent)
    here = Community.objects.filter(pk=pk) if pk else Community.objects.filter(slug=plan.parent)
    parent = here.first()
    if parent is None:
        why = _("no community here has the address %(slug)s, to which it is said to belong")
        work.report.tell(REFUSED, plan.place, plan.name, why % {"slug": plan.parent})
    return parent


def _made(work: Work, plan: CommunityPlan, parent: Community | None, actor: Actor) -> Community:
    return actions.bring_in(
        slug=plan.slug,
        name=plan.name,
        domain=plan.domain,
        stakes=plan.stakes,
        scope=plan.scope,
        visibility=plan.visibility,
        joining=plan.joining,
        zone=plan.zone or _zone_of_its_meetings(work, plan.key),
        elsewhere=reports.elsewhere(work.plan, plan.key),
        parent=parent,
        form_key=memory.form_key(work.source, KIND, plan.key),
        actor=actor,
    )


def _zone_of_its_meetings(work: Work, key: str) -> str:
    zones = Counter(each.rhythm.zone for each in work.plan.series if each.community == key)
    zones.update(each.zone for each in work.plan.rooms if each.community == key)
    return zones.most_common(1)[0][0] if zones else "UTC"


def _change(
    community: Community,
    plan: CommunityPlan,
    changed: set[str],
    elsewhere: str,
    parent: Community | None,
    actor: Actor,
) -> None:
    texts = {name: getattr(plan if name in changed else community, name) for name in TEXTS}
    if changed & {*TEXTS, *ELSEWHERE}:
        actions.write_domain(
            community,
            **texts,
            first_thing=community.first_thing,
            elsewhere=elsewhere if changed & set(ELSEWHERE) else None,
            actor=actor,
        )
    if changed & set(SETTINGS):
        settings = {name: getattr(plan if name in changed else community, name) for name in SETTINGS}
        settings["zone"] = settings["zone"] or community.zone
        actions.change_settings(
            community,
            **settings,
            rooms_by=community.rooms_by,
            language=community.language,
            actor=actor,
        )
    if "parent" in changed:
        actions.nest(community, parent, actor=actor)
