"""What the tests of the applying half share: bringing a text in, and everything that is in the house afterwards."""

from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import models

from guildhouse.history.actors import Actor
from guildhouse.imports import actions
from guildhouse.imports.applying.report import Report
from guildhouse.imports.plan import Plan
from guildhouse.imports.reading.answers import Answers
from guildhouse.imports.reading.landscape import read_landscape
from guildhouse.kit import clock

FRIDAY = datetime(2025, 11, 21, 12, tzinfo=UTC)
IMPORT = Actor(None, "import")

VALLEY = """
guildhouse: 1
source: valley
zone: Europe/Rome
people:
- {key: ada, name: Ada Rossi, github: ada-rossi, affiliation: North Mill}
- {key: bo, name: Bo Conti, github: bo-conti}
communities:
- slug: weaving
  name: Weaving
  domain: Looms and those who mend them.
  links: [https://chat.example/weaving]
  people:
  - {person: ada, offices: [convener]}
  - {person: bo, level: active}
  series:
  - title: Case round
    when: every two weeks on Tuesday
    time: "17:00"
    minutes: 75
    joining_link: https://meet.example/cases
    hosts: [ada]
  rooms:
  - {title: Dressing lab, date: 2026-03-27, time: 2 pm, minutes: 90}
- slug: dyeing
  name: Dyeing
  domain: Colours that hold.
  parent: weaving
"""


def planned(text: str | bytes = VALLEY, at: datetime = FRIDAY, answers: Answers | None = None) -> Plan:
    """The plan of a text, read on a Friday."""
    return read_landscape(text, file="valley.yaml", day=at.date(), answers=answers)


def brought(text: str | bytes = VALLEY, at: datetime = FRIDAY, **more: Any) -> Report:
    """What came of bringing a text in."""
    answers = more.pop("answers", None)
    with clock.at(at):
        return actions.apply(planned(text, at, answers), actor=IMPORT, **more)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the house's own, to be compared as a whole."""
    return {
        model._meta.label: _rows(model) for model in apps.get_models() if "guildhouse" in model.__module__
    }


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())
