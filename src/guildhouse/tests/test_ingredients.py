"""What a house is made of is written down as it is locked, whole, with licences, and the same each time."""

import json
import re

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from guildhouse.testing import ingredients

KEPT = ingredients.TARGET.read_text(encoding="utf-8")
BILL = json.loads(KEPT)


def test_what_is_kept_is_what_the_lock_gives():
    assert ingredients.write() == KEPT, "Run bin/sbom."


def test_every_line_of_the_lock_is_a_component_and_nothing_else_is():
    lock = ingredients.LOCK.read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==(\S+)", lock, re.MULTILINE))
    listed = {(one["name"], one["version"]) for one in BILL["components"] if one["type"] == "library"}
    assert listed == locked
    assert len(locked) > 20


def test_every_component_has_a_licence_and_is_wanted_by_somebody():
    assert [one["name"] for one in BILL["components"] if not one.get("licenses")] == []
    wanted = {name for one in BILL["dependencies"] for name in one["dependsOn"]}
    assert {one["bom-ref"] for one in BILL["components"] if one["type"] == "library"} == wanted


def test_it_is_sound_and_holds_no_moment_and_no_address_of_a_registry():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(KEPT) is None
    assert not {"serialNumber", "timestamp"} & set(re.findall(r'"(\w+)":', KEPT))
    assert re.findall(r"https?://[^\"]+", KEPT) == ["http://cyclonedx.org/schema/bom-1.6.schema.json"]
