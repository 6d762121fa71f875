"""What the worker does for imports: it writes the files that somebody asked for."""

from django.conf import settings
from django.utils import translation

from guildhouse.history import deliveries
from guildhouse.history.models import Delivery
from guildhouse.imports import actions
from guildhouse.imports.facts import Facts
from guildhouse.imports.models import ImportRun
from guildhouse.kit.rules import Refused

MOST_ATTEMPTS = 6


def bring_in() -> int:
    """Write what was asked for; return how many facts were heard."""
    return deliveries.work_off("imports", hear)


def hear(delivery: Delivery) -> None:
    """Carry out what a fact asks for. A worker that was killed leaves its lease; another goes on where it stopped."""
    run = None
    if delivery.fact.kind == Facts.ASKED:
        asked = ImportRun.objects.filter(pk=delivery.fact.subject_id, state__in=ImportRun.UNDER_WAY)
        run = asked.select_related("person").first()
    if run is not None and not _carry_out(run, delivery):
        deliveries.put_back(delivery, "another worker is at it")
        return
    deliveries.settle(delivery)


def _carry_out(run: ImportRun, delivery: Delivery) -> bool:
    language = run.person.language if run.person else ""
    with translation.override(language or settings.LANGUAGE_CODE):
        if delivery.attempts >= MOST_ATTEMPTS:
            actions.give_up(run, delivery.last_error)
            return True
        try:
            return actions.carry_out(run)
        except Refused as refused:
            actions.give_up(run, str(refused))
            return True
