"""The figures: what the documents, the board and the alarms say there is, and that several processes add up."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from django.test import Client

from guildhouse.history.actions import one_act
from guildhouse.kit import metrics, together
from guildhouse.testing.site import serving
from guildhouse.testing.small_house import account

ROOT = Path(__file__).parents[3]
WATCHING = (ROOT / "docs" / "watching.md").read_text(encoding="utf-8")
BOARD = json.loads((ROOT / "deploy" / "grafana" / "guildhouse.json").read_text(encoding="utf-8"))
ALARMS = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
ROW = re.compile(r"^\| `(guildhouse_\w+)` \| (\w+) \| (.*?) \|", re.MULTILINE)
NAME = re.compile(r"\bguildhouse_\w+")
ENDINGS = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}


def told() -> dict[str, str]:
    """The kind of every figure the house gives, by its name."""
    text = Client().get("/metrics", headers={"Host": "127.0.0.1"}).content.decode()
    types = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE))
    return {
        name.removesuffix("_total"): kind
        for name, kind in types.items()
        if not (kind == "gauge" and name.endswith("_created"))
    }


def series() -> set[str]:
    return {name + ending for name, kind in told().items() for ending in ENDINGS[kind]}


def expressions() -> list[str]:
    asked = [target["expr"] for panel in BOARD["panels"] for target in panel.get("targets", [])]
    return asked + [rule["expr"] for group in ALARMS["groups"] for rule in group["rules"]]


@pytest.mark.django_db
def test_every_figure_has_a_line_in_the_documents_and_every_line_a_figure():
    assert {name: kind for name, kind, _ in ROW.findall(WATCHING)} == told()


def test_the_labels_in_the_documents_are_those_of_the_counters():
    written = {name: set(re.findall(r"`(\w+)`", labels)) for name, _, labels in ROW.findall(WATCHING)}
    for counter in metrics.own._collector_to_names:
        assert written[counter._name] == set(counter._labelnames)


@pytest.mark.django_db
def test_board_and_alarms_ask_only_for_what_there_is():
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert asked - series() == set()
    assert len(asked) > 12


def test_the_board_shows_every_side_of_the_house():
    rows = [panel["title"] for panel in BOARD["panels"] if panel["type"] == "row"]
    assert rows == ["Is it up?", "Pages", "Acts", "Letters", "Worker", "Database"]
    panels = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
    assert all(panel["targets"] and panel["title"] and panel["description"] for panel in panels)
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in BOARD["panels"])


def test_every_alarm_says_what_to_do():
    rules = [rule for group in ALARMS["groups"] for rule in group["rules"]]
    assert 4 <= len(rules) <= 12
    for rule in rules:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"].endswith(".")


@pytest.mark.django_db(transaction=True)
def test_what_people_do_is_counted_once_it_is_sure(client: Client):
    def now(name: str) -> float:
        return value(Client().get("/metrics", headers={"Host": "127.0.0.1"}).content.decode(), name)

    acts, refused = (
        'guildhouse_acts_total{kind="people.joined_site"}',
        'guildhouse_sign_ins_refused_total{way="password"}',
    )
    before = now(acts), now(refused)
    with suppress(ZeroDivisionError), one_act():
        account("Ivy")
        raise ZeroDivisionError
    account("Ivy")
    client.post("/account/login/", {"login": "ivy@example.org", "password": "not-it-at-all"})
    assert (now(acts), now(refused)) == (before[0] + 1, before[1] + 1)


def value(text: str, name: str) -> float:
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(f"{name} "))


@pytest.mark.process
def test_processes_add_up_what_they_count_and_one_that_dies_keeps_its_part(tmp_path):
    temporary = tmp_path / "temporary"
    stale = temporary / "guildhouse-figures-999999999-left"
    stale.mkdir(parents=True)
    asked = 'guildhouse_requests_total{status="200",view="healthz"}'
    with serving(tmp_path, "--workers", "2", TMPDIR=str(temporary)) as live:
        (folder,) = temporary.glob("guildhouse-figures-*")
        for _ in range(60):
            live.get("/healthz")
        before = value(live.get("/metrics"), asked)
        counted = [int(file.stem.rpartition("_")[2]) for file in folder.glob("counter_*.db")]
        serving_now = [number for number in counted if number != live.process.pid and is_alive(number)]
        os.kill(serving_now[0], signal.SIGKILL)
        time.sleep(1)
        for _ in range(20):
            live.get("/healthz")
        text = live.get("/metrics")
        after = value(text, asked)
    assert not stale.exists()
    assert not folder.exists()
    assert before >= 60
    assert after >= before + 20
    assert value(text, "guildhouse_processes") >= 4
    assert 20e6 < value(text, "guildhouse_memory_bytes") < 1e9
    assert value(text, "guildhouse_database_up") == 1


def is_alive(number: int) -> bool:
    return Path(f"/proc/{number}").exists()


ORPHAN = """
import os, signal, time
from guildhouse.kit import together

together.share()
if os.fork():
    os.kill(os.getpid(), signal.SIGKILL)
print(os.getpid(), flush=True)
time.sleep(60)
"""


@pytest.mark.process
def test_what_a_killed_house_counted_in_stays_while_somebody_of_it_still_answers(tmp_path):
    environment = {"TMPDIR": str(tmp_path), "PATH": os.environ["PATH"]}
    with subprocess.Popen([sys.executable, "-c", ORPHAN], env=environment, stdout=subprocess.PIPE) as first:
        first.wait()
        orphan = int(first.stdout.readline())
        together._sweep(tmp_path)
        assert [*tmp_path.glob("guildhouse-figures-*")]
        os.kill(orphan, signal.SIGKILL)
        assert first.stdout.read() == b""  # it is gone
    together._sweep(tmp_path)
    assert not [*tmp_path.glob("guildhouse-figures-*")]


@pytest.mark.process
def test_pages_are_shown_where_nothing_can_be_counted(tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(tmp_path, "--workers", "1", TMPDIR=str(temporary)) as live:
        live.get("/help/")
        (folder,) = temporary.glob("guildhouse-figures-*")
        (began,) = {int(file.stem.rpartition("_")[2]) for file in folder.glob("counter_*.db")} - {
            live.process.pid
        }
        shutil.rmtree(folder)
        os.kill(began, signal.SIGKILL)
        time.sleep(1)
        assert "words" in live.get("/help/")
        assert "guildhouse_database_up 1.0" in live.get("/metrics")
