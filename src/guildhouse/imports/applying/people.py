"""People of a plan: made where they are not known yet, and never made again once they were erased."""

from django.utils.translation import gettext as _

from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.imports.applying import memory, saying
from guildhouse.imports.applying.report import CHANGED, LEFT, MADE, SAME
from guildhouse.imports.applying.work import Work
from guildhouse.imports.models import Imported
from guildhouse.imports.plan import PersonPlan
from guildhouse.people import actions as people
from guildhouse.people.erased import known_as
from guildhouse.people.models import Person

KIND = Imported.Kind.PERSON


@act
def bring_people(work: Work, planned: list[PersonPlan], *, actor: Actor) -> None:
    """Find or make these people. Somebody with an account keeps what they say of themselves."""
    for plan in planned:
        person = _bring(work, plan, actor)
        work.people[plan.key] = person.pk if person and person.erased_at is None else None


def _bring(work: Work, plan: PersonPlan, actor: Actor) -> Person | None:
    row = memory.known(work.source, KIND, plan.key)
    said = saying.person(plan)
    outcome = SAME
    if row is None:
        person: Person | None = _known_here(plan)
        if person is None:
            texts = {name: getattr(plan, name) for name in saying.OF_PEOPLE}
            person, outcome = people.bring_person(actor=actor, **texts), MADE
    else:
        person = now_of(row.object_id)
        changed = memory.differing(row, said) & set(saying.OF_PEOPLE)
        if person is not None and person.erased_at is None and changed and not person.is_claimed:
            people.correct_person(person, actor=actor, **_free(plan, person, changed))
            outcome = CHANGED
    if person is None or person.erased_at is not None:
        why = _("was erased here and is not made again")
        work.report.tell(LEFT, plan.place, _("a person"), why)
    pk = person.pk if person else row.object_id if row else None
    memory.keep(row, work.source, KIND, plan.key, said=said, day=work.day, object_id=pk)
    work.report.count(KIND, outcome)
    return person


def _known_here(plan: PersonPlan) -> Person | None:
    """Whoever has this handle, erased people included, or an account with this address."""
    if plan.handle and (found := known_as(plan.handle)):
        return now_of(found.pk)
    if plan.email:
        return Person.objects.living().claimed().filter(email__iexact=plan.email).order_by("pk").first()
    return None


def now_of(pk: int | None) -> Person | None:
    """The person of this id, or whoever they turned out to be."""
    person = Person.objects.filter(pk=pk).first() if pk else None
    while person is not None and person.merged_into_id is not None:
        person = Person.objects.filter(pk=person.merged_into_id).first()
    return person


def _free(plan: PersonPlan, person: Person, changed: set[str]) -> dict[str, str]:
    texts = {name: getattr(plan, name) for name in sorted(changed)}
    if texts.get("handle"):
        taken = Person.objects.filter(handle__iexact=texts["handle"]).exclude(pk=person.pk).exists()
        if taken:
            del texts["handle"]
    return texts
