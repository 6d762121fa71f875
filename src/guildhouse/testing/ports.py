"""Ports for servers that live as long as a test."""

import os
import random
import socket

LOWEST, HIGHEST = 21000, 21999


def free_port() -> int:
    """A port of this machine nobody listens on, below those the system gives to outgoing connections.

    Processes that test side by side (gw0, gw1 …) choose among different ports.
    """
    beside = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in random.sample(range(LOWEST + beside % 4, HIGHEST + 1, 4), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No free port between {LOWEST} and {HIGHEST}.")
