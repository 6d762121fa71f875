"""What limits are counted in: every process sees it, of many at once one is first, nothing is thrown out early."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache

from guildhouse.kit import clock
from guildhouse.kit.models import Limit
from guildhouse.testing.races import run_at_once

AT_ONCE = 8


@pytest.mark.django_db
def test_what_was_counted_is_there_until_its_time_runs_out():
    cache.set("attempts", [3.5, 1.0], timeout=60)
    assert cache.get("attempts") == [3.5, 1.0]
    assert not cache.add("attempts", [], timeout=60)
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert cache.get("attempts", "nothing") == "nothing"
        assert cache.add("attempts", [9.0], timeout=60)
        assert cache.get("attempts") == [9.0]


@pytest.mark.django_db
def test_what_has_run_out_is_no_longer_told():
    cache.set("old", 1, timeout=1)
    cache.set("new", 1, timeout=600)
    with clock.at(clock.now() + timedelta(seconds=2)):
        assert (cache.get("old"), cache.get("new")) == (None, 1)
    assert cache.delete("new")
    assert not cache.delete("new")


@pytest.mark.django_db
def test_what_is_kept_tells_nobody_who_tried():
    cache.set("signing in as ana@example.org", 1)
    assert "ana" not in str(Limit.objects.values_list().get())


@pytest.mark.django_db
def test_other_counts_push_nothing_out():
    cache.set("mine", 5, timeout=600)
    for number in range(400):
        cache.set(f"somebody else's {number}", 1, timeout=600)
    assert cache.get("mine") == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_first():
    for number in range(5):
        outcomes = run_at_once(*[partial(cache.add, f"turn {number}", True, 60)] * AT_ONCE)
        assert sorted(outcome.value for outcome in outcomes) == [False] * (AT_ONCE - 1) + [True]
