"""The same load by wrk, which costs the machine less than a client in Python."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from guildhouse.bench.load import Outcome

SCRIPT = Path(__file__).with_name("wrk.lua")


def is_here() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def ask(address: str, visits: Sequence[tuple[str, str]], connections: int, seconds: float) -> Outcome:
    """Ask for each (path, cookies) in turn for so long; wrk counts in whole seconds, one at least."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="latin-1") as file:
        file.writelines(f"{path}\t{cookies}\n" for path, cookies in visits)
        file.flush()
        words = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(SCRIPT), address]
        done = subprocess.run(  # noqa: S603 - words of ours
            ["wrk", *words, "--", file.name],  # noqa: S607 - the one on the path
            capture_output=True,
            text=True,
            check=True,
        )
    said = json.loads(done.stdout.partition("JSON ")[2])
    answers = int(said["answers"])
    return Outcome(
        seconds=said["seconds"],
        statuses={"200": answers - int(said["refused"]), "500": int(said["refused"])},
        broken=int(said["broken"]),
        took={name: said[name] for name in ("p50", "p99", "max")},
        bytes_each=said["bytes"] / max(1, answers),
    )
