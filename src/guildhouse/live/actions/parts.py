"""Parts that are agreed in the room: who presents, who interviews."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit.rules import Refused, no
from guildhouse.live.actions.frame import asked_to_lead, of, shown
from guildhouse.live.casting import given
from guildhouse.live.facts import Facts
from guildhouse.live.models import Part, Run
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat


@act
def give_part(room: Room, *, role: str, people: Collection[Person], actor: Actor) -> Run:
    """Say who plays a part in this round, instead of whoever did; nobody, and it is open again.

    Those who come may be named, so many as the format has in the part. Said again, it changes nothing.
    """
    run, _viewer, fmt = asked_to_lead(room, actor)
    part = next((one for one in given(fmt) if one.key == role), None)
    if part is None:
        raise Refused(no("part", _("This format has no such part to give. Choose one of those it names.")))
    if part.max is not None and len(people) > part.max:
        raise Refused(no("too_many", _("So many cannot play this part at once. Choose fewer people.")))
    wanted = {person.pk for person in people}
    coming = Seat.objects.filter(room=room, state__in=Seat.COMING, person__in=wanted)
    if set(coming.values_list("person", flat=True)) != wanted:
        raise Refused(no("not_coming", _("Only somebody with a seat in this room can play a part in it.")))
    number = max(1, run.steps.legs[run.index].round)
    parts = Part.objects.filter(run=run, round=number)
    before = set(parts.filter(role=role).values_list("person", flat=True))
    if before == wanted:
        return run
    parts.filter(role=role).exclude(person__in=wanted).delete()
    parts.filter(person__in=wanted - before).delete()
    for person in sorted(wanted - before):
        Part.objects.create(run=run, round=number, role=role, person_id=person)
        record(Facts.PART_GIVEN, **of(run, actor), concerns=person, role=role)
    return shown(run)
