"""What must agree between the fields of a format, once each field by itself is right."""

from django.utils.translation import gettext as _

from guildhouse.rooms.formats.reader import Reader
from guildhouse.rooms.formats.shape import ALL, ONCE, PER_CLIENT, PER_ROLE, Format, Role, Step

LONGEST = 1_440  # minutes of a whole format
UNCOUNTED = 0  # in place of minutes that are left out, to be those of the steps


def check(fmt: Format, table: Reader) -> None:
    """Note, by the table's place and a sentence, where parts of a format contradict each other.

    What was read wrongly already is left alone, so that nobody is told twice of one mistake.
    """
    is_sound = table.noted.is_sound
    if is_sound("people", "circles"):
        _people(fmt, table)
    if is_sound("roles"):
        _roles(fmt, table)
    has_keys = bool(fmt.roles) and is_sound(*(f"roles[{at}].key" for at in range(1, len(fmt.roles) + 1)))
    for at, step in enumerate(fmt.steps, 1):
        if has_keys and is_sound(f"steps[{at}]"):
            _step(fmt, step, table, f"steps[{at}]")
    if is_sound("repeat", "roles", "steps"):
        _repeat(fmt, table)
    if is_sound():
        _counted(fmt, table)
    if is_sound("roles", "steps"):
        _roles_have_a_step(fmt, table)


def _roles(fmt: Format, table: Reader) -> None:
    _role_keys(fmt, table)
    for at, role in enumerate(fmt.roles, 1):
        _role(fmt, role, table, f"roles[{at}]")
    if table.noted.is_sound("people", "circles", "roles"):
        _seats(fmt, table)


def _people(fmt: Format, table: Reader) -> None:
    people, circles = fmt.people, fmt.circles
    most = people.best if people.max is None else people.max
    if not people.min <= people.best <= most:
        table.refuse("people", _("the minimum, the best and the maximum must rise in this order."))
    if circles and not circles.min <= circles.best <= circles.max:
        table.refuse("circles", _("the minimum, the best and the maximum must rise in this order."))
    answer = fmt.feasible(people.best) if table.noted.is_sound("people", "circles") else None
    if answer is not None and not answer:
        table.refuse("people.best", answer.sentence)


def _role_keys(fmt: Format, table: Reader) -> None:
    keys = [role.key for role in fmt.roles]
    for at, key in enumerate(keys, 1):
        if key == ALL:
            table.refuse(f"roles[{at}].key", _("“all” means everybody and cannot name a role."))
        if key in keys[: at - 1]:
            table.refuse(f"roles[{at}].key", _("there are two roles “%(key)s”.") % {"key": key})


def _role(fmt: Format, role: Role, table: Reader, place: str) -> None:
    if role.max is not None and role.min > role.max:
        table.refuse(f"{place}.min", _("the minimum is above the maximum."))
    if role.drawn_from and role.drawn_from not in {seat.key for seat in fmt.seats}:
        table.refuse(f"{place}.drawn_from", _("name a role of this format that people can ask a seat in."))
    if role.drawn_from and role.seatable:
        table.refuse(f"{place}.seatable", _("a role drawn from another is not asked for: write false."))
    if role.rotates and not role.drawn_from:
        table.refuse(f"{place}.rotates", _("say with drawn_from among whom this role passes round."))
    if not role.seatable and not role.drawn_from and role.who not in ("host", "sponsor"):
        table.refuse(
            f"{place}.seatable", _("nobody could take this role: let people ask for it, or draw it.")
        )


def _seats(fmt: Format, table: Reader) -> None:
    seats, people = fmt.seats, fmt.people
    if not seats:
        table.refuse("roles", _("people must be able to ask for a seat in at least one role."))
    if sum(role.min for role in seats) > people.min:
        table.refuse("roles", _("the roles need more people than the format's minimum."))
    room = None if any(role.max is None for role in seats) else sum(role.max or 0 for role in seats)
    if room is not None and (people.max is None or room < people.max):
        table.refuse("roles", _("the roles have seats for fewer people than the format's maximum."))
    smallest = fmt.circles.min if fmt.circles else people.min
    if sum(role.min for role in fmt.roles if role.drawn_from) > smallest:
        table.refuse("roles", _("more roles are drawn than the smallest group has members."))


