"""What the worker does for communities between two facts."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum

from guildhouse.communities import actions
from guildhouse.communities.models import Bridge, Ring
from guildhouse.communities.queries.bridges import COUNTED_AT_ONCE, counted
from guildhouse.kit import clock
from guildhouse.kit.retention import Round
from guildhouse.kit.turns import writers_turn

MOST = 20_000  # bridges that are kept, the strongest ones
rounds = Round(timedelta(hours=1))
turns = Round(timedelta(minutes=10))


def turn_duties() -> int:
    """Every few minutes: end the duties of seasons that are over, and ask for the notes of those that soon will be."""
    at = clock.now()
    if not turns.is_due(at):
        return 0
    turned = actions.turn_duties()
    if not turned:
        turns.rest(at)
    return turned


def count_bridges() -> int:
    """Once an hour, where people are many: count who takes part in two communities; how many numbers changed."""
    at = clock.now()
    if not rounds.is_due(at):
        return 0
    rounds.rest(at)
    memberships = Ring.objects.aggregate(all=Sum("people"))["all"] or 0
    return recount() if memberships > COUNTED_AT_ONCE else 0


def recount() -> int:
    """Count all bridges anew, and write down those that changed. Reading them holds nobody up."""
    now = {(one, other): people for one, other, people in counted()[:MOST]}
    before = {
        (one, other): people for one, other, people in Bridge.objects.values_list("one", "other", "people")
    }
    changed = [
        Bridge(one_id=one, other_id=other, people=people)
        for (one, other), people in sorted(now.items())
        if before.get((one, other)) != people
    ]
    gone = [
        pk for pk, one, other in Bridge.objects.values_list("pk", "one", "other") if (one, other) not in now
    ]
    with writers_turn(), transaction.atomic():
        Bridge.objects.filter(pk__in=gone).delete()
        Bridge.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["one", "other"], update_fields=["people"]
        )
    return len(changed) + len(gone)
