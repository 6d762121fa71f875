"""Runs the proxies of deploy/ in front of a real house and asks through them: python -m guildhouse.testing.proxies

Needs nginx, caddy and openssl on the machine; one that is missing is named.
"""

import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

from guildhouse.testing.ports import free_port
from guildhouse.testing.site import serving

DEPLOY = Path(__file__).parents[3] / "deploy"
HOUSE = {
    "GUILDHOUSE_ORIGIN": "https://house.example",
    "GUILDHOUSE_HOSTS": "house.example,127.0.0.1",
    "GUILDHOUSE_BEHIND_PROXY": "yes",
    "GUILDHOUSE_LOG_LEVEL": "CRITICAL",
}
NAME = "house.example"
Proxy = Callable[[Path, str], Any]


def main() -> int:
    """Try each proxy; the exit code is 1 when something was not as it should be."""
    bad = 0
    for name, proxy in (("nginx", nginx), ("caddy", caddy)):
        if not shutil.which(name):
            print(f"{name}: not on this machine")
            continue
        for what, is_well in tried(proxy):
            bad += not is_well
            print(f"{name}: {'well' if is_well else 'ILL '} {what}", flush=True)
    return 1 if bad else 0


def tried(proxy: Proxy) -> Iterator[tuple[str, bool]]:
    """What is asked through a proxy, and whether the answer was right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        certificate(folder)
        (folder / "house").mkdir()
        with (
            serving(folder / "house", **HOUSE) as live,
            proxy(folder, live.url.removeprefix("http://")) as port,
        ):
            yield from while_open(port)
            live.process.terminate()
            live.process.wait(20)
            status, headers, _text = asked(port, "/")
            yield "503 with Retry-After while the house is closed", status == 503 and "retry-after" in headers


def while_open(port: int) -> Iterator[tuple[str, bool]]:
    """What an open house answers through a proxy."""
    status, headers, text = asked(port, "/rooms/")
    yield "a page", status == 200
    yield "https for a year", "max-age=31536000" in headers.get("strict-transport-security", "")
    yield (
        "the policy of the page comes along",
        "default-src 'none'" in headers.get("content-security-policy", ""),
    )
    yield "what may be kept says so", "must-revalidate" in headers.get("cache-control", "")
    again, _headers, _text = asked(port, "/rooms/", **{"If-None-Match": headers.get("etag", "")})
    yield "and is not sent twice", again == 304
    sheet = text.split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _text = asked(port, sheet)
    yield "a style sheet is kept for ever", status == 200 and "immutable" in headers.get("cache-control", "")
    status, _headers, _text = asked(port, "/account/login/", method="POST", body=b"x" * 7 * 2**20)
    yield f"what is too big is refused, with {status}", status in (403, 413)
    lie = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "127.0.0.1"}
    status, headers, text = asked(port, "/rooms/", **lie)
    yield "a lie about the line or the host is not believed", status == 200 and "evil.example" not in text
    _status, headers, _text = asked(port, "/rooms/", X_Forwarded_Proto="http", X_Forwarded_For="1.2.3.4")
    yield "nor one with underscores", "strict-transport-security" in headers
    yield "nor is it taken for this machine", asked(port, "/demo/", **lie)[0] == 404
    with dribbling(port, 16):
        yield "forms that dribble in hold up nobody", asked(port, "/rooms/")[0] == 200
    yield "the figures stay inside", asked(port, "/metrics")[0] == 404
    status, headers, _text = asked(port, "/today/")
    yield "signing in stays on this host", status == 302 and headers["location"].startswith("/")


@contextmanager
def dribbling(port: int, many: int) -> Iterator[None]:
    """Forms of which the first signs have been sent, and no others come."""
    head = f"POST /account/login/ HTTP/1.1\r\nHost: {NAME}\r\nCookie: csrftoken={'a' * 32}; sessionid=x\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nabc"
    with ExitStack() as lines:
        for _line in range(many):
            plain = lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=15))
            line = ssl._create_unverified_context().wrap_socket(plain, server_hostname=NAME)
            lines.enter_context(line).sendall((head + kind).encode())
        time.sleep(0.5)
        yield


def asked(
    port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, Any, str]:
    """Status, headers and text of an answer through the proxy."""
    line = HTTPSConnection(NAME, port)
    with socket.create_connection(("127.0.0.1", port), timeout=15) as plain:
        line.sock = ssl._create_unverified_context().wrap_socket(plain, server_hostname=NAME)
        return answered(line, path, method, body, headers)


def answered(
    line: HTTPSConnection, path: str, method: str, body: bytes, headers: dict[str, str]
) -> tuple[int, Any, str]:
    """Ask over an open line, and close it."""
    try:
        line.request(method, path, body or None, {"Host": NAME, **headers})
        answer = line.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, told, answer.read().decode(errors="replace")
    except (BrokenPipeError, ConnectionResetError):
        return 413, {}, ""  # it did not even listen to the end
    finally:
        line.close()


def certificate(folder: Path) -> None:
    """A certificate that signs itself."""
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=house.example",
        "-days",
        "1",
    ]
    words += ["-addext", "subjectAltName=DNS:house.example"]
    told = [*words, "-keyout", str(folder / "key.pem"), "-out", str(folder / "chain.pem")]
    subprocess.run(told, check=True, capture_output=True)


@contextmanager
def nginx(folder: Path, house: str) -> Iterator[int]:
    """nginx with our file, at a free port."""
    port, plain = free_port(), free_port()
    text = (DEPLOY / "nginx" / "guildhouse.conf").read_text()
    here = "/etc/letsencrypt/live/house.example/"
    for old, new in (
        ("127.0.0.1:8000", house),
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        (f"{here}fullchain.pem", str(folder / "chain.pem")),
        (f"{here}privkey.pem", str(folder / "key.pem")),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        text = text.replace(old, new)
    text = "\n".join(line for line in text.splitlines() if "listen [::]" not in line)
    (folder / "house.conf").write_text(text)
    frame = f"pid {folder}/pid; error_log {folder}/error.log; daemon off; events {{}}\n"
    spools = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"{frame}http {{ {spools} include {folder}/house.conf; }}\n")
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    subprocess.run([*command, "-t"], check=True)
    with running(command, port):
        yield port


@contextmanager
def caddy(folder: Path, house: str) -> Iterator[int]:
    """Caddy with our file, at a free port."""
    port = free_port()
    text = (DEPLOY / "caddy" / "Caddyfile").read_text()
    text = text.replace("127.0.0.1:8000", house).replace("/var/log/caddy", str(folder))
    text = text.replace(
        "house.example {\n", f"house.example:{port} {{\n\ttls {folder}/chain.pem {folder}/key.pem\n", 1
    )
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}")
    words = ["--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    subprocess.run(["caddy", "validate", *words], check=True, capture_output=True)
    with running(["caddy", "run", *words], port):
        yield port


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A proxy until the block ends."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _try in range(100):
            try:
                asked(port, "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    sys.exit(main())
