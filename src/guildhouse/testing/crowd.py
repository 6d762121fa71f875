"""The small house with everybody who may stand before its doors."""

from types import SimpleNamespace
from typing import NamedTuple

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Membership, Office
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room, Seat
from guildhouse.testing.keys import every_factor
from guildhouse.testing.small_house import account, fill, furnished
from guildhouse.testing.snapshot import made_once

OUTSIDE = "listed public"
MEMBER = "listed public member"


class Viewer(NamedTuple):
    """Somebody before the weavers: the name in the house ("" signed out), and what they are.

    `reads` are the circles of tests/matrix/texts.md they belong to, `stated` the rooms they see from outside,
    `coming` those they come to, `hosts` those they answer for.
    """

    who: str
    what: str
    reads: str = OUTSIDE
    stated: str = ""
    coming: str = ""
    hosts: str = ""

    def person(self, house: SimpleNamespace) -> Person | None:
        """Who it is; None signed out."""
        return getattr(house, self.who) if self.who else None


VIEWERS = (
    Viewer("", "signed out"),
    Viewer("lou", "of no community"),
    Viewer("mia", "member of a sister community"),
    Viewer("hal", "left"),
    Viewer("ned", "removed"),
    Viewer("gil", "asked to stay away"),
    Viewer("kim", "of no community, invited to a room", stated="deciding"),
    Viewer("rae", "of no community, asked for a seat", stated="deciding"),
    Viewer("ivy", "of no community, with a seat", stated="open", coming="open"),
    Viewer("bo", "member and welcomer, in line", MEMBER, coming="held circled"),
    Viewer("fay", "member, in line", MEMBER, coming="circled"),
    Viewer("joe", "member and sponsor", MEMBER),
    Viewer("oli", "member, hosts a room", MEMBER, hosts="full"),
    Viewer("eve", "facilitator, conduct contact", MEMBER + " contact inviter", coming="full held circled"),
    Viewer("root", "looks after the house", OUTSIDE + " house"),
    Viewer("ana", "convener", MEMBER + " host convener"),
)


@made_once
def peopled() -> SimpleNamespace:
    """The small house with everybody in `VIEWERS`, each as what they are called there."""
    house = furnished()
    for name in ("Hal", "Ivy", "Joe", "Kim", "Lou", "Mia", "Ned", "Oli", "Rae"):
        setattr(house, name.lower(), account(name))
    ana = Actor(house.ana)
    for one in (house.hal, house.joe, house.ned, house.oli):
        communities.join(house.weavers, name=str(one), edition=2, actor=Actor(one))
    communities.appoint(house.weavers, house.joe, kind=Office.Kind.SPONSOR, actor=ana)
    came = {"state": Seat.State.ATTENDED, "asked_at": clock.now(), "changed_at": clock.now()}
    Seat.objects.create(room=house.held, role=house.held.roles.earliest("pk"), person=house.hal, **came)
    rooms.invite(house.deciding, house.kim, actor=ana)
    rooms.name_host(house.full, house.oli, actor=ana)
    Room.objects.filter(pk=house.deciding.pk).update(welcomes_visitors=True)
    fill(house.deciding, house.rae, answer="Yes, a new one.")
    fill(house.open, house.ivy)
    communities.leave(house.weavers, actor=Actor(house.hal))
    leaving = Membership.objects.living().get(community=house.weavers, person=house.ned)
    communities.remove(leaving, reason="Sold what was said.", actor=ana)
    mine = {"community": house.dyers, "person": house.mia, "joined_at": clock.now()}
    Membership.objects.create(**mine)
    Person.objects.filter(pk=house.bo.pk).update(seen_by=Person.SeenBy.ME)
    Community.objects.filter(pk=house.weavers.pk).update(rooms_by=Community.RoomsBy.MEMBERS)
    Community.objects.filter(pk=house.dyers.pk).update(parent=house.weavers)
    readers = [viewer for viewer in VIEWERS if viewer.who]
    house.calendars = {one.who: rooms.make_feed(actor=Actor(one.person(house))) for one in readers}
    house.passkey = every_factor(house.eve)
    house.insiders = (house.ana, house.root, house.eve, house.gil)
    return house
