"""What a room of the small house left behind: cards of several kinds, what people took on, and thanks."""

from types import SimpleNamespace

from guildhouse.harvest import actions as harvest
from guildhouse.harvest.models import Card
from guildhouse.history.actors import Actor
from guildhouse.rooms.models import Room

# What each of them keeps of a room: kind, line, and whether the community reads it.
CARDS = (
    ("bo", "insight", "A storm shows which knots were habits.", False),
    ("eve", "pitfall", "Never warp in the rain.", True),
    ("eve", "decision", "The small loom stays dry.", False),
    ("ana", "question", "What does wet wool remember?", False),
)


def leave_behind(house: SimpleNamespace) -> None:
    """Let the people of the room that was held keep something of it; `house.card` is Bo's commitment, and
    `house.thanks` the thanks Eve gave Bo, which he has not answered."""
    room = Room.objects.get(pk=house.held.pk)
    bo, eve, ana = Actor(house.bo), Actor(house.eve), Actor(house.ana)
    for who, kind, text, shared in CARDS:
        author = Actor(getattr(house, who))
        card = harvest.drop(room, kind=kind, text=text, actor=author)
        (harvest.share if shared else harvest.unshare)(card, actor=author)
    insight = Card.objects.get(room=room, kind=Card.Kind.INSIGHT)
    harvest.correct(insight, text="A storm shows which knots were only habits.", actor=bo)
    house.card = harvest.drop(room, kind="commitment", text="Oil the small loom", actor=bo)
    harvest.unshare(house.card, actor=bo)
    harvest.move(house.card.commitment, due_on=house.card.commitment.due_on, word="No oil yet.", actor=bo)
    asked = harvest.drop(room, kind="commitment", text="Ask the mill", owner=house.eve, actor=ana)
    harvest.unshare(asked, actor=ana)
    harvest.reflect(room, takes="Slower is drier.", tries="A roof", worth="yes", actor=bo)
    harvest.reflect(room, takes="We laughed.", worth="partly", shared=True, actor=eve)
    house.thanks = harvest.recognise(room, to=house.bo, text="You held the rope.", step=0, actor=eve)
