"""A format the circle of the demo house made its own, and wrote once more after it had been tried."""

from datetime import datetime, timedelta

from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo.founding import VIA
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.formats import text_of

COPIED = "incident-method"
ADVICE = (
    'name = { en = "Advice round", it = "Giro di consigli" }\nminutes = { default = %s, min = 5, max = %s }'
)
CHANGES = (
    ('en = "Incident method (intervision)"', 'en = "Incident evening"'),
    ('it = "Metodo dell\'incidente (intervisione)"', 'it = "Serata di un caso"'),
    ("total_minutes = 65", "total_minutes = 75"),
    (ADVICE % (10, 15), ADVICE % (20, 25)),
)
CHANGED_AGAIN = (("total_minutes = 75", "total_minutes = 70"), (ADVICE % (20, 25), ADVICE % (15, 25)))


def adopt(people: dict[str, Person], now: datetime) -> None:
    """Let the circle's convener copy a format four months ago, and shorten it a month later."""
    circle = Community.objects.get(slug="intervision-of-the-lakes")
    marta = Actor(people["marta"], VIA)
    text = _with(text_of(COPIED), CHANGES)
    with clock.at(now - timedelta(days=120)):
        why = "With ten minutes the advice stayed general."
        own = actions.make_format(circle, actor=marta, text=text, made_from=COPIED, reason=why)
    with clock.at(now - timedelta(days=90)):
        why = "Twenty was too much of a good thing; fifteen is right."
        actions.edit_format(own, actor=marta, text=_with(text, CHANGED_AGAIN), reason=why)


def _with(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    for before, after in changes:
        text = text.replace(before, after, 1)
    return text
