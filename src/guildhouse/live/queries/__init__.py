"""What can be asked about a room that runs."""

from guildhouse.live.queries.board import Board, board, run_of
from guildhouse.live.queries.screen import Hand, Screen, Step, screen

__all__ = ["Board", "Hand", "Screen", "Step", "board", "run_of", "screen"]
