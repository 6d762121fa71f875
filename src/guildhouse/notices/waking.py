"""Letters that wait for the end of a pause, when it ends sooner than was said."""

from guildhouse.communities.models import Community
from guildhouse.kit import clock
from guildhouse.notices import timing
from guildhouse.notices.groups import Group
from guildhouse.notices.models import Letter


def wake(community_id: int) -> int:
    """Let letters of a community leave that only waited for a pause which is over; return how many."""
    at = clock.now()
    community = Community.objects.filter(pk=community_id).first()
    awake = timing.after_pause(community, at)
    held = Letter.objects.filter(
        community_id=community_id,
        state__in=(Letter.State.QUEUED, Letter.State.WAITING),
        not_before__gt=awake,
        attempts=0,  # what was tried already waits for a mail server, not for us
    ).exclude(group=Group.OWN)
    letters = list(held.select_related("person").order_by("pk"))
    for letter in letters:
        if letter.person is not None:
            letter.not_before = timing.not_before(letter.person, awake, at)
    Letter.objects.bulk_update(letters, ["not_before"], batch_size=200)
    return len(letters)
