"""Closing somebody's account, opening it again, and signing somebody out everywhere."""

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.keeping import policy, queries
from guildhouse.keeping.actions.leaving import close_doors, pass_seats_on
from guildhouse.keeping.models import Lock
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.notices.models import Letter
from guildhouse.people import sessions
from guildhouse.people.facts import Facts
from guildhouse.people.models import Person


@act
def lock(person: Person, *, actor: Actor, reason: str) -> Lock:
    """Close somebody's account at once, everywhere, with the reason they are told.

    Memberships, offices and hosting stay, so that it can be undone; seats to come are passed on, the invitations and
    links they gave out end. Locked again it stays as it was.
    """
    at = clock.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(policy.may_lock(actor, person, admins=queries.admins()))
    if held := Lock.objects.in_force().filter(person=person).first():
        return held
    made = Lock.objects.create(person=person, by_id=actor.id, reason=reason, at=at)
    person.is_active = False
    person.save(update_fields=["is_active"])
    sessions.end(person.pk)
    close_doors(person)
    pass_seats_on(person, actor)
    waiting = Letter.objects.filter(person=person, state=Letter.State.QUEUED)
    waiting.update(state=Letter.State.DROPPED)
    record(Facts.LOCKED, actor=actor, subject=made, concerns=person.pk, at=at, reason=reason)
    return made


@act
def unlock(person: Person, *, actor: Actor) -> None:
    """Open somebody's account again; again changes nothing."""
    at = clock.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(policy.may_unlock(actor, person))
    held = Lock.objects.in_force().filter(person=person).first()
    if held is None:
        return
    held.lifted_at, held.lifted_by_id = at, actor.id
    held.save(update_fields=["lifted_at", "lifted_by"])
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(Facts.UNLOCKED, actor=actor, subject=held, concerns=person.pk, at=at)


@act
def end_sessions(person: Person, *, actor: Actor) -> int:
    """Sign somebody out everywhere; answers in how many browsers they were signed in."""
    require(policy.may_end_sessions(actor, person))
    ended = sessions.end(person.pk)
    if ended:
        record(Facts.SESSIONS_ENDED, actor=actor, subject=person, concerns=person.pk)
    return ended
