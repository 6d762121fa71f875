"""What is built for installing elsewhere: complete, without the tests, and enough to open a house."""

import fnmatch
import hashlib
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
BUILT_FROM = (
    "src",
    "requirements/run.cdx.json",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    ".gitignore",
)
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


# Two builders who agree on nothing but the source.
BUILDERS = (
    {"umask": 0o022, "LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
    {"umask": 0o077, "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
)


def built(folder: Path, umask: int, **environment: str) -> dict[str, str]:
    """The wheel and the source archive as one builder makes them in a folder of their own, by their sha256."""
    source, out = folder / "source", folder / "out"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *BUILT_FROM],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.split(b"\0")
    before = os.umask(umask)
    try:
        for name in sorted(filter(None, tracked), reverse=bool(umask & 0o070)):
            there = source / os.fsdecode(name)
            if (ROOT / os.fsdecode(name)).exists():
                there.parent.mkdir(parents=True, exist_ok=True)
                there.write_bytes((ROOT / os.fsdecode(name)).read_bytes())
        command = [sys.executable, "-m", "hatchling", "build", "--directory", str(out)]
        subprocess.run(command, cwd=source, env=os.environ | environment, capture_output=True, check=True)
    finally:
        os.umask(before)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def test_two_builders_make_the_same_bytes(tmp_path):
    first, second = (built(tmp_path / str(n), **builder) for n, builder in enumerate(BUILDERS))  # type: ignore[arg-type]
    assert len(first) == 2
    assert first == second


def test_the_wheel_says_what_it_is_made_of(wheel):
    inside = zipfile.ZipFile(wheel)
    (bill,) = [name for name in inside.namelist() if name.endswith(".dist-info/sboms/run.cdx.json")]
    assert inside.read(bill) == (ROOT / "requirements" / "run.cdx.json").read_bytes()


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
