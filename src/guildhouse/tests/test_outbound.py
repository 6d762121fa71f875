"""The house speaks to nobody but those its operator names; what can open a connection stands in few files.

Nothing a person types is ever fetched: not a link, not a picture, not a file by its address. Whoever wants to change
that pins the connection to the address that was checked, follows no redirect, and bounds time and size.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONNECTS = {
    *(
        "socket",
        "ssl",
        "asyncio",
        "subprocess",
        "http.client",
        "urllib.request",
        "smtplib",
        "imaplib",
        "poplib",
        "django.core.mail.backends.smtp",
    ),
    *("ftplib", "telnetlib", "xmlrpc", "requests", "urllib3", "httpx", "aiohttp", "websocket", "websockets"),
}
ALLOWED = {
    "bridge.py": "hands requests on within this process, and asks nobody",
    "circles/search/proving.py": "a solver on this machine, in a process of its own, sent numbers alone",
    "keeping/backup/postgres.py": "programs of PostgreSQL on this machine, for a backup",
    "keeping/doctor/post.py": "whether what the operator named can be reached",
    "kit/mail.py": "the connection to the mail server the operator names",
    "live/streaming/hub.py": "keeps streams open that browsers asked for, and asks nobody",
    "notices/bounces/mailbox.py": "the mailbox for letters that came back, which the operator names",
    "notices/bounces/taking.py": "what can go wrong with that mailbox",
    "notices/sending.py": "what can go wrong with that mail server",
    "people/provider.py": "the OpenID provider the operator names, no other host and no redirect",
    "people/views/sign_on.py": "what can go wrong with that provider",
    "serving.py": "listens, and asks nobody",
    "worker.py": "the name of this machine, for its heartbeat",
}
SKIPPED = ("tests", "testing", "bench")


def test_nothing_else_can_open_a_connection() -> None:
    connects = dict(connecting())
    found = {file: names for file, names in connects.items() if file not in ALLOWED}
    assert found == {}, "Say here whom it speaks to, or let it speak to nobody."
    assert ALLOWED.keys() - connects.keys() == set(), "This speaks to nobody any more."


def connecting() -> Iterator[tuple[str, list[str]]]:
    """Every shipped file that imports something that connects, and what."""
    for path in sorted(ROOT.rglob("*.py")):
        file = str(path.relative_to(ROOT))
        names = sorted(name for name in imported(path) if is_one_of(name))
        if names and not set(path.relative_to(ROOT).parts) & set(SKIPPED):
            yield file, names


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("__import__", "import_module"):
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def is_one_of(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in CONNECTS)
