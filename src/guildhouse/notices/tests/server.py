"""A real mail server on loopback that can be told to misbehave, line by line."""

import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser


class Server(socketserver.ThreadingTCPServer):
    """Counts what arrived by Message-ID and recipient; `manners` say how the next connections go."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.manners = "well"
        self.arrived: Counter[tuple[str, str]] = Counter()
        self.begun, self.go_on, self.over = threading.Event(), threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.StreamRequestHandler):
    server: Server
    timeout = 10

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self) -> None:
        manners, to = self.server.manners, ""
        if manners == "drop-greeting":
            return
        self.say("421 not now" if manners == "refuse" else "220 here")
        while manners != "refuse" and (line := self.rfile.readline()):
            word = line[:4].upper()
            if manners == "hang":
                self.server.over.wait(10)
                return
            if word == b"RCPT":
                to = line.partition(b"<")[2].partition(b">")[0].decode()
            if word != b"DATA":
                self.say("221 bye" if word == b"QUIT" else "250 yes")
            elif manners == "drop-before-data" or not self.take(manners, to):
                return

    def take(self, manners: str, to: str) -> bool:
        """One letter; False when the line is cut."""
        self.say("354 go on")
        if manners == "drop-in-data":
            self.rfile.readline()
            return False
        text = b"".join(iter(self.rfile.readline, b".\r\n"))
        self.server.begun.set()
        if manners == "wait":
            self.server.go_on.wait(10)
        name = str(BytesParser().parsebytes(text, headersonly=True)["Message-ID"])
        self.server.arrived[name, to] += 1
        if manners == "drop-after-dot":
            return False
        self.say("250 kept")
        return True


@contextmanager
def mail_server() -> Iterator[Server]:
    """A server that listens until the block ends."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join(5)
