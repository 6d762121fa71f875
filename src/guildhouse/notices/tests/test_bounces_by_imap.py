"""The same mailbox through a real IMAP server, where this machine has one (Dovecot)."""

import imaplib
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from guildhouse.notices.bounces.mailbox import look_through
from guildhouse.notices.tests.reports import report
from guildhouse.testing.ports import free_port

DOVECOT = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
NOBODY = pwd.getpwnam("nobody")
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
first_valid_uid = 0
mail_location = maildir:{root}/mail
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""

pytestmark = [
    pytest.mark.skipif(not DOVECOT, reason="needs Dovecot"),
    pytest.mark.skipif(os.getuid() != 0, reason="Dovecot changes users, which only root may"),
]


@pytest.fixture
def imap(tmp_path: Path) -> Iterator[str]:
    """The address of an empty mailbox."""
    (tmp_path / "mail").mkdir()
    os.chown(tmp_path / "mail", NOBODY.pw_uid, NOBODY.pw_gid)
    port = free_port()
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    written = CONFIGURATION.format(root=tmp_path, port=port, uid=NOBODY.pw_uid, gid=NOBODY.pw_gid)
    (tmp_path / "dovecot.conf").write_text(written)
    server = subprocess.Popen([str(DOVECOT), "-F", "-c", str(tmp_path / "dovecot.conf")])
    try:
        _wait_for(port, tmp_path / "log")
        yield f"imap://bounces:secret@127.0.0.1:{port}/INBOX"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=5).logout()
        except (OSError, imaplib.IMAP4.error):
            if time.monotonic() > deadline:
                pytest.fail(log.read_text() if log.exists() else "Dovecot did not start.")
            time.sleep(0.1)
        else:
            return


def deliver(imap: str, *messages: bytes) -> None:
    with imaplib.IMAP4("127.0.0.1", urlsplit(imap).port or 0) as server:
        server.login("bounces", "secret")
        for raw in messages:
            server.append("INBOX", "", "", raw)


def test_unread_messages_are_looked_at_once_and_stay(imap: str):
    deliver(imap, *(report(f"<{number}@mail.example>") for number in range(3)))
    seen: list[bytes] = []
    assert look_through(urlsplit(imap), seen.append) == 3
    assert seen == [report(f"<{number}@mail.example>") for number in range(3)]
    assert look_through(urlsplit(imap), seen.append) == 0
    with imaplib.IMAP4("127.0.0.1", urlsplit(imap).port or 0) as server:
        server.login("bounces", "secret")
        assert server.select("INBOX")[1] == [b"3"]


def test_what_fails_while_it_is_looked_at_comes_again(imap: str):
    deliver(imap, report("<1@mail.example>"))

    def fails(_raw: bytes) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        look_through(urlsplit(imap), fails)
    assert look_through(urlsplit(imap), lambda _raw: None) == 1


def test_a_folder_that_is_not_there_is_said(imap: str):
    with pytest.raises(imaplib.IMAP4.error):
        look_through(urlsplit(imap.replace("INBOX", "Nowhere")), lambda _raw: None)


def test_a_wrong_password_is_said(imap: str):
    with pytest.raises(imaplib.IMAP4.error):
        look_through(urlsplit(imap.replace("secret", "wrong")), lambda _raw: None)
