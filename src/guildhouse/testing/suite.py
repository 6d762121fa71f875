"""Everything `bin/test` runs: what is read, what is typed, what is imported, and every test on both databases."""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from guildhouse.testing.machine import missing_after_installing
from guildhouse.testing.postgres import NoPostgres, temporary_postgres

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
COUNTED = {
    "passed": "passed",
    "failed": "failed",
    "error": "failed",
    "errors": "failed",
    "skipped": "skipped",
    "xfailed": "passed",
    "xpassed": "failed",
}
NO_TESTS = 5
PROCESSES = min(max(2, os.cpu_count() or 2), 8)


@dataclass
class Part:
    """One line of the report."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = [
            f"{count} {word}" for word in ("passed", "failed", "skipped") if (count := getattr(self, word))
        ]
        return f"  {self.name:<22}{', '.join(counts) or 'nothing to run':<34}{self.seconds:6.1f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and answer the exit code."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    os.chdir(ROOT)
    began = time.monotonic()
    try:
        parts = _run_parts(options)
    except KeyboardInterrupt:
        print("\nInterrupted.", flush=True)
        return 130
    return _report(parts, dict(option.split("=", 1) for option in options.may_skip), time.monotonic() - began)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/test",
        description="Check everything: style, types, imports, and all tests on SQLite and PostgreSQL.",
    )
    parser.add_argument(
        "-k", metavar="WORD", dest="word", help="only the tests this matches, on both databases"
    )
    parser.add_argument(
        "paths", nargs="*", help="only the tests in these files or folders, on both databases"
    )
    parser.add_argument(
        "--may-skip",
        action="append",
        default=[],
        metavar="NAME=REASON",
        help="where CI is set nothing may be skipped but what is named so",
    )
    options = parser.parse_args(arguments)
    if any("=" not in option for option in options.may_skip):
        parser.error("--may-skip needs a name, = and the reason")
    return options


def _run_parts(options: argparse.Namespace) -> list[Part]:
    missing = missing_after_installing()
    parts: list[Part] = []
    if not options.word and not options.paths:
        with ThreadPoolExecutor(2) as pool:
            parts += pool.map(lambda check: _check(*check), _checks())
    chosen = [*options.paths, *(["-k", options.word] if options.word else [])]
    parts.append(_pytest("tests on SQLite", chosen, {}))
    if "chromium" in missing:
        parts[-1].notes.append(f"chromium: {missing['chromium']}")
    parts.append(_on_postgres(chosen))
    return parts


def _checks() -> list[tuple[str, list[str]]]:
    source = ROOT / "src" / "guildhouse"
    typed = [source / "cli.py", source / "serving.py", source / "kit"]
    for name in ("policy", "actions", "queries", "commands"):
        typed += [*source.glob(f"*/{name}.py"), *source.glob(f"*/{name}/")]
    return [
        ("types", [str(BIN / "mypy"), *map(str, sorted(typed))]),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "src"]),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "src"]),
        ("import contracts", [str(BIN / "lint-imports"), "--no-logo"]),
    ]


def _check(name: str, command: list[str]) -> Part:
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        print(f"\n== {name} ==\n{done.stdout}", flush=True)
    return Part(
        name,
        passed=int(done.returncode == 0),
        failed=int(done.returncode != 0),
        seconds=time.monotonic() - began,
    )


def _on_postgres(chosen: list[str]) -> Part:
    name = "tests on PostgreSQL"
    try:
        with _postgres() as (address, more):
            return _pytest(name, ["--database-only", *more, *chosen], {"GUILDHOUSE_TEST_DATABASE": address})
    except NoPostgres as error:
        return Part(name, skipped=1, notes=[f"postgresql: {error}"])


@contextmanager
def _postgres() -> Iterator[tuple[str, list[str]]]:
    given = os.environ.get("GUILDHOUSE_TEST_POSTGRES")
    if given:
        yield given, []
        return
    with temporary_postgres() as address:
        # The server goes away whole, so its databases need not be dropped one by one.
        yield address, ["--create-db", "--reuse-db"]


def _pytest(name: str, arguments: list[str], environment: dict[str, str]) -> Part:
    print(f"\n== {name} ==", flush=True)
    began = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        "-n",
        str(PROCESSES),
        "--dist",
        "worksteal",
        *arguments,
    ]
    ours = {key: value for key, value in os.environ.items() if not key.startswith("GUILDHOUSE_")}
    process = subprocess.Popen(
        command, env=ours | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    part = Part(name)
    try:
        _follow(process, part)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
    if process.returncode not in (0, NO_TESTS) and not part.failed:
        part.failed = 1
    part.seconds = time.monotonic() - began
    return part


def _follow(process: "subprocess.Popen[str]", part: Part) -> None:
    """Show what pytest says while it says it, and take its counts from its last line."""
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        if line.startswith("SKIPPED"):
            part.notes.append(line.strip())
        if re.search(r" in [\d.]+s", line):
            for count, word in re.findall(r"(\d+) (\w+)", line):
                if word in COUNTED:
                    kind = COUNTED[word]
                    setattr(part, kind, getattr(part, kind) + int(count))
    process.wait()


def _report(parts: list[Part], may_skip: dict[str, str], seconds: float) -> int:
    print("\n== Summary ==")
    for part in parts:
        print(part)
    skipped = [note for part in parts for note in part.notes]
    for note in skipped:
        reason = next((why for name, why in may_skip.items() if name.lower() in note.lower()), None)
        print(f"  not run: {note}{f' (allowed: {reason})' if reason else ''}")
        if os.environ.get("CI") == "true" and reason is None:
            parts.append(Part("skipped without leave", failed=1))
    passed, failed = sum(part.passed for part in parts), sum(part.failed for part in parts)
    if not passed and not failed:
        print("  No test matches.")
        failed = 1
    print(f"  {seconds:.0f} s in all\n")
    print(f"{passed} passed, {failed} failed, {sum(part.skipped for part in parts)} skipped", flush=True)
    return 1 if failed else 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
