"""What a source spoke of before and does no longer: told, never taken away."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community, Membership, Office
from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.imports.applying.memory import row_key, source_key
from guildhouse.imports.applying.report import GONE
from guildhouse.imports.applying.work import Work
from guildhouse.imports.models import Imported
from guildhouse.kit import clock
from guildhouse.rooms.models import Room, Series

Kind = Imported.Kind


@act
def tell_vanished(work: Work, *, actor: Actor) -> None:
    """Tell what is here still though this source says nothing of it any more; should it speak again, it counts anew."""
    for row in vanished(work):
        if told := TELLING[row.kind](row.object_id or 0):
            work.report.tell(GONE, "", *told)
        if row.said:
            row.said = {}
            row.save(update_fields=["said"])


def vanished(work: Work) -> list[Imported]:
    """The things of earlier imports that the plan does not hold; what waits for an answer is not among them."""
    plan = work.plan
    waiting = {row_key(question.subject) for question in plan.questions}
    here = {
        Kind.COMMUNITY: {row_key(each.key) for each in plan.communities},
        Kind.PERSON: {row_key(each.key) for each in plan.people},
        Kind.MEMBERSHIP: {row_key(each.key) for each in plan.memberships},
        Kind.OFFICE: {row_key(each.key) for each in plan.offices},
        Kind.SERIES: {row_key(each.key) for each in plan.series} | waiting,
        Kind.ROOM: {row_key(each.key) for each in plan.rooms} | waiting,
    }
    rows = Imported.objects.filter(source=source_key(work.source)).order_by("kind", "key", "pk")
    return [row for row in rows if row.key not in here[Kind(row.kind)]]


def _community(pk: int) -> tuple[str, str] | None:
    found = Community.objects.open().filter(pk=pk).first()
    return (found.name, _("a community; archive it if it is over")) if found else None


def _membership(pk: int) -> tuple[str, str] | None:
    found = Membership.objects.living().filter(pk=pk).select_related("person", "community").first()
    return (
        (f"{found.person}, {found.community}", _("a member; nobody is removed by an import"))
        if found
        else None
    )


def _office(pk: int) -> tuple[str, str] | None:
    found = Office.objects.held().filter(pk=pk).select_related("person", "community").first()
    if found is None:
        return None
    what = f"{found.person}, {found.community}: {found.get_kind_display()}"
    return what, _("an office; a convener can end it or hand it over")


def _series(pk: int) -> tuple[str, str] | None:
    found = Series.objects.filter(pk=pk, ended_at=None).select_related("community").first()
    why = _("a series; end it if it does not meet any more")
    return (f"{found.purpose}, {found.community}", why) if found else None


def _room(pk: int) -> tuple[str, str] | None:
    ahead = Room.objects.filter(pk=pk, state__in=Room.SEATABLE, starts_at__gt=clock.now())
    found = ahead.select_related("community").first()
    return (
        (f"{found.purpose}, {found.community}", _("a room; cancel it if it does not take place"))
        if found
        else None
    )


TELLING: dict[str, Callable[[int], tuple[str, str] | None]] = {
    Kind.COMMUNITY: _community,
    Kind.PERSON: lambda _pk: None,
    Kind.MEMBERSHIP: _membership,
    Kind.OFFICE: _office,
    Kind.SERIES: _series,
    Kind.ROOM: _room,
}
