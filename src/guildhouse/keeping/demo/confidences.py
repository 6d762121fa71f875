"""The cases of the demo house: one that is still being written, one that is open, one that two have read."""

from datetime import datetime, timedelta

from guildhouse.cases import actions
from guildhouse.cases.models import Case
from guildhouse.cases.sealing import Words
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo.founding import VIA
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat

WRITTEN = Words(
    situation=(
        "Since March I share the night pager with Karin Oberholzer. At half past two on 14 October the payment "
        "queue in Basel stopped. She rang me on 079 555 01 42, and while she told me what she had tried I was "
        "already typing. "
        "In the morning Karin wrote to our lead, r.studer@example.org, that nobody had taken over from her.\n\n"
        "I thought that I had helped. She says that I took it away."
    ),
    question="How do I take over from somebody who is still in the middle of it?",
    wish="Questions first. I have had enough advice in the corridor.",
    name="Tomáš Novák",
)
OPEN = Words(
    situation=(
        "Person A and I built the deployment tool together. Now every change of mine is reverted within the hour, with "
        "one word. The others have begun to send their changes to me by mail, so that I bring them in.\n\n"
        "I have not spoken with Person A about it. I notice that I look at the clock before I push."
    ),
    question="What am I protecting by not speaking?",
    wish="Tell me what you hear. I will keep silent meanwhile.",
    name="me",
)
STORM = Words(
    situation=(
        "At the height of it I told Person A to leave the room. There were nine of us, and somebody had to type. "
        "Person A left, and had been the only one who knew the old cluster. We found out forty minutes later."
    ),
    question="What would have let me see that in time?",
    wish="Each of you one question, then what you would have done.",
    name="Jonas",
)


def tell(people: dict[str, Person], now: datetime) -> None:
    """Bring cases to two rooms of this week."""
    lab = Room.objects.get(purpose__startswith="Practice lab: taking over an incident")
    storm = Room.objects.get(purpose__startswith="What did the storm")
    with clock.at(now - timedelta(days=1)):
        actions.bring(lab, actor=Actor(people["tomas"], VIA), words=WRITTEN)
        _open(lab, _confirmed(lab, but=people["tomas"])[0], OPEN)
        case = _open(storm, people["jonas"], STORM)
    for hours, reader in enumerate(_confirmed(storm, but=people["jonas"])[:2], start=1):
        with clock.at(now - timedelta(hours=5 * hours)):
            actions.read(case, actor=Actor(reader, VIA))


def _open(room: Room, presenter: Person, words: Words) -> Case:
    actor = Actor(presenter, VIA)
    actions.bring(room, actor=actor, words=words)
    return actions.open_to_room(room, actor=actor)


def _confirmed(room: Room, but: Person) -> list[Person]:
    seats = Seat.objects.filter(room=room, state=Seat.State.CONFIRMED).exclude(person=but)
    return [seat.person for seat in seats.select_related("person").order_by("pk")]
