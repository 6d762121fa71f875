"""A format as the text of a file: what `parsing.parse` reads comes out the same."""

from collections.abc import Iterable, Iterator

from guildhouse.rooms.formats.shape import ALL, ONCE, PER_CLIENT, TIMES, Format, Role, Step, Words


def written(fmt: Format, key: str) -> str:
    """The format as the text of a file, under its own short name."""
    lines = [
        f"key = {_text(key)}",
        *_field("name", fmt.name),
        *_field("purpose", fmt.purpose),
        f"people = {_table(_people(fmt))}",
        *_circles(fmt),
        *_repeat(fmt),
        f"total_minutes = {fmt.total_minutes}",
        f"prerequisites = {_list(fmt.prerequisites)}",
        f"confidentiality = {_text(fmt.confidentiality)}",
        f"opens_with_look_back = {_flag(fmt.opens_with_look_back)}",
        *_source(fmt),
    ]
    for role in fmt.roles:
        lines += ["", "[[roles]]", *_role(role)]
    for step in fmt.steps:
        lines += ["", "[[steps]]", *_step(step)]
    return "\n".join(lines) + "\n"


def _people(fmt: Format) -> Iterator[str]:
    people = fmt.people
    yield f"min = {people.min}"
    yield f"best = {people.best}"
    if people.max is not None:
        yield f"max = {people.max}"
    if people.multiple_of > 1:
        yield f"multiple_of = {people.multiple_of}"
    if people.hard_minimum:
        yield "hard_minimum = true"


def _circles(fmt: Format) -> Iterator[str]:
    if fmt.circles:
        size = fmt.circles
        sizes = [f"min = {size.min}", f"best = {size.best}", f"max = {size.max}"]
        yield f"circles = {_table([*sizes, *(['square = true'] if size.square else [])])}"


def _repeat(fmt: Format) -> Iterator[str]:
    repeat = fmt.repeat
    if repeat.rule == ONCE:
        return
    rule = [f"rule = {_text(repeat.rule)}"]
    if repeat.rule == PER_CLIENT:
        rule.append(f"role = {_text(repeat.role or '')}")
    if repeat.rule == TIMES:
        rule.append(f"times = {repeat.times}")
    yield f"repeat = {_table(rule)}"


def _source(fmt: Format) -> Iterator[str]:
    source = fmt.source
    for field, text in (("author", source.author), ("work", source.work)):
        if text:
            yield f"source.{field} = {_text(text)}"
    if source.year is not None:
        yield f"source.year = {source.year}"
    if source.note is not None:
        yield from _field("source.note", source.note)


def _role(role: Role) -> Iterator[str]:
    yield f"key = {_text(role.key)}"
    yield from _field("name", role.name)
    yield f"min = {role.min}"
    if role.max is not None:
        yield f"max = {role.max}"
    yield f"who = {_text(role.who)}"
    if not role.seatable:
        yield "seatable = false"
    if role.rotates:
        yield "rotates = true"
    if role.drawn_from:
        yield f"drawn_from = {_text(role.drawn_from)}"


def _step(step: Step) -> Iterator[str]:
    minutes = step.minutes
    yield from _field("name", step.name)
    yield f"minutes = {_table([f'default = {minutes.default}', f'min = {minutes.min}', f'max = {minutes.max}'])}"
    for field, is_so in (
        ("published", step.published),
        ("repeats", step.repeats),
        ("optional", step.optional),
    ):
        if is_so:
            yield f"{field} = true"
    yield f"speaks = {_who(step.speaks)}"
    if step.silent:
        yield f"silent = {_who(step.silent)}"
    if step.per != "room":
        yield f"per = {_text(step.per)}"
    if step.produces is not None:
        yield from _field("produces", step.produces)


def _field(name: str, words: Words) -> Iterator[str]:
    texts = [f"{language} = {_text(text)}" for language, text in words.by_language]
    yield f"{name} = {_table(texts)}"


def _who(keys: tuple[str, ...]) -> str:
    return _text(ALL) if keys == (ALL,) else _list(keys)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_text(text) for text in texts)}]"


def _table(fields: Iterable[str]) -> str:
    return f"{{ {', '.join(fields)} }}"


def _flag(is_so: bool) -> str:
    return "true" if is_so else "false"


def _text(text: str) -> str:
    # Texts of a format are printable and of one line: nothing else needs to be escaped.
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
