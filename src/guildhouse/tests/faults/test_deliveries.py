"""A fact that is delivered twice, late or out of order leads to the same letters as one that is delivered once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhouse.communities import actions as communities
from guildhouse.history.actors import Actor
from guildhouse.history.models import Delivery, Fact
from guildhouse.imports import tasks as imports
from guildhouse.imports.models import ImportRun
from guildhouse.kit import clock
from guildhouse.notices import tasks as notices
from guildhouse.notices.models import Letter
from guildhouse.testing import small_house
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db

READERS = {"mail": notices.hear, "imports": imports.hear}
SOON = timedelta(hours=12)


def a_lively_evening(cast: Cast) -> None:
    """A room that fills, empties and moves up its line; somebody asks to join and is let in."""
    room = small_house.room(cast.weavers, cast.ana, 20, capacity=1)
    people = [small_house.account(name) for name in ("Gus", "Hal", "Ina")]
    for person in people:
        communities.join(cast.weavers, actor=Actor(person))
    small_house.fill(room, *people)
    small_house.rooms.withdraw(room, actor=Actor(people[0]))
    small_house.rooms.cancel(room, actor=Actor(cast.ana), why="The loom broke.")


def letters() -> set[tuple[object, ...]]:
    return set(Letter.objects.values_list("fact_id", "person", "to", "kind", "state"))


def deliver(delivery: Delivery) -> None:
    """As a worker does; one that is done comes again as if nobody had noted it."""
    Delivery.objects.filter(pk=delivery.pk).update(done_at=None)
    READERS[delivery.reader](delivery)


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def all_the_same(data: st.DataObject, expected: set[tuple[object, ...]]) -> None:
    Letter.objects.all().delete()
    Delivery.objects.update(done_at=None)
    deliveries = list(Delivery.objects.select_related("fact").order_by("pk"))
    twice = data.draw(st.lists(st.sampled_from(deliveries), max_size=10))
    for delivery in data.draw(st.permutations([*deliveries, *twice])):
        with clock.at(clock.now() + data.draw(st.sampled_from([timedelta(), SOON]))):
            deliver(delivery)
    assert letters() == expected
    assert not Delivery.objects.filter(done_at=None).exists()


def test_letters_are_the_same_however_their_facts_arrive(cast: Cast) -> None:
    a_lively_evening(cast)
    for delivery in Delivery.objects.select_related("fact").order_by("pk"):
        deliver(delivery)
    expected = letters()
    assert len(expected) > 5
    all_the_same(expected=expected)  # type: ignore[call-arg]


def test_a_letter_without_its_key_would_come_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    a_lively_evening(cast)
    delivery = (
        Delivery.objects.filter(reader="mail", fact__kind="rooms.seat_confirmed")
        .select_related("fact")
        .first()
    )
    assert delivery is not None
    deliver(delivery)
    known = Letter.objects.count()
    Letter.objects.update(fact_id=None, message_id="<old@example.org>") if known == 1 else None
    deliver(delivery)
    assert Letter.objects.count() == known + 1


def test_an_import_that_is_delivered_twice_is_carried_out_once(cast: Cast) -> None:
    root = Actor(small_house.account("Root", is_site_admin=True))
    text = (
        small_house.Path(small_house.imports.__file__).parent / "tests" / "files" / "workshops.yaml"
    ).read_text()
    run = small_house.imports.upload(text, file_name="workshops.yaml", actor=root)
    small_house.imports.ask(run, actor=root)
    delivery = Delivery.objects.filter(reader="imports").select_related("fact").get()
    deliver(delivery)
    facts, state = Fact.objects.count(), ImportRun.objects.get().state
    deliver(delivery)
    assert (Fact.objects.count(), ImportRun.objects.get().state) == (facts, state)
