"""What circles do when somebody takes the place that was kept for them, or leaves the community.

Both run inside the act that claims or leaves, which asked its own policy.
"""

from django.db.models import Q

from guildhouse.circles.models import CircleMember, Wish
from guildhouse.history.actors import Actor


def move_everything(old: int, new: int, actor: Actor) -> None:
    """Hand the places in circles to the person who claimed the seat; wishes about the old place are let go."""
    taken = CircleMember.objects.filter(person=new).values("round")
    CircleMember.objects.filter(person=old, round__in=taken).delete()
    CircleMember.objects.filter(person=old).update(person=new)
    Wish.objects.filter(Q(one=old) | Q(other=old) | Q(asked_by=old)).delete()


def give_up_wishes(community: int, person: int, actor: Actor) -> None:
    """Forget what was asked about somebody who leaves, and what they asked."""
    about = Q(one=person) | Q(other=person) | Q(asked_by=person)
    Wish.objects.filter(about, room__community=community).delete()
