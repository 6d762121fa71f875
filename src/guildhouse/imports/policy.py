"""Who may bring a landscape in."""

from django.utils.translation import gettext as _

from guildhouse.imports.models import ImportRun
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person


def may_import(person: Person | None) -> Verdict:
    """Whether the person may bring communities into this house: those who run it."""
    if person is not None and person.is_site_admin:
        return YES
    return forbid("not_house", _("Only those who run this house bring in communities founded elsewhere."))


def may_change(person: Person | None, run: ImportRun) -> Verdict:
    """Whether answers may still be given, or the file be asked for: not while it is being written."""
    if not (verdict := may_import(person)):
        return verdict
    if run.state in ImportRun.UNDER_WAY:
        return no("under_way", _("This file is being brought in. Wait until it is done."))
    return YES