def _step(fmt: Format, step: Step, table: Reader, place: str) -> None:
    minutes = step.minutes
    if minutes.min > minutes.max:
        table.refuse(f"{place}.minutes", _("the minimum is above the maximum."), can_count=True)
    elif not minutes.min <= minutes.default <= minutes.max:
        said = _("the default is outside the minimum and the maximum.")
        table.refuse(f"{place}.minutes", said, can_count=True)
    for field, named in (("speaks", step.speaks), ("silent", step.silent)):
        _known_roles(fmt, named, table, f"{place}.{field}")
    if not step.speaks and step.silent != (ALL,):
        said = _("nobody speaks in this step; if that is meant, say that all are silent.")
        table.refuse(f"{place}.speaks", said, can_count=step.per != "role")
    if set(step.speaks) & set(step.silent) or (
        step.speaks and step.silent and ALL in step.speaks + step.silent
    ):
        table.refuse(place, _("somebody would speak and be silent at once."))
    if step.per == "role" and (len(step.speaks) != 1 or ALL in step.speaks):
        table.refuse(f"{place}.per", _("for minutes per role, name the one role that speaks."))
    if step.per == "group" and fmt.circles is None:
        table.refuse(f"{place}.per", _("this format has no circles to work in."))


def _known_roles(fmt: Format, named: tuple[str, ...], table: Reader, place: str) -> None:
    known = {role.key for role in fmt.roles}
    for key in named:
        if key != ALL and key not in known:
            table.refuse(place, _("there is no role “%(key)s”.") % {"key": key})
    if ALL in named and len(named) > 1:
        table.refuse(place, _("write “all” or the roles, not both."))


def _roles_have_a_step(fmt: Format, table: Reader) -> None:
    named = {key for step in fmt.steps for key in step.speaks + step.silent}
    if ALL in named:
        return
    taken = {role.drawn_from for role in fmt.roles if role.key in named}
    for at, role in enumerate(fmt.roles, 1):
        if role.key not in named | taken:
            said = _("no step names the role “%(key)s”.") % {"key": role.key}
            table.refuse(f"roles[{at}]", said, can_count=True)


def _repeat(fmt: Format, table: Reader) -> None:
    repeat = fmt.repeat
    places = [at for at, step in enumerate(fmt.steps) if step.repeats]
    if places and places[-1] - places[0] + 1 != len(places):
        table.refuse("steps", _("the steps that repeat must stand together."))
    if repeat.rule == ONCE and places:
        table.refuse("repeat", _("say how often the steps that repeat come round."))
    if repeat.rule != ONCE and not places:
        table.refuse("repeat", _("no step is marked as repeating."))
    if repeat.rule == PER_CLIENT and repeat.role not in {role.key for role in fmt.roles}:
        table.refuse("repeat.role", _("there is no role “%(key)s”.") % {"key": repeat.role})
    if repeat.rule == PER_ROLE and not any(role.rotates and role.min for role in fmt.roles):
        table.refuse("repeat.rule", _("no role passes round, so there is nothing to repeat for."))


def _counted(fmt: Format, table: Reader) -> None:
    together = fmt.minutes(fmt.people.best)
    words = {"together": together, "best": fmt.people.best, "total": fmt.total_minutes, "most": LONGEST}
    if fmt.total_minutes == UNCOUNTED and together > LONGEST:
        said = _("the steps take %(together)s minutes with %(best)s people; at most %(most)s are possible.")
        table.refuse("total_minutes", said % words)
    elif fmt.total_minutes not in (UNCOUNTED, together):
        said = _("the steps take %(together)s minutes with %(best)s people, not %(total)s.")
        table.refuse("total_minutes", said % words, can_count=True)
