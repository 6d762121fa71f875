"""What this house keeps and how long: one table out of all apps, shown to people and worked off by the clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guildhouse.communities.models import Community
from guildhouse.keeping.models import Erasure, Lock
from guildhouse.kit import clock
from guildhouse.kit.retention import Kept, Round, delete, empty
from guildhouse.rooms.models import Room, Series

PORTION = 50


def _form_keys(before: datetime, most: int) -> int:
    # What an import made keeps its key: by it the next import knows the thing.
    done = 0
    for model in (Room, Series, Community):
        keyed = model._default_manager.filter(created_at__lt=before).exclude(form_key=None)
        done += empty(keyed.exclude(form_key__startswith="import:"), most, form_key=None)
    return done


def _locks(before: datetime, most: int) -> int:
    return delete(Lock.objects.filter(lifted_at__lt=before), most)


def _erasures(before: datetime, most: int) -> int:
    return delete(Erasure.objects.filter(Q(ended_at__lt=before)), most)


CLASSES = (
    Kept(
        "form_keys",
        gettext_lazy("By which key a form that makes something was sent"),
        30,
        gettext_lazy("Nobody sends a form again after a month."),
        _form_keys,
    ),
    Kept(
        "locks",
        gettext_lazy("That an account was closed, once it is open again"),
        365,
        gettext_lazy("Long enough to see when something happens again."),
        _locks,
    ),
    Kept(
        "erasures",
        gettext_lazy("Who asked for whom to be erased, once it is done or taken back"),
        90,
        gettext_lazy("Somebody may ask why."),
        _erasures,
    ),
    Kept(
        "tombstones",
        gettext_lazy("That somebody was erased, when, and nothing of who it was"),
        0,
        gettext_lazy("Without it an older backup would bring them back."),
        instead=gettext_lazy("for good"),
    ),
    Kept(
        "logs",
        gettext_lazy("Log lines: which page was asked for, by which number of a person"),
        0,
        gettext_lazy("The house writes them to its standard error and keeps none."),
        instead=gettext_lazy("as long as the machine keeps them"),
    ),
    Kept(
        "history",
        gettext_lazy("What was done in communities and rooms: history, questions, charters, rooms"),
        0,
        gettext_lazy("It is the memory of the community. Who is erased has no name in it any more."),
        instead=gettext_lazy("as long as the community"),
    ),
    Kept(
        "backups",
        gettext_lazy("Copies of the whole house"),
        0,
        gettext_lazy("What was erased is erased again when one is put back."),
        instead=gettext_lazy("as long as the operator keeps them"),
    ),
)


class Row(NamedTuple):
    """One line of the table as people read it."""

    key: str
    what: str
    how_long: str
    why: str


def classes() -> Iterator[Kept]:
    """Every class of every app, in the order of the settings."""
    for module in settings.RETENTION:
        yield from import_module(module).CLASSES


def rows() -> list[Row]:
    """The table in the reader's words."""
    return [Row(one.key, str(one.what), _lasts(one), str(one.why)) for one in classes()]


def _lasts(kept: Kept) -> str:
    if kept.instead:
        return str(kept.instead)
    days = kept.lasts.days
    if days == 0:
        return _("not at all, once it is over")
    if days % 365 == 0:
        return ngettext("a year", "%d years", days // 365) % ((days // 365,) if days > 365 else ())
    return ngettext("%d day", "%d days", days) % days


rounds = Round(timedelta(hours=1))


def forget_portion(most: int = PORTION) -> int:
    """Let go of a portion of every class, each in transactions of its own; answers how many rows went."""
    at = clock.now()
    if not rounds.is_due(at):
        return 0
    gone = sum(one.forget(at - one.lasts, most) for one in classes() if one.forget)
    if not gone:
        rounds.rest(at)
    return gone
