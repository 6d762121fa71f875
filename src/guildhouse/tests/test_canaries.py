"""No page gives away what is not for its reader: every text of a house is marked, and every page is read by everybody.

A new table, field or address is covered by itself; what it may show, and to whom, is said here.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from guildhouse.communities.models import Community
from guildhouse.kit.kept import shelf
from guildhouse.people.models import Person
from guildhouse.testing.canaries import Sown, browser, pages, patterns, peopled, seen_in, sow

pytestmark = pytest.mark.django_db

# What one sees in the middle of something, or in a house of another kind.
ON_THE_WAY = {"set-up", "demo", "demo-sign-in"}
INVITATION = {
    *(f"communities.community.{name}" for name in ("name", "domain")),
    *(f"communities.charteredition.{name}" for name in ("text", "confidentiality")),
    "communities.invitation.note",
}
LISTED = INVITATION - {"communities.invitation.note"}
STATED = ("purpose", "about", "place", "question", "confidentiality", "why_ended")
PUBLIC = {
    *LISTED,
    *(f"communities.community.{name}" for name in ("stakes", "scope", "rhythm", "first_thing", "elsewhere")),
    *(f"communities.question.{name}" for name in ("text", "working_on", "learned")),
    *("communities.charteredition.reason", "communities.pause.why", "communities.levelchange.evidence"),
    *(f"rooms.{kind}.{name}" for kind in ("room", "series") for name in STATED),
    "communities.acceptance.name",
}
MEMBER = {
    *PUBLIC,
    *(f"people.person.{name}" for name in ("practises", "helps_with", "affiliation")),
    "communities.office.handover_note",
    "communities.stagedeclaration.why",
}
STRANGERS = ("", "lou", "hal", "gil", "kim")  # signed out, of no community, left, blocked, asked to one room
INSIDE = ("fay", "joe")  # in line, and a sponsor


def test_nobody_is_shown_what_is_not_theirs_to_see() -> None:
    house = peopled()
    marks = sow(house.weavers)
    found = pages(house)
    names = {str(pattern.name) for _address, pattern in patterns()}
    assert names - set(found) - ON_THE_WAY == set(), (
        "Nobody could open these: say in testing/canaries.py who can."
    )

    leaks = [*read(house, "hidden", STRANGERS, set(), found, marks)]
    leaks += read(house, "hidden", INSIDE, MEMBER, found, marks)
    leaks += read(house, "listed", ("", "lou"), LISTED, found, marks)
    leaks += read(house, "public", ("", "gil"), PUBLIC, found, marks)
    assert leaks == []


def read(
    house: SimpleNamespace,
    visibility: str,
    readers: tuple[str, ...],
    known: set[str],
    found: dict[str, list[str]],
    marks: dict[str, Sown],
) -> Iterator[str]:
    """What each of these people is shown beyond `known`, while the community is as visible as that."""
    Community.objects.filter(pk=house.weavers.pk).update(visibility=visibility)
    shelf.clear()
    more = variants(house)
    for who in readers:
        person = getattr(house, who) if who else None
        of_others = {token for name, token in house.calendars.items() if name != who}
        client = browser(person)
        for name in found:
            for path in found[name]:
                if name == "my-calendar-feed" and any(token in path for token in of_others):
                    continue  # whoever has the address reads what its owner may
                for at in (path, *more.get(name, ())):
                    answer = client.get(at)
                    unfolded = answer.content.decode(errors="replace").replace("\r\n ", "")
                    shown = f"{unfolded}{dict(answer.headers)}"
                    for sown in seen_in(shown, marks).values():
                        if not is_theirs(sown, person, house, name, known):
                            yield f"{who or 'signed out'} reads {sown.label} of {visibility} at {at}"


def variants(house: SimpleNamespace) -> dict[str, list[str]]:
    """What pages show when they are asked for something more, and the front of a part of the community."""
    new, report = (f"/c/{house.weavers.slug}/{path}" for path in ("rooms/new/", "conduct/report/"))
    return {
        "my-data": ["/me/data/?copy=json"],
        "rooms": ["/rooms/?past=yes"],
        "room-new": [f"{new}?like={one.public_id}" for one in (house.full, house.deciding, house.held)],
        "community": [house.dyers.get_absolute_url()],
        "community-report": [f"{report}?about={house.bo.public_id}"],
        "communities": ["/communities/?words=qz"],
    }


def is_theirs(sown: Sown, person: Person | None, house: SimpleNamespace, page: str, known: set[str]) -> bool:
    """Whether this reader may find this text on this page."""
    if person is not None and person.pk in sown.owners:
        return True
    if sown.label.startswith("rooms.room.") and sown.row == house.draft.pk:
        return False
    if sown.label.startswith("people.person.") and house.bo.pk in sown.owners:  # who shows it to nobody
        return False
    if sown.label == "people.person.affiliation" and house.place.pk in sown.owners:  # nobody has taken it yet
        return True
    if page == "appeal" and person == house.gil:  # one appeals against somebody
        return sown.label == "communities.community.name"
    if page == "invitation":
        return sown.label in INVITATION
    if person == house.kim:  # invited to one room, of which she sees what it states, and whose it is
        stated = {f"rooms.room.{name}" for name in STATED}
        if sown.label == "communities.community.name" or (
            sown.label in stated and sown.row == house.deciding.pk
        ):
            return True
    return sown.label in known
