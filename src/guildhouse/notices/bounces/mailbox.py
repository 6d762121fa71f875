"""The mailbox letters come back to: an IMAP folder or a maildir. What was looked at is marked as read, and stays."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, unquote

TIMEOUT = 10  # seconds
MOST = 50
LARGEST = 200_000  # bytes of a message that are read; a report stands before the letter it returns
INFO = ":2,"  # stands before the flags in the name of a file
LOOPBACK = ("127.0.0.1", "::1", "localhost")

Look = Callable[[bytes], object]


def look_through(address: SplitResult, look: Look) -> int:
    """Show each unread message to `look`, then mark it as read; return how many there were.

    Raises OSError or imaplib.IMAP4.error when the mailbox cannot be reached; what was not marked comes again.
    """
    if address.scheme == "maildir":
        return _through_maildir(Path(unquote(address.path)), look)
    return _through_imap(address, look)


def _through_maildir(folder: Path, look: Look) -> int:
    # By the names of the files: to open one as a message is to take all of it apart, whatever it is.
    files = [file for part in ("new", "cur") for file in (folder / part).iterdir()]
    unread = [file for file in files if "S" not in _flags(file) and not file.name.startswith(".")]
    first = sorted(unread, key=lambda file: file.name)[:MOST]
    for path in first:
        with path.open("rb") as file:
            look(file.read(LARGEST))
        flags = "".join(sorted({*_flags(path), "S"}))
        path.rename(folder / "cur" / f"{path.name.partition(INFO)[0]}{INFO}{flags}")
    return len(first)


def _flags(file: Path) -> str:
    return file.name.partition(INFO)[2]


def _through_imap(address: SplitResult, look: Look) -> int:
    with signed_in(address) as server:
        _ok(server.select(f'"{unquote(address.path).strip("/") or "INBOX"}"'))
        [found, *_rest] = _ok(server.uid("SEARCH", "UNSEEN"))
        unread = (found or b"").split()[:MOST]
        for uid in unread:
            for part in _ok(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")):
                if isinstance(part, tuple):
                    look(part[1])
            _ok(server.uid("STORE", uid, "+FLAGS", r"(\Seen)"))
    return len(unread)


@contextmanager
def signed_in(address: SplitResult, timeout: float = TIMEOUT) -> Iterator[imaplib.IMAP4]:
    """A line to an IMAP server, signed in."""
    host, context = address.hostname or "", ssl.create_default_context()
    if address.scheme == "imaps":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, address.port or 993, ssl_context=context, timeout=timeout
        )
    else:
        server = imaplib.IMAP4(host, address.port or 143, timeout=timeout)
    with server:
        if address.scheme == "imap" and host not in LOOPBACK:
            server.starttls(context)  # nothing secret goes over an open line
        server.login(unquote(address.username or ""), unquote(address.password or ""))
        yield server


def _ok(answer: tuple[str, list]) -> list:  # type: ignore[type-arg]
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"{status} {data!r}")
    return data
