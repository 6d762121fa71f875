"""Memberships and offices of a plan. Who left, was removed or laid an office down is not brought back."""

from django.utils.translation import gettext as _

from guildhouse.communities import actions
from guildhouse.communities.models import Block, Community, Office
from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.imports.applying import memory, saying
from guildhouse.imports.applying.report import CHANGED, LEFT, MADE, REFUSED, SAME
from guildhouse.imports.applying.work import Work
from guildhouse.imports.models import Imported
from guildhouse.imports.plan import MembershipPlan, OfficePlan
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person

MEMBERSHIP, OFFICE = Imported.Kind.MEMBERSHIP, Imported.Kind.OFFICE


@act
def bring_members(work: Work, key: str, *, actor: Actor) -> None:
    """Bring the people of one community into it, with their offices."""
    community = work.community(key)
    if community is None:
        return
    for member in work.plan.memberships:
        if member.community == key and (person := _person(work, member.person)):
            _asking_first(work, member, community, person, actor)
    for office in work.plan.offices:
        if office.community == key and (person := _person(work, office.person)):
            _asking_first(work, office, community, person, actor)


def _person(work: Work, key: str) -> Person | None:
    pk = work.people.get(key)
    return Person.objects.filter(pk=pk).first() if pk else None


def _asking_first(
    work: Work, plan: MembershipPlan | OfficePlan, community: Community, person: Person, actor: Actor
) -> None:
    try:
        if isinstance(plan, MembershipPlan):
            _member(work, plan, community, person, actor)
        else:
            _office(work, plan, community, person, actor)
    except Refused as refused:
        work.report.tell(REFUSED, plan.place, f"{person}, {community}", str(refused))


def _member(work: Work, plan: MembershipPlan, community: Community, person: Person, actor: Actor) -> None:
    row = memory.known(work.source, MEMBERSHIP, plan.key)
    said = saying.membership(plan)
    here = community.memberships.living().filter(person=person).first()
    outcome = SAME
    if row is not None and not memory.differing(row, said):
        if here is None:
            work.report.tell(LEFT, plan.place, f"{person}, {community}", _("is no member here any more"))
    elif Block.objects.in_force().filter(community=community, person=person).exists():
        work.report.tell(LEFT, plan.place, f"{person}, {community}", _("was asked to stay away"))
    elif here is None:
        here = actions.bring_member(community, person, level=plan.level, actor=actor)
        outcome = MADE if row is None else CHANGED
    elif row is not None:
        evidence = _("So the source says from which this community was brought in.")
        here = actions.recognise(here, level=plan.level, evidence=evidence, actor=actor)
        outcome = CHANGED
    pk = here.pk if here else row.object_id if row else None
    memory.keep(row, work.source, MEMBERSHIP, plan.key, said=said, day=work.day, object_id=pk)
    work.report.count(MEMBERSHIP, outcome)


def _office(work: Work, plan: OfficePlan, community: Community, person: Person, actor: Actor) -> None:
    row = memory.known(work.source, OFFICE, plan.key)
    said = saying.office(plan)
    held = Office.objects.held().filter(community=community, person=person, kind=plan.office).first()
    outcome = SAME
    if row is not None and not memory.differing(row, said):
        if held is None:
            what = _("%(who)s as %(office)s, %(community)s")
            told = {"who": person, "office": Office.Kind(plan.office).label, "community": community}
            work.report.tell(LEFT, plan.place, what % told, _("the office ended here"))
    elif held is None:
        if not community.memberships.living().filter(person=person).exists():
            return
        held = actions.appoint(community, person, kind=plan.office, actor=actor)
        outcome = MADE if row is None else CHANGED
    pk = held.pk if held else row.object_id if row else None
    memory.keep(row, work.source, OFFICE, plan.key, said=said, day=work.day, object_id=pk)
    work.report.count(OFFICE, outcome)
