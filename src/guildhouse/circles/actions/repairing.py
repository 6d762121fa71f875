"""Mending the circles of a room after somebody left or came: as few of them change as can be."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from guildhouse.circles import parts, policy, progress, queries
from guildhouse.circles.actions.writing import Planned, links_of, members_of
from guildhouse.circles.facts import Facts
from guildhouse.circles.models import Arrangement, Circle, CircleMember, Round
from guildhouse.circles.preparing import Asked, Prepared, prepare
from guildhouse.circles.queries import RoundOf
from guildhouse.circles.search.repairing import Limits, Mended, mend
from guildhouse.circles.search.roles import Cast, even_out
from guildhouse.circles.search.telling import unmet
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_of

NOBODY = 10**9


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did: who left, who came, how many circles of all rounds changed, and who is in another one."""

    left: frozenset[int] = frozenset()
    came: frozenset[int] = frozenset()
    circles: int = 0
    people: frozenset[int] = frozenset()


@act
def repair(room: Room, *, actor: Actor) -> Repaired:
    """Bring the circles in step with the seats: whoever has none leaves them, whoever has one comes in.

    Rounds that are over stay as they were. Whoever needs not move stays, and whoever has to is told. When circles and
    seats are in step already, nothing changes.
    """
    room, at = lock(room), clock.now()
    shown = format_of(room.format)
    require(policy.may_form(viewer_of(actor, room), room, shown))
    standing = Arrangement.objects.filter(room=room).first()
    if standing is None:
        raise Refused(no("none", _("There are no circles yet. Form them first.")))
    begun = progress.begun(room)
    left, came = queries.out_of_step(room, shown, begun)
    ahead = [one for one in queries.circles_of(room) if one.number >= max(1, begun)]
    if not (left or came) or not ahead:
        return Repaired()
    if not queries.coming(room, shown):
        raise Refused(
            no("few", _("Nobody who could be in a circle has a seat any more. Let go of the circles."))
        )
    asked = Asked(ahead[-1].number, standing.spreads_experience, standing.minds_language)
    prepared = prepare(room, asked, at=at, begun=max(0, begun - 1))
    mended = _mended(prepared, ahead, under_way=1 if begun else 0)
    planned = Planned(prepared, mended.plan, _cast(prepared, ahead, mended, under_way=1 if begun else 0))
    _write(planned, ahead, mended)
    standing.unmet = [asdict(one) for one in unmet(prepared.task, mended.plan)]
    standing.save(update_fields=["unmet"])
    people = frozenset(prepared.people[one] for moved in mended.moved for one in moved)
    done = Repaired(frozenset(left), frozenset(came), sum(map(len, mended.changed)), people)
    _record(room, done, actor)
    return done


def _numbered(prepared: Prepared, ahead: Iterable[RoundOf]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """The rounds in the numbers of the search; whoever left has a number of nobody."""
    number = {person: at for at, person in enumerate(prepared.people)}
    return tuple(
        tuple(
            tuple(number.get(member.person, NOBODY + member.person) for member in circle.members)
            for circle in one.circles
        )
        for one in ahead
    )


def _mended(prepared: Prepared, ahead: list[RoundOf], *, under_way: int) -> Mended:
    circles, shown = prepared.format.circles, prepared.format
    assert circles is not None  # noqa: S101 - the policy asked for it
    limits = Limits(circles.min, circles.max, shown.circle_sizes)
    stays = parts.staying(shown)
    number = {person: at for at, person in enumerate(prepared.people)}
    keep = frozenset(
        number[member.person]
        for one in ahead
        for circle in one.circles
        for member in circle.members
        if stays is not None and member.role == stays.key and member.person in number
    )
    return mend(prepared.task, _numbered(prepared, ahead), limits, begun=under_way, keep=keep)


def _cast(prepared: Prepared, ahead: list[RoundOf], mended: Mended, *, under_way: int) -> Cast:
    """Who plays which part: as before where they can, and evened out in the circles that changed."""
    number = {person: at for at, person in enumerate(prepared.people)}
    stays = parts.staying(prepared.format) is not None
    cast: Cast = []
    for one, groups in zip(ahead, mended.plan, strict=True):
        before = {
            number[member.person]: member.place
            for circle in one.circles
            for member in circle.members
            if member.person in number and member.role
        }
        cast.append(_kept(prepared, groups, before))
    free = {
        (at, groups[circle])
        for at, (groups, changed) in enumerate(zip(mended.plan, mended.changed, strict=True))
        for circle in changed
        if at >= under_way and not stays
    }
    many = max((len(circle) for groups in mended.plan for circle in groups), default=0)
    count = len(parts.slots(prepared.format, many))
    even_out(mended.plan, cast, count, played=prepared.played, before=prepared.before, free=free)
    return cast


def _kept(prepared: Prepared, groups: Iterable[tuple[int, ...]], before: dict[int, int]) -> dict[int, int]:
    row: dict[int, int] = {}
    for circle in groups:
        open_ones = list(range(len(parts.slots(prepared.format, len(circle)))))
        without = []
        for person in circle:
            place = before.get(person)
            if place in open_ones:
                open_ones.remove(place)
                row[person] = place
            else:
                without.append(person)
        row.update(zip(without, open_ones, strict=False))
    return row


def _write(planned: Planned, ahead: list[RoundOf], mended: Mended) -> None:
    """Write the circles that changed, and no others."""
    links = links_of(planned.prepared.room)
    for at, (one, groups, changed) in enumerate(zip(ahead, mended.plan, mended.changed, strict=True)):
        row = Round.objects.get(room=planned.prepared.room, number=one.number)
        circles = {circle.number: circle for circle in Circle.objects.filter(round=row)}
        numbers = [circle.number for circle in one.circles]
        following = max(numbers) + 1
        numbers += range(following, following + len(groups) - len(numbers))
        CircleMember.objects.filter(
            round=row, circle__number__in=[numbers[number] for number in changed]
        ).delete()
        members = []
        for number in sorted(changed):
            circle = circles.get(numbers[number])
            if not groups[number]:
                if circle is not None:
                    circle.delete()
                continue
            circle = circle or Circle.objects.create(
                round=row, number=numbers[number], link=links.get(numbers[number], "")
            )
            members += members_of(planned, circle, row, groups[number], planned.cast[at])
        CircleMember.objects.bulk_create(members)


def _record(room: Room, done: Repaired, actor: Actor) -> None:
    at = clock.now()
    record(
        Facts.REPAIRED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        left=len(done.left),
        came=len(done.came),
        circles=done.circles,
    )
    for person in sorted(done.people):
        record(
            Facts.CHANGED,
            actor=actor,
            subject=room,
            community=room.community_id,
            concerns=person,
            at=at,
            came=person in done.came,
        )
