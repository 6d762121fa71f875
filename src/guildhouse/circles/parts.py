"""Which parts a format has people play inside a circle, and how many rounds it is made for."""

from guildhouse.rooms.formats.shape import PER_ROLE, TIMES, Format, Role


def rotating(shown: Format) -> list[Role]:
    """The parts that pass from one to the next, in the order of the file."""
    return [role for role in shown.roles if role.rotates and not role.seatable]


def staying(shown: Format) -> Role | None:
    """The part of whoever keeps their circle while the others move, such as the host of a table."""
    if rotating(shown):
        return None
    return next((role for role in drawn(shown) if role.max == 1), None)


def drawn(shown: Format) -> list[Role]:
    """The parts that are played inside circles and are no seats."""
    return [role for role in shown.roles if not role.seatable and (role.rotates or role.drawn_from)]


def slots(shown: Format, size: int) -> tuple[str, ...]:
    """The part of each place in a circle of this size; places beyond the parts of the format have none."""
    roles = rotating(shown) or drawn(shown)
    needed = [role.key for role in roles for _one in range(role.min)]
    further = [role.key for role in roles for _one in range((role.max or size) - role.min)]
    return tuple([*needed, *further][:size])


def usual_rounds(shown: Format) -> int:
    """For how many rounds circles are usually formed in a format."""
    if shown.circles is not None and shown.circles.square:
        return 2
    if shown.repeat.rule == PER_ROLE:
        return max(1, sum(role.min for role in rotating(shown)))
    if shown.repeat.rule == TIMES and staying(shown):
        return shown.repeat.times
    return 1
