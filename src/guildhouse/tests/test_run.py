"""bin/run, as the first thing somebody does with a checkout."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

import guildhouse
from guildhouse.testing.ports import free_port
from guildhouse.testing.site import Live, environment_for, wait_until_open

pytestmark = pytest.mark.process
ROOT = Path(guildhouse.__file__).parents[2]
RUN = str(ROOT / "bin" / "run")
PLAIN_TOOLS = ("sh", "dirname", "cat", "cksum", "sed", "grep", "env", "rm", "mkdir")


def say(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*arguments], env=dict(os.environ) | environment, capture_output=True, text=True, check=False
    )


def start(data: Path) -> Live:
    port = free_port()
    process = subprocess.Popen(
        [RUN, "--empty", "--port", str(port), "--data", str(data)],
        env=environment_for(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    return Live(f"http://127.0.0.1:{port}", data, process)


def test_an_empty_house_opens_and_ctrl_c_closes_it(tmp_path):
    live = start(tmp_path / "house")
    wait_until_open(live)
    pressed = time.monotonic()
    os.killpg(live.process.pid, signal.SIGINT)
    said = live.process.communicate(timeout=20)[0]
    assert live.process.returncode == 0
    assert time.monotonic() - pressed < 5
    assert f"is open at {live.url}" in said
    assert {"guildhouse.sqlite3", "secret_key"} <= {path.name for path in live.data.iterdir()}
    assert (live.data / ".gitignore").read_text() == "*\n"


def test_the_second_start_is_quick(tmp_path):
    for _time in range(2):
        began = time.monotonic()
        live = start(tmp_path)
        wait_until_open(live)
        seconds = time.monotonic() - began
        live.process.terminate()
        live.process.communicate(timeout=20)
    assert seconds < 4  # under a second on a quiet machine; the other tests share this one


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--colour"], "--colour is not known"),
        (["--port"], "--port needs a value"),
        (["--port", "x"], "needs a number"),
    ],
)
def test_what_it_does_not_understand_is_named(arguments, why):
    said = say(RUN, *arguments)
    assert (said.returncode, why in said.stderr) == (2, True)


def test_a_port_in_use_is_named_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", port := free_port())):
        said = say(RUN, "--port", str(port), "--data", str(tmp_path))
    assert (said.returncode, said.stderr.startswith(f"bin/run: Cannot listen on 127.0.0.1:{port} ")) == (
        1,
        True,
    )
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_option():
    said = say(RUN, "--help")
    assert said.returncode == 0
    assert [option for option in ("--empty", "--port", "--data") if option not in said.stdout] == []


def test_without_a_python_one_sentence_says_what_to_install(tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in PLAIN_TOOLS:
        (tools / name).symlink_to(shutil.which(name))
    for folder in ("bin", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    said = say(str(tmp_path / "bin" / "run"), PATH=str(tools))
    assert said.returncode == 1
    assert said.stderr.startswith("Guildhouse needs Python 3.11 or newer with venv")
    assert len(said.stderr.splitlines()) == 1
