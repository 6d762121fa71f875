"""Which kind of fact leads to which letter, to whom. One module for each matter.

Letters of the account pages follow no fact: they stand in `accounts.py` and `security.py`.
"""

from guildhouse.notices.letters import (
    choices,
    circles,
    communities,
    duties,
    erasing,
    harvest,
    news,
    rooms,
    seats,
)
from guildhouse.notices.letters.shape import Table

TABLE: Table = {
    **erasing.TABLE,
    **communities.TABLE,
    **duties.TABLE,
    **rooms.TABLE,
    **news.TABLE,
    **seats.TABLE,
    **choices.TABLE,
    **harvest.TABLE,
    **circles.TABLE,
}
