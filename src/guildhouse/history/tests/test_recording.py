"""Facts are written with the act or not at all; versions rise last; deliveries are claimed once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from guildhouse.history import deliveries, queries
from guildhouse.history.actions import act, one_act, record, touch
from guildhouse.history.actors import SYSTEM
from guildhouse.history.models import Delivery, Fact, Version
from guildhouse.kit import clock

pytestmark = pytest.mark.django_db(transaction=True)


def some_subject() -> Version:
    return Version(pk=7)


def version_of(community: int) -> int:
    return Version.objects.filter(pk=community).values_list("number", flat=True).first() or 0


def happened(kind: str = "people.tried", community: int | None = 7) -> Fact:
    with one_act():
        return record(kind, actor=SYSTEM, subject=some_subject(), community=community, colour="green")


def test_a_fact_is_written_with_its_deliveries():
    fact = happened()
    assert (fact.data, fact.actor_id, fact.via) == ({"colour": "green"}, None, "system")
    assert list(Delivery.objects.values_list("reader", flat=True)) == ["mail"]
    assert (fact.subject_type, fact.subject_id) == ("history.version", 7)


def test_a_kind_no_reader_wants_has_no_delivery():
    happened("elsewhere.thing")
    assert not Delivery.objects.exists()


def test_nothing_is_written_when_the_act_fails():
    @act
    def failing() -> None:
        record("people.tried", actor=SYSTEM, subject=some_subject(), community=7)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert not Fact.objects.exists()
    assert not Delivery.objects.exists()
    assert version_of(7) == 0


def test_a_fact_outside_an_act_is_a_mistake():
    with pytest.raises(RuntimeError, match="outside an act"):
        record("people.tried", actor=SYSTEM, subject=some_subject())


def test_an_act_raises_each_version_once_however_many_facts_it_writes():
    with one_act():
        for _ in range(3):
            record("people.tried", actor=SYSTEM, subject=some_subject(), community=7)
        touch(8, None)
    assert (version_of(7), version_of(8)) == (1, 1)
    assert queries.version_of_all() == (2, 2)
    happened()
    assert queries.version_of_all([7]) == (1, 2)


def test_an_act_inside_an_act_joins_it():
    @act
    def inner() -> None:
        record("people.tried", actor=SYSTEM, subject=some_subject(), community=7)

    @act
    def outer() -> None:
        inner()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer()
    assert not Fact.objects.exists()


def test_an_inner_act_that_fails_may_be_survived():
    @act
    def inner() -> None:
        record("people.tried", actor=SYSTEM, subject=some_subject(), community=7)
        raise ZeroDivisionError

    with one_act():
        record("people.kept", actor=SYSTEM, subject=some_subject(), community=9)
        with pytest.raises(ZeroDivisionError):
            inner()
    assert [fact.kind for fact in Fact.objects.all()] == ["people.kept"]


def test_versions_count_every_act_of_many_at_once(race):
    outcomes = race(*(lambda: [happened() for _ in range(5)] for _ in range(4)))
    assert [outcome.error for outcome in outcomes] == [None] * 4
    assert version_of(7) == 20


def test_a_page_made_after_the_version_was_read_is_never_older_than_it():
    """The version is visible only together with what it stands for: it is raised last, in the same transaction."""
    seen: list[tuple[int, int]] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            version = version_of(7)
            seen.append((version, Fact.objects.count()))
        connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(20):
        happened()
    stop.set()
    watcher.join()
    assert seen
    assert all(facts >= version for version, facts in seen)


def test_a_delivery_is_claimed_by_one_worker(race):
    for _ in range(30):
        happened()
    outcomes = race(*(lambda: deliveries.claim("mail", most=20) for _ in range(3)))
    claimed = [delivery.pk for outcome in outcomes for delivery in outcome.value]
    assert len(claimed) == len(set(claimed)) == 30


def test_a_claim_runs_out_and_another_takes_over():
    happened()
    assert len(deliveries.claim("mail")) == 1
    assert deliveries.claim("mail") == []
    with clock.at(clock.now() + deliveries.LEASE + timedelta(seconds=1)):
        assert len(deliveries.claim("mail")) == 1


def test_what_fails_is_tried_again_later_and_does_not_stop_the_others():
    bad, good = happened(), happened()

    def task(delivery: Delivery) -> None:
        if delivery.fact_id == bad.pk:
            raise ValueError("no such thing")
        deliveries.settle(delivery)

    assert deliveries.work_off("mail", task) == 2
    failed, done = Delivery.objects.get(fact=bad), Delivery.objects.get(fact=good)
    assert (failed.done_at, failed.last_error) == (None, "ValueError: no such thing")
    assert failed.not_before > clock.now()
    assert done.done_at is not None
    [backlog] = queries.backlog()
    assert (backlog.reader, backlog.open, backlog.failed) == ("mail", 1, 1)


def test_pauses_between_tries_grow():
    happened()
    pauses = []
    at = clock.now() + timedelta(seconds=1)
    for _ in range(3):
        with clock.at(at):
            [delivery] = deliveries.claim("mail")
            deliveries.put_back(delivery, "no")
            after = Delivery.objects.get().not_before
        pauses.append((after - at).total_seconds())
        at = after
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == 3


def test_a_claim_leaves_no_transaction_open():
    happened()
    deliveries.claim("mail")
    assert not connection.in_atomic_block
    assert transaction.get_autocommit()
