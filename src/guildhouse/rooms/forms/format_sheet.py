"""A format between a page and a file: as rows of typed words, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify

from guildhouse.rooms.formats.parsing import MOST_ROLES, MOST_STEPS
from guildhouse.rooms.formats.reader import LONGEST_KEY
from guildhouse.rooms.formats.shape import ALL, ONCE, PER_CLIENT, TIMES, Format, Role, Step, Words
from guildhouse.rooms.forms.format_parts import ASKED, DRAWN, HOSTED, PASSED

Row = dict[str, list[str]]
MOST = {"roles": MOST_ROLES, "steps": MOST_STEPS}


def rows_of(data: Mapping[str, Any], kind: str) -> list[Row]:
    """The rows of roles or steps as they were sent, those left empty passed over."""
    listed: MultiValueDict[str, str] = data if isinstance(data, MultiValueDict) else MultiValueDict(data)
    rows: list[Row] = [{} for _ in range(MOST[kind] + 1)]
    for name in listed:
        part, number, field = ([*name.split("-", 2), "", ""])[:3]
        if part == kind and number.isdecimal() and field and int(number[:4]) < len(rows):
            rows[int(number[:4])][field] = listed.getlist(name)
    return [row for row in rows if row]


def is_empty(row: Row) -> bool:
    """Whether nobody wrote anything into a row; what stands in its choices by itself does not count."""
    typed = ("name_", "produces_", "minutes_")
    return not any(
        value.strip() for name, values in row.items() if name.startswith(typed) for value in values
    )


def with_rows(data: Mapping[str, Any], **rows: list[Row]) -> MultiValueDict[str, str]:
    """What was sent, with these rows in place of those that were."""
    sent: MultiValueDict[str, str] = data if isinstance(data, MultiValueDict) else MultiValueDict(data)
    kept = {name: sent.getlist(name) for name in sent if name.partition("-")[0] not in rows}
    for kind, found in rows.items():
        for at, row in enumerate(found[: MOST[kind]]):
            kept |= {f"{kind}-{at}-{field}": values for field, values in row.items()}
    return MultiValueDict(kept)


def name_roles(roles: list[Row], language: str) -> None:
    """Give each new role a key after its name, once it has one."""
    taken = {first(row, "key") for row in roles} | {ALL}
    for at, row in enumerate(roles, 1):
        if first(row, "key") or is_empty(row):
            continue
        name = slugify(first(row, f"name_{language}"))[: LONGEST_KEY - 4].strip("-_").replace("_", "-")
        wanted = name or f"role-{at}"
        while wanted in taken:
            at += 1
            wanted = f"{name or 'role'}-{at}"
        row["key"] = [wanted]
        taken.add(wanted)


def first(row: Mapping[str, list[str]], field: str) -> str:
    """The one value of a field, without what stands around it."""
    return " ".join((row.get(field) or [""])[-1].split())


def sheet_of(fmt: Format) -> MultiValueDict[str, str]:
    """A format as a page that is filled in with it would send it."""
    circles, repeat, source = fmt.circles, fmt.repeat, fmt.source
    said: Row = {
        **_texts("name", fmt.name),
        **_texts("purpose", fmt.purpose),
        **_texts("note", source.note),
        **_plain("people", fmt.people, ("min", "best", "max", "multiple_of", "hard_minimum")),
        **_plain("circles", circles, ("min", "best", "max", "square")),
        "repeat_rule": [repeat.rule],
        "repeat_role": [repeat.role or ""],
        "repeat_times": [str(repeat.times) if repeat.rule == TIMES else ""],
        "total_minutes": [str(fmt.total_minutes)],
        "counted": [str(fmt.total_minutes)],
        "prerequisites": list(fmt.prerequisites),
        "confidentiality": [fmt.confidentiality],
        **_plain("", fmt, ("opens_with_look_back",)),
        **_plain("source", source, ("author", "work", "year")),
    }
    said["people_multiple_of"] = [] if fmt.people.multiple_of == 1 else said["people_multiple_of"]
    return with_rows(
        MultiValueDict(said), roles=[_role(one) for one in fmt.roles], steps=[_step(one) for one in fmt.steps]
    )


def _role(role: Role) -> Row:
    if role.seatable:
        taken = ASKED
    elif role.rotates:
        taken = PASSED
    else:
        taken = DRAWN if role.drawn_from else HOSTED
    said = {**_texts("name", role.name), **_plain("", role, ("key", "min", "max", "who", "drawn_from"))}
    return {**said, "taken": [taken]}


def _step(step: Step) -> Row:
    return {
        **_texts("name", step.name),
        **_texts("produces", step.produces),
        **_plain("minutes", step.minutes, ("default", "min", "max")),
        **_plain("", step, ("per", "repeats", "optional")),
        "speaks": list(step.speaks),
        "silent": list(step.silent),
        "published": [str(step.minutes.default) if step.published else ""],
    }


def _texts(name: str, words: Words | None) -> Row:
    return {f"{name}_{code}": [text] for code, text in words.by_language} if words else {}


def _plain(prefix: str, thing: Any, fields: Iterable[str]) -> Row:
    found: Row = {}
    for field in fields:
        value = getattr(thing, field, None)
        name = f"{prefix}_{field}" if prefix else field
        if value is True:
            found[name] = ["on"]
        elif value is not None and value is not False:
            found[name] = [str(value)]
    return found


def table_of(data: MultiValueDict[str, str], languages: Iterable[str], key: str) -> dict[str, Any]:
    """The table of a format file from what a page sent; what makes no sense stays in it as it was typed."""
    codes = list(languages)
    whole: Row = {name: data.getlist(name) for name in data if name.partition("-")[0] not in MOST}
    if first(whole, "total_minutes") == first(whole, "counted"):
        whole.pop("total_minutes", None)
    table: dict[str, Any] = {
        "key": key,
        "name": _words(whole, "name", codes),
        "purpose": _words(whole, "purpose", codes),
        "people": _numbers(whole, "people_", ("min", "best", "max", "multiple_of")),
        "circles": _numbers(whole, "circles_", ("min", "best", "max")),
        "roles": [_role_table(row, codes) for row in rows_of(data, "roles")],
        "steps": [_step_table(row, codes) for row in rows_of(data, "steps")],
        "repeat": _repeat_table(whole),
        **_numbers(whole, "", ("total_minutes",)),
        "prerequisites": whole.get("prerequisites", []),
        "confidentiality": first(whole, "confidentiality"),
        "opens_with_look_back": "opens_with_look_back" in whole,
        "source": _source_table(whole, codes),
    }
    if "people_hard_minimum" in whole:
        table["people"]["hard_minimum"] = True
    if table["circles"] and "circles_square" in whole:
        table["circles"]["square"] = True
    return {
        name: value for name, value in table.items() if value or name not in ("name", "purpose", "circles")
    }


def _repeat_table(whole: Row) -> dict[str, Any]:
    rule = first(whole, "repeat_rule") or ONCE
    role = {"role": first(whole, "repeat_role")} if rule == PER_CLIENT else {}
    return {"rule": rule, **role, **(_numbers(whole, "repeat_", ("times",)) if rule == TIMES else {})}


def _source_table(whole: Row, codes: list[str]) -> dict[str, Any]:
    texts = {name: first(whole, f"source_{name}") for name in ("author", "work")}
    note = _words(whole, "note", codes)
    return (
        {name: text for name, text in texts.items() if text}
        | _numbers(whole, "source_", ("year",))
        | ({"note": note} if note else {})
    )


def _role_table(row: Row, codes: list[str]) -> dict[str, Any]:
    taken = first(row, "taken") or ASKED
    drawn = {"drawn_from": first(row, "drawn_from")} if taken in (DRAWN, PASSED) else {}
    return {
        "key": first(row, "key"),
        **_named(row, codes),
        **_numbers(row, "", ("min", "max")),
        "who": first(row, "who"),
        "seatable": taken == ASKED,
        "rotates": taken == PASSED,
        **drawn,
    }


def _step_table(row: Row, codes: list[str]) -> dict[str, Any]:
    produces = _words(row, "produces", codes)
    minutes = _numbers(row, "minutes_", ("default", "min", "max"))
    if "default" in minutes:
        minutes = {"min": minutes["default"], "max": minutes["default"]} | minutes
    return {
        **_named(row, codes),
        "minutes": minutes,
        "speaks": _who(row.get("speaks", [])),
        "silent": _who(row.get("silent", [])),
        "per": first(row, "per") or "room",
        "repeats": "repeats" in row,
        "optional": "optional" in row,
        "published": bool(first(row, "published"))
        and first(row, "published") == first(row, "minutes_default"),
        **({"produces": produces} if produces else {}),
    }


def _who(keys: list[str]) -> Any:
    return ALL if keys == [ALL] else keys


def _named(row: Row, codes: list[str]) -> dict[str, Any]:
    name = _words(row, "name", codes)
    return {"name": name} if name else {}


def _words(row: Row, name: str, codes: list[str]) -> dict[str, str]:
    texts = {code: first(row, f"{name}_{code}") for code in codes}
    return {code: text for code, text in texts.items() if text}


def _numbers(row: Row, prefix: str, fields: Iterable[str]) -> dict[str, Any]:
    typed = {field: first(row, f"{prefix}{field}") for field in fields}
    return {field: _number(text) for field, text in typed.items() if text}


def _number(text: str) -> int | str:
    is_number = text.isascii() and text.lstrip("-").isdecimal() and len(text) < 10
    return int(text) if is_number and text.count("-") < 2 else text
