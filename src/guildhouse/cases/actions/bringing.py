"""Writing a case, opening it to the room, and saying how long it stays. Only its presenter does any of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhouse.cases import keys, policy, queries
from guildhouse.cases.actions.frame import Stage, enter, living, owned
from guildhouse.cases.facts import Facts
from guildhouse.cases.models import Case
from guildhouse.cases.sealing import Words, seal
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms.models import Room

NO_CASE = gettext_lazy("You have no case in this room. Write one first.")


@act
def bring(room: Room, *, actor: Actor, words: Words, follows: str = "") -> Case:
    """Write one's case for a room, or write on at it; nobody else sees it before it is opened.

    `follows` is the edition over which the words were written: in another window it may have become another one.
    """
    stage, at = enter(room, actor), clock.now()
    case = living(stage.room, stage.person)
    if case is not None:
        return _change(case, stage, words, follows, actor)
    require(policy.may_begin(stage.before, stage.room, at=at))
    require(policy.may_follow(None, follows))
    case = Case(room=stage.room, person=stage.person, key=keys.make(), days=_usual_days(stage.room))
    case.brought_at = case.changed_at = at
    case.sealed = seal(words, key=case.key, bound_to=case.public_id)
    case.save(force_insert=True)
    record(Facts.BROUGHT, actor=actor, subject=case, community=stage.room.community_id, at=at)
    return case


@act
def change_words(room: Room, *, actor: Actor, words: Words, follows: str = "") -> Case:
    """Change the words of one's own case; whoever may read it reads the new ones from then on."""
    stage = enter(room, actor)
    return _change(owned(stage.room, stage.person, NO_CASE), stage, words, follows, actor)


def _change(case: Case, stage: Stage, words: Words, follows: str, actor: Actor) -> Case:
    at = clock.now()
    require(policy.may_change(case, stage.before, stage.room, at=at))
    was = queries.words_of(case)
    if was == words:
        return case
    if was is None:
        raise Refused(
            no("unreadable", _("This case cannot be read here any more. Withdraw it, then write it anew."))
        )
    require(policy.may_follow(case, follows))
    if case.opened_at is not None and not words.is_whole:
        require(policy.may_open(case, stage.before, stage.room, is_whole=False, at=at))
    case.sealed, case.changed_at = seal(words, key=case.key, bound_to=case.public_id), at
    case.save(update_fields=["sealed", "changed_at"])
    record(Facts.CHANGED, actor=actor, subject=case, community=stage.room.community_id, at=at)
    return case


@act
def open_to_room(room: Room, *, actor: Actor, days: int | None = None) -> Case:
    """Show one's case to those confirmed in the room, until it expires or is withdrawn."""
    stage, at = enter(room, actor), clock.now()
    case = owned(stage.room, stage.person, NO_CASE)
    words = queries.words_of(case)
    is_whole = words is not None and words.is_whole
    require(policy.may_open(case, stage.before, stage.room, is_whole=is_whole, at=at))
    _stay(case, stage, days, actor)
    if case.opened_at is not None:
        return case
    case.opened_at = at
    case.save(update_fields=["opened_at"])
    record(Facts.OPENED, actor=actor, subject=case, community=stage.room.community_id, at=at)
    return case


@act
def stay(room: Room, *, actor: Actor, days: int) -> Case:
    """Say how many days after the room one's case stays, within the bounds of the community's charter."""
    stage = enter(room, actor)
    case = owned(stage.room, stage.person, NO_CASE)
    require(policy.may_change(case, stage.before, stage.room, at=clock.now()))
    _stay(case, stage, days, actor)
    return case


def _stay(case: Case, stage: Stage, days: int | None, actor: Actor) -> None:
    days = case.days if days is None else days
    # Also when it is only opened: since it was written the charter may have set a nearer bound.
    if days != case.days or case.opened_at is None:
        require(policy.may_stay(days, stage.room.community.case_days, stage.room, at=clock.now()))
    if days == case.days:
        return
    case.days = days
    case.save(update_fields=["days"])
    record(Facts.STAYS, actor=actor, subject=case, community=stage.room.community_id, days=days)


def _usual_days(room: Room) -> int:
    return min(policy.DEFAULT_DAYS, room.community.case_days)
