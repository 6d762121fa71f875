"""Ports for servers that live as long as a test."""

import random
import socket

LOWEST, HIGHEST = 21000, 21999


def free_port() -> int:
    """A port of this machine nobody listens on, below those the system gives to outgoing connections."""
    for port in random.sample(range(LOWEST, HIGHEST + 1), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No free port between {LOWEST} and {HIGHEST}.")
