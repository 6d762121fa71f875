"""Whether a community has rooms ahead of it, asked of the apps above.

History alone cannot answer: a draft that was deleted leaves its "planned" behind. So the app that has rooms appends a
function in its `AppConfig.ready` that counts those of a community that are planned or published and still to come:

    from guildhouse.communities import meetings
    meetings.ROOMS_AHEAD.append(queries.rooms_ahead)
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

RoomsAhead = Callable[[int, datetime], int]
RoomsLately = Callable[[int, datetime], Mapping[str, int]]

ROOMS_AHEAD: list[RoomsAhead] = []
# The rooms that began or begin after a moment, by what became of them: "published" since then, "held", "fallen".
ROOMS_LATELY: list[RoomsLately] = []


def count_ahead(community_id: int, at: datetime) -> int:
    """How many rooms of the community are still to come."""
    return sum(ahead(community_id, at) for ahead in ROOMS_AHEAD)


def count_lately(community_id: int, since: datetime) -> Counter[str]:
    """What became of the community's rooms since then."""
    counted: Counter[str] = Counter()
    for lately in ROOMS_LATELY:
        counted.update(lately(community_id, since))
    return counted
