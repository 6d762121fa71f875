"""A line on standard error that says how far something is."""

import sys
import time

from django.db import DatabaseError

EVERY = 0.2  # seconds on a terminal
SELDOM = 10.0  # seconds elsewhere


class Line:
    """Tells what is going on: written over on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self.is_terminal = sys.stderr.isatty()
        self.told_at, self.width = time.monotonic(), 0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.told_at < (EVERY if self.is_terminal else SELDOM):
            return
        self.told_at = now
        line = f"{what}, {100 * done // total} %" if total else what
        if self.is_terminal:
            print(f"\r{line:<{self.width}}", end="", file=sys.stderr, flush=True)
            self.width = len(line)
        else:
            print(line, file=sys.stderr, flush=True)

    def end_with_no(self, command: str, why: Exception) -> int:
        """Say why a command did not do what it was asked; answers its exit code."""
        self.clear()
        said = f"the database says: {str(why).strip()}" if isinstance(why, DatabaseError) else why
        print(f"guildhouse {command}: {said}", file=sys.stderr)
        return 1

    def clear(self) -> None:
        """Take the line away, so that what is said next stands alone."""
        if self.width:
            print(f"\r{' ' * self.width}\r", end="", file=sys.stderr, flush=True)
            self.width = 0
