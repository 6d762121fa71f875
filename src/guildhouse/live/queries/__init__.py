"""What can be asked about a room that runs."""

from guildhouse.live.queries.screen import Screen, screen

__all__ = ["Screen", "screen"]
