"""What is built for installing elsewhere: complete, without the tests, and enough to open a house."""

import fnmatch
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import guildhouse
from guildhouse.testing.site import environment_for, serving

pytestmark = pytest.mark.process
SOURCE = Path(guildhouse.__file__).parent
ROOT = SOURCE.parents[1]
LEFT_OUT = ("/tests/", "/testing/", "/conftest.py", "/__pycache__/", ".po", ".pot", ".pyc")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def uv(*arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    environment = {"UV_SYSTEM_CERTS": "1"} if CERTIFICATES.exists() else {}
    done = subprocess.run(
        [Path(sys.executable).with_name("uv"), "--quiet", "--no-python-downloads", *arguments],
        cwd=ROOT,
        env=environment | dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 or not check, done.stderr
    return done


@pytest.fixture
def wheel(tmp_path):
    """The wheel as `uv build` makes it from this checkout, without asking anything of the network."""
    uv(
        "build",
        "--wheel",
        "--offline",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        str(tmp_path),
    )
    (path,) = tmp_path.glob("*.whl")
    return path


@pytest.fixture
def command(wheel, tmp_path):
    """`guildhouse`, installed from the wheel and the lock into an environment that has nothing else."""
    clean = tmp_path / "environment"
    uv("venv", "--python", sys.executable, str(clean))
    python = str(clean / "bin" / "python")
    install = [
        "pip",
        "install",
        "--python",
        python,
        "--require-hashes",
        "--requirement",
        "requirements/run.txt",
    ]
    if uv(*install, "--offline", check=False).returncode:
        uv(*install)
    uv("pip", "install", "--python", python, "--offline", "--no-deps", str(wheel))
    return str(clean / "bin" / "guildhouse")


def test_the_wheel_has_every_file_of_the_house_and_none_of_its_tests(wheel):
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "src/guildhouse"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    wanted = {path.removeprefix("src/") for path in tracked if (ROOT / path).exists()}
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == {path for path in wanted if not any(word in f"/{path}" for word in LEFT_OUT)}


def test_the_wheel_carries_what_is_not_python(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    kinds = ["jinja2/*.html", "static/css/*.css", "static/vendor/*", "locale/*/*.mo", "formats/files/*"]
    assert [kind for kind in kinds if not fnmatch.filter(names, f"guildhouse/*{kind}")] == []


def test_a_house_opens_from_the_wheel_alone(command, tmp_path):
    house = tmp_path / "house"
    house.mkdir()
    environment = environment_for(house)
    told = subprocess.run(
        [command, "--help"], env=environment, cwd=house, capture_output=True, text=True, check=True
    )
    subprocess.run(
        [command, "migrate"], env=environment, cwd=house, capture_output=True, text=True, check=True
    )
    with serving(house, command=command) as live:
        health, front = live.get("/healthz"), live.get("/")
    assert "check-invariants" in told.stdout
    assert health
    assert "</html>" in front
    assert (
        str(SOURCE)
        not in subprocess.run(
            [Path(command).with_name("python"), "-c", "import guildhouse; print(guildhouse.__file__)"],
            cwd=house,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
