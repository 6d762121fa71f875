"""The `guildhouse` command, run as an operator runs it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from guildhouse.cli import COMMANDS
from guildhouse.serving import BEHIND_PAGES, SECONDS_TO_FINISH
from guildhouse.testing.archives import asked
from guildhouse.testing.ports import free_port
from guildhouse.testing.site import GUILDHOUSE, environment_for, prepared, serving, wait_until_open

pytestmark = pytest.mark.process
PASSWORD = "a sentence nobody guesses"


def children_of(pid: int) -> list[int]:
    """The processes below this one, however deep; threads may end while we look."""
    below = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError):
            for child in map(int, children.read_text().split()):
                below += [child, *children_of(child)]
    return below


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def until(happens, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not (came := happens()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return came


def test_help_lists_every_command_with_a_sentence(run_guildhouse):
    said = run_guildhouse("--help")
    listed = re.findall(r"^  (\S+) +[A-Z].*\.$", said.stdout, re.MULTILINE)
    assert (said.returncode, listed) == (0, list(COMMANDS))


def test_help_imports_neither_django_nor_a_command():
    code = "import sys; from guildhouse.cli import main\ntry: main(['--help'])\nfinally: print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.endswith("False\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, run_guildhouse):
    said = run_guildhouse(name, "--help")
    assert (said.returncode, said.stdout.startswith(f"usage: guildhouse {name}")) == (0, True), said.stderr


def test_an_unknown_command_is_named(run_guildhouse):
    said = run_guildhouse("brew")
    assert (said.returncode, "brew" in said.stderr) == (2, True)


def test_looking_where_there_is_no_house_says_so_and_makes_nothing(run_guildhouse, tmp_path):
    place = tmp_path / "elsewhere"
    for command in ("doctor", "check-invariants"):
        said = run_guildhouse(command, GUILDHOUSE_DATA=str(place))
        sentence = f"guildhouse {command}: There is no house in {place}. Set GUILDHOUSE_DATA "
        assert (said.returncode, said.stderr.startswith(sentence)) == (1, True), said.stderr
    assert not place.exists()


def test_a_setting_that_makes_no_sense_is_refused_with_a_sentence(run_guildhouse):
    said = run_guildhouse("migrate", GUILDHOUSE_DATABASE="mysql://house")
    assert said.returncode == 2
    assert (
        said.stderr
        == "guildhouse: GUILDHOUSE_DATABASE must begin with one of sqlite://, postgresql://, postgres://.\n"
    )


def test_migrating_twice_does_nothing_the_second_time(run_guildhouse):
    first, check, second = (
        run_guildhouse("migrate"),
        run_guildhouse("migrate", "--check"),
        run_guildhouse("migrate"),
    )
    assert [first.returncode, check.returncode, second.returncode] == [0, 0, 0], first.stderr
    assert second.stdout == "The database is up to date.\n"


def test_serving_an_old_database_says_what_to_do(run_guildhouse):
    said = run_guildhouse("serve", "--port", str(free_port()))
    assert (said.returncode, "run `guildhouse migrate` first" in said.stderr) == (1, True)


def test_an_admin_is_made_once(run_guildhouse, tmp_path):
    prepared(tmp_path)
    ask = ["create-admin", "--email", "Ana@House.example", "--name", "Ana"]
    first = run_guildhouse(*ask, GUILDHOUSE_ADMIN_PASSWORD=PASSWORD)
    second = run_guildhouse(*ask, GUILDHOUSE_ADMIN_PASSWORD=PASSWORD)
    assert first.stdout == "Ana can sign in with ana@house.example and look after the whole site.\n", (
        first.stderr
    )
    assert second.returncode == 1
    assert (
        second.stderr == "guildhouse create-admin: Somebody here already has the address ana@house.example.\n"
    )


@pytest.mark.parametrize(
    ("email", "password", "why"), [("nobody", PASSWORD, "valid email"), ("a@b.example", "short", "too short")]
)
def test_an_admin_needs_an_address_and_a_password_worth_the_name(
    email, password, why, run_guildhouse, tmp_path
):
    prepared(tmp_path)
    said = run_guildhouse(
        "create-admin", "--email", email, "--name", "Ana", GUILDHOUSE_ADMIN_PASSWORD=password
    )
    assert (said.returncode, why in said.stderr) == (1, True), said.stderr


def test_an_admin_nobody_is_there_to_name_a_password_for_is_not_made(run_guildhouse, tmp_path):
    prepared(tmp_path)
    said = run_guildhouse("create-admin", "--email", "a@b.example", "--name", "Ana")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("guildhouse create-admin: Nobody is here to answer")


def test_a_port_in_use_is_named(run_guildhouse, tmp_path):
    prepared(tmp_path)
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        said = run_guildhouse("serve", "--port", str(port))
    assert (said.returncode, f"Cannot listen on 127.0.0.1:{port}" in said.stderr) == (1, True), said.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_the_site_and_all_it_started(number, tmp_path):
    with serving(tmp_path) as live:
        family = children_of(live.process.pid)
        with socket.create_connection(("127.0.0.1", int(live.url.rpartition(":")[2]))):
            live.process.send_signal(number)
            # It gives those who read ten seconds to end, and a busy machine needs some more.
            assert until(lambda: live.process.poll() is not None, seconds=SECONDS_TO_FINISH + 10)
    assert family
    assert [pid for pid in family if is_running(pid)] == []


@pytest.mark.parametrize("waits", [0, 0.02, 0.05])
def test_a_site_told_to_end_while_it_opens_does_so_at_once(waits, tmp_path):
    """Its processes may have just begun, and then have no way of their own to be told."""
    command = [GUILDHOUSE, "serve", "--port", str(free_port())]
    data = prepared(tmp_path)
    with subprocess.Popen(
        command, env=environment_for(data), cwd=data, stdout=subprocess.PIPE, text=True
    ) as site:
        assert any("is open at" in line for line in site.stdout)
        time.sleep(waits)
        site.terminate()
        assert until(lambda: site.poll() is not None, seconds=SECONDS_TO_FINISH - 1)


def test_a_worker_that_cannot_end_is_killed_in_the_end(tmp_path):
    with serving(tmp_path) as live:
        assert until(lambda: len(children_of(live.process.pid)) == 2)
        family = children_of(live.process.pid)
        worker = max(family, key=lambda pid: os.getpriority(os.PRIO_PROCESS, pid))
        os.kill(worker, signal.SIGSTOP)
        live.process.terminate()
        assert until(lambda: live.process.poll() is not None, seconds=SECONDS_TO_FINISH + 5)
    assert [pid for pid in family if is_running(pid)] == []


def test_nothing_goes_on_when_the_site_is_killed(tmp_path):
    with serving(tmp_path) as live:
        family = children_of(live.process.pid)
        live.process.kill()
        assert family
        assert until(lambda: not any(map(is_running, family)))


@pytest.mark.parametrize("place", [0, 1])
def test_a_process_that_dies_is_replaced(place, tmp_path):
    with serving(tmp_path) as live:
        assert until(lambda: len(children_of(live.process.pid)) == 2)
        before = children_of(live.process.pid)
        os.kill(before[place], signal.SIGKILL)
        assert until(lambda: len(set(children_of(live.process.pid)) - {before[place]}) == 2)
        wait_until_open(live)


def test_a_process_that_dies_over_and_over_is_replaced_each_time(tmp_path):
    with serving(tmp_path, "--no-worker") as live:
        for _time in range(3):
            (before,) = children_of(live.process.pid)
            os.kill(before, signal.SIGKILL)
            assert until(lambda before=before: children_of(live.process.pid) not in ([before], []))
        wait_until_open(live)


def test_the_worker_lets_the_pages_go_first(tmp_path):
    def manners() -> list[int]:
        children = children_of(live.process.pid)
        return sorted(os.getpriority(os.PRIO_PROCESS, pid) for pid in [live.process.pid, *children])

    with serving(tmp_path) as live:
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert until(lambda: manners() == [ours, ours, ours + BEHIND_PAGES])


def test_the_site_says_where_to_go_and_stays_small(tmp_path):
    with serving(tmp_path) as live:
        live.get("/healthz")
        pids = [live.process.pid, *children_of(live.process.pid)]
        megabytes = sum(resident_megabytes(pid) for pid in pids)
        live.process.terminate()
        said = live.process.communicate(timeout=20)[0]
    assert f"is open at {live.url}\n" in said
    assert "The first page makes the first account." in said
    assert megabytes < 200


def resident_megabytes(pid: int) -> float:
    """What the process holds, counting memory it shares with others by its share of it."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss: +(\d+)", rollup, re.MULTILINE)[1]) / 1024


@pytest.mark.parametrize("apart", [[], ["--no-worker"]])
def test_a_house_on_postgresql_brings_its_worker_too(apart, postgres_address, tmp_path):
    with serving(tmp_path, *apart, GUILDHOUSE_DATABASE=postgres_address) as live:
        assert until(lambda: len(children_of(live.process.pid)) == 2 - len(apart))
        assert apart or until(lambda: worker_seen(postgres_address), 30)


def worker_seen(address: str) -> bool:
    with psycopg.connect(address) as database:
        return bool(database.execute("SELECT count(*) FROM history_heartbeat").fetchone()[0])


def test_the_worker_alone_ends_when_asked(tmp_path):
    prepared(tmp_path)
    with subprocess.Popen([GUILDHOUSE, "work"], env=environment_for(tmp_path), cwd=tmp_path) as worker:
        beats = "SELECT count(*) FROM history_heartbeat"
        running = until(lambda: asked(tmp_path, beats) > 0, 30) and worker.poll() is None
        worker.terminate()
        code = worker.wait(timeout=15)
    assert (running, code) == (True, 0)
