"""`bin/upgrade-check`: builds an earlier version from the history, fills it, and brings it to this one."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from guildhouse.testing.earlier import upgrading
from guildhouse.testing.earlier.upgrading import House
from guildhouse.testing.postgres import temporary_postgres

ROOT = Path(__file__).parents[4]
FIRST = "848af28273aa1a7f3fc56fd82bb5a55a94e4f1fe"  # closed the first part of the work
FIXTURE = ROOT / "src" / "guildhouse" / "tests" / "files" / "earlier-house.json"
PATHS = FIXTURE.with_name("earlier-paths.json")
COMMUNITIES = 12


def main() -> int:
    """Run what is asked for and answer the exit code."""
    options = _options()
    if not upgrading.is_there(options.commit, ROOT):
        print(
            f"{options.commit[:7]} is not in this checkout's history: it is shallow. git fetch --unshallow brings it."
        )
        return 2
    with tempfile.TemporaryDirectory(prefix="guildhouse-upgrade-") as name:
        folder = Path(name)
        source = _built(options.commit, folder / "then")
        if options.write_fixture:
            upgrading.write_fixture(_in(folder / "house", "", source), FIXTURE, PATHS)
            return 0
        with _database(options.database, folder) as database:
            found = _upgrade(folder, database, source, options.kills)
    print("\n".join(found) if found else "Everything came along.")
    return 1 if found else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/upgrade-check", description="Fill a house of an earlier version and bring it to this one."
    )
    parser.add_argument(
        "--commit", default=FIRST, help="the earlier version; the first that was finished, unless told"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--kills", type=int, default=20, help="how often migrate is killed; 20 when not given"
    )
    parser.add_argument(
        "--write-fixture", action="store_true", help="only write the small house the tests upgrade"
    )
    return parser.parse_args()


def _built(commit: str, folder: Path) -> Path:
    folder.mkdir()
    packed = subprocess.run(["git", "-C", str(ROOT), "archive", commit], stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)
    return folder / "src"


def _in(folder: Path, database: str, source: Path | None) -> House:
    folder.mkdir(exist_ok=True)
    return House(folder, database or f"sqlite:///{folder / 'guildhouse.sqlite3'}", source)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with temporary_postgres() as address:
        yield address


def _upgrade(folder: Path, database: str, source: Path, kills: int) -> list[str]:
    then, paths = _in(folder / "house", database, source), folder / "paths.json"
    at = datetime.now(UTC).isoformat()
    _timed("migrate, then", lambda: then.guildhouse("migrate"))
    _timed("demo, then", lambda: then.guildhouse("demo"))
    landscape = folder / "landscape.yaml"
    landscape.write_text(_landscape(), encoding="utf-8")
    _timed(
        "import, then",
        lambda: then.guildhouse("import", "landscape", str(landscape), "--source", "generated"),
    )
    people = then.asked("SELECT email FROM people_person WHERE claimed_at IS NOT NULL ORDER BY id LIMIT 4")
    emails = [str(row[0]) for row in people]
    _timed("addresses, then", lambda: then.script("visiting", "find", paths, *emails, GUILDHOUSE_TEST_AT=at))
    before, now = then.counts(), _in(folder / "house", database, None)
    print(f"{sum(int(str(count)) for count in before.values())} rows in {len(before)} tables")
    killed = _timed("migrate, now", lambda: str(upgrading.migrate_killed(now, kills)))
    print(f"killed {killed} times")
    found: list[str] = []
    _timed("compared", lambda: found.extend(upgrading.differences(now, before, paths, at)) or "")
    return found


def _landscape() -> str:
    """A landscape in which nobody exists."""
    groups = [
        f"- dir: sig-{number}\n  name: Group {number}\n  mission_statement: Cares for the things of {number}.\n"
        "  leadership:\n    chairs:\n"
        f"    - {{github: chair-{number}, name: Chair {number}, company: Works}}\n"
        f"    - {{github: both-{number // 2}, name: Both {number // 2}, company: Works}}\n"
        "  meetings:\n"
        "  - {description: Regular Meeting, day: Tuesday, time: '16:00', tz: UTC, frequency: biweekly,"
        f" url: 'https://meet.example/{number}'}}\n"
        for number in range(COMMUNITIES)
    ]
    return "sigs:\n" + "".join(groups)


def _timed(what: str, does) -> str:
    began = time.monotonic()
    said = str(does())
    print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)
    return said


if __name__ == "__main__":
    sys.exit(main())
