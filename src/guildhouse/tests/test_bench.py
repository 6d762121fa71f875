"""The house that is measured is a sound one, and measuring it works from end to end."""

import json

import pytest

from guildhouse.bench import house
from guildhouse.bench.house import Size
from guildhouse.history.models import Fact
from guildhouse.keeping.invariants import violations
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat


@pytest.mark.parametrize("times", [1, 3])
def test_a_house_is_sound_and_grows_in_people_and_past_alone(times, transactional_db):
    house.build(Size(people=60, rooms=24, ahead=6, times=times))
    assert list(violations()) == []
    assert Person.objects.count() == 60 * times
    assert Room.objects.filter(state=Room.State.HELD).count() == 18 * times
    assert Room.objects.filter(state=Room.State.PUBLISHED).count() == 6
    told = Fact.objects.filter(kind="rooms.seat_attended").values_list("subject_id", flat=True)
    assert set(told) == set(Seat.objects.filter(state="attended").values_list("pk", flat=True))


def test_rooms_to_claim_are_sound_too(transactional_db):
    house.build(Size(people=40, rooms=10, ahead=4))
    made = house.rooms_to_claim(2, seats=5)
    assert [Room.objects.get(pk=key).capacity for _slug, _public_id, key in made] == [5, 5]
    assert list(violations()) == []


@pytest.mark.process
def test_a_small_house_is_measured_from_end_to_end(run_guildhouse, tmp_path):
    quick = ["--seconds", "0.3", "--rounds", "1", "--bursts", "1", "--people", "50", "--rooms", "20"]
    only = ["--only", "list", "room-in", "claims", "--own-client"]
    said = run_guildhouse("bench", *quick, *only, "--json", str(tmp_path / "figures.json"))
    assert said.returncode == 0, said.stderr
    told = json.loads((tmp_path / "figures.json").read_text())
    found = {row["name"]: row for row in told["rows"]}
    assert list(found) == ["list", "room-in", "claims-16", "claims-64"]
    for name in ("list", "room-in"):
        assert found[name]["house"]["rate"] > 0
        assert found[name]["limit"]["rate"] > found[name]["house"]["rate"]
        assert found[name]["house"]["refused"] == 0
    for name in ("claims-16", "claims-64"):
        wrong = ("oversold", "gaps", "unanswered", "misplaced")
        assert {what: found[name]["house"][what] for what in wrong} == dict.fromkeys(wrong, 0)
        assert found[name]["house"]["answers"] == 50
    assert "synchronous=FULL" in told["machine"]
    assert "No violations" in said.stdout
    assert not (tmp_path / "guildhouse.sqlite3").exists(), "it built in the house of whoever ran it"
