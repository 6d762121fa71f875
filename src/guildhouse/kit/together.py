"""The folder in which the processes of one `serve` add up what they count, and what they weigh together.

This module must be imported, and `share` called, before Prometheus' library is: it looks for the folder but once.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
PREFIX = "guildhouse-figures-"

# The process that began the others; none while nothing is served.
first: int | None = None


def share() -> Path | None:
    """Make a fresh folder for the figures, or empty the one the operator named; answers one that is to be removed."""
    global first
    first = os.getpid()
    if named := os.environ.get(FOLDER):
        Path(named).mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in Path(named).glob("*.db"):
            if not _is_alive(_process_of(file)):
                file.unlink(missing_ok=True)
        return None
    _sweep(Path(tempfile.gettempdir()))
    try:
        made = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
        # Held by the first process and by all it begins, who have it open from it; also against those who tidy up.
        fcntl.flock(os.open(made, os.O_RDONLY), fcntl.LOCK_SH)
    except OSError:  # nowhere to write: each process counts for itself
        return None
    os.environ[FOLDER] = made
    return Path(made)


def weight() -> tuple[int, int]:
    """How many processes there are, and how many bytes of memory they take, each shared page counted in parts."""
    sizes = [size for process in _family() if (size := _proportional(process))]
    return len(sizes), sum(sizes)


def _sweep(folder: Path) -> None:
    """Remove what a `serve` left behind that was killed."""
    for left in folder.glob(f"{PREFIX}*"):
        number = left.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(OSError):  # another house that begins sweeps too
            mine = left.stat().st_uid == os.getuid() and number.isdecimal()
            if mine and not _is_alive(int(number)) and not _is_held(left):
                shutil.rmtree(left, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    # Whom a killed `serve` began still answers for a moment, and counts.
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _process_of(file: Path) -> int:
    number = file.stem.rpartition("_")[2]
    return int(number) if number.isdecimal() else 0


def _is_alive(process: int) -> bool:
    return process != os.getpid() and Path(f"/proc/{process}").exists()


def _family() -> Iterator[int]:
    yield first or os.getpid()
    # Each thread that began a process has it among its own.
    for children in Path(f"/proc/{first}/task").glob("*/children") if first else ():
        yield from map(int, _text(children).split())


def _proportional(process: int) -> int:
    lines = _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # it ended meanwhile, or is another's
        return ""
