"""Which kind of fact leads to which letter, to whom. One module for each app; rooms add theirs in the same form."""

from guildhouse.notices.letters import communities, leaving, news, rooms, seats
from guildhouse.notices.letters.shape import Table

TABLE: Table = {**leaving.TABLE, **communities.TABLE, **rooms.TABLE, **news.TABLE, **seats.TABLE}
