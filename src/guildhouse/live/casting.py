"""Which parts of a format are given to people in the room itself: whoever leads says who presents, and the rest listen.

Where people divide into circles, the circles say who plays which part.
"""

from guildhouse.rooms.formats import Format, Role


def drawn(fmt: Format) -> list[Role]:
    """The parts that nobody asks a seat for, and that are played by those who come."""
    if fmt.circles is not None:
        return []
    return [role for role in fmt.roles if not role.seatable and role.who == "member"]


def rest(fmt: Format) -> Role | None:
    """The part of everybody who was given none: the one for most people, where there is one for several."""
    several = [role for role in drawn(fmt) if role.max is None or role.max > 1]
    return max(several, key=lambda role: role.max or role.min + 1000, default=None)


def given(fmt: Format) -> list[Role]:
    """The parts that are given by name."""
    others = rest(fmt)
    return [role for role in drawn(fmt) if role != others]
