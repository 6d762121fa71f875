"""What is only for those who come stays inside, whatever page is asked, and ends with the membership."""

import pytest

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Membership
from guildhouse.history.actors import Actor
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.tests.pages.helping import ADDRESS, LINK, look, path_of, send
from guildhouse.rooms.tests.rooming import NOON, ask, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def held(cast: Cast, state: str) -> Room:
    """A room that is over, hosted by Ana and Bo, in which Bo had a seat."""
    room = open_room(cast.weavers, cast.ana, link=LINK, address=ADDRESS)
    Room.objects.filter(pk=room.pk).update(state=Room.State.HELD)
    Host.objects.create(room=room, person=cast.bo, at=NOON)
    Seat.objects.create(
        room=room, role=room.roles.get(), person=cast.bo, state=state, asked_at=NOON, changed_at=NOON
    )
    Community.objects.filter(pk=cast.weavers.pk).update(visibility=Community.Visibility.HIDDEN)
    return room


def test_another_room_like_this_brings_neither_link_nor_address_to_who_does_not_host_it(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, link=LINK, address=ADDRESS)
    address = f"/c/weavers/rooms/new/?like={room.public_id}"

    copied = look(cast.bo, address).content.decode()
    assert room.purpose in copied
    assert LINK not in copied
    assert ADDRESS not in copied
    assert LINK in look(cast.ana, address).content.decode()


@pytest.mark.parametrize("state", [Seat.State.ATTENDED, Seat.State.ABSENT, Seat.State.LAPSED])
def test_past_rooms_are_gone_with_the_membership(cast: Cast, state: str) -> None:
    room = held(cast, state)
    pages = ("", "host/", "edit/", "run-sheet/")
    assert look(cast.bo, path_of(room)).status_code == 200

    communities.leave(cast.weavers, actor=Actor(cast.bo))

    assert [look(cast.bo, path_of(room, page)).status_code for page in pages] == [404] * len(pages)


def test_whoever_left_hosts_no_past_room_of_a_public_community(cast: Cast) -> None:
    room = held(cast, Seat.State.ATTENDED)
    Community.objects.filter(pk=cast.weavers.pk).update(visibility=Community.Visibility.PUBLIC)
    communities.leave(cast.weavers, actor=Actor(cast.bo))

    assert look(cast.bo, path_of(room, "host/")).status_code == 404
    assert LINK not in look(cast.bo, path_of(room)).content.decode()


def test_a_guest_from_elsewhere_still_sees_the_room_they_came_to(cast: Cast) -> None:
    room = held(cast, Seat.State.ATTENDED)
    Seat.objects.filter(room=room).update(person=cast.cy)
    assert look(cast.cy, path_of(room)).status_code == 200
    assert not Membership.objects.filter(person=cast.cy).exists()


def test_what_buttons_send_is_no_longer_than_what_is_kept(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    for who in (cast.ana, cast.bo, cast.cy):
        Membership.objects.get_or_create(community=cast.weavers, person=who, defaults={"joined_at": NOON})
        ask(room, who)
    last = Seat.objects.get(room=room, person=cast.cy)
    send(cast.ana, path_of(room, "host/promotion/"), seat=last.public_id, reason="why\0" * 9000)
    last.refresh_from_db()
    assert last.ahead_why == "why" * 200
    for page in ("promotion", "removal"):
        assert send(cast.ana, path_of(room, f"host/{page}/"), seat="\0").status_code == 404
