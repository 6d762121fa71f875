"""YAML as text with places: every value knows its path and line, and nothing in the file is executed or trusted.

Values stay as they are written: YAML would read 9:00 as the number 540 and `no` as false.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml
from django.utils.translation import gettext as _

from guildhouse.kit.rules import Refused, no

MOST_BYTES = 5_000_000
MOST_VALUES = 200_000
DEEPEST = 40
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# An escape ("\\0", "\\ud800") can spell what neither database can store.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
EMPTY = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One written value."""

    text: str
    path: str
    line: int
    quoted: bool = False

    @property
    def is_empty(self) -> bool:
        return self.text.strip() == "" or (not self.quoted and self.text in EMPTY)


@dataclass(frozen=True, slots=True)
class Row:
    """A list of values."""

    items: tuple["Node", ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Named values in the order in which they are written."""

    entries: tuple[tuple[str, "Node"], ...]
    path: str
    line: int


Node = Leaf | Row | Fields


def read_yaml(content: bytes | str, *, file: str) -> Node:
    """The values of a YAML file with their places; `file` is what sentences call it.

    Raises `Refused` with a sentence when it is too large, too deep, no UTF-8 or no YAML, holds nothing or more than
    one document, or unfolds into more than the file itself holds (references within references).
    """
    text = decoded(content, file)
    try:
        root = _grow(yaml.parse(text, Loader=LOADER), file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse(
            file,
            mark.line + 1 if mark else 1,
            _("this is not YAML (%(why)s)") % {"why": error.problem or "?"},
        )
    except yaml.YAMLError as error:
        _refuse(file, 1, _("this is not YAML (%(why)s)") % {"why": str(error).splitlines()[0]})
    return _placed(root, "")


def leaves(node: Node) -> Iterator[Leaf]:
    """Every written value under `node`, in the order of the file."""
    if isinstance(node, Leaf):
        yield node
        return
    below = node.items if isinstance(node, Row) else tuple(each for _key, each in node.entries)
    for each in below:
        yield from leaves(each)


@dataclass(slots=True)
class _Raw:
    """A node while the file is being read: how much hangs below it is known before anything is unfolded."""

    kind: str
    line: int
    text: str = ""
    quoted: bool = False
    below: list["_Raw"] = field(default_factory=list)
    size: int = 1
    height: int = 1
    is_open: bool = True


def decoded(content: bytes | str, file: str) -> str:
    """A file's text; raises `Refused` when it is too large or no text in UTF-8."""
    if len(content) > MOST_BYTES:
        _refuse(file, 1, _("the file is larger than %(most)s bytes") % {"most": MOST_BYTES})
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(file, content[: error.start].count(b"\n") + 1, _("this is not text in UTF-8"))


def _grow(events: Iterator[yaml.Event], file: str) -> _Raw:
    stack = [_Raw("document", 1)]
    anchors: dict[str, _Raw] = {}
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent) and stack[0].below:
            _refuse(file, line, _("a second document begins here; one file holds one document"))
        elif isinstance(event, yaml.AliasEvent):
            node = anchors.get(event.anchor or "")
            if node is None or node.is_open:
                _refuse(
                    file, line, _("*%(name)s refers to nothing written before it") % {"name": event.anchor}
                )
            _hang(stack, node, file, line)
        elif isinstance(event, yaml.ScalarEvent):
            leaf = _Raw("leaf", line, event.value, event.style not in (None, ""), is_open=False)
            if event.anchor:
                anchors[event.anchor] = leaf
            _hang(stack, leaf, file, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            node = _Raw("fields" if isinstance(event, yaml.MappingStartEvent) else "row", line)
            if event.anchor:
                anchors[event.anchor] = node
            stack.append(node)
            if len(stack) > DEEPEST:
                _refuse(file, line, _("the values lie deeper within each other than anything here does"))
        elif isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop()
            node.is_open = False
            _hang(stack, node, file, line)
    if not stack[0].below:
        _refuse(file, 1, _("the file is empty"))
    return stack[0].below[0]


def _hang(stack: list[_Raw], node: _Raw, file: str, line: int) -> None:
    top = stack[-1]
    top.below.append(node)
    top.size += node.size
    top.height = max(top.height, node.height + 1)
    if sum(each.size for each in stack) > MOST_VALUES:
        _refuse(file, line, _("the file unfolds into more than %(most)s values") % {"most": MOST_VALUES})
    if len(stack) + top.height > DEEPEST + 1:
        _refuse(file, line, _("the values lie deeper within each other than anything here does"))


def _placed(raw: _Raw, path: str) -> Node:
    if raw.kind == "leaf":
        return Leaf(UNSTORABLE.sub("\ufffd", raw.text), path, raw.line, raw.quoted)
    if raw.kind == "row":
        return Row(tuple(_placed(each, f"{path}[{i}]") for i, each in enumerate(raw.below)), path, raw.line)
    pairs = _merged(raw)
    # A name written twice: the last one counts, as in every other reader, and the earlier ones stay visible.
    last = {name: i for i, (name, _value) in enumerate(pairs)}
    entries = []
    for i, (name, value) in enumerate(pairs):
        shown = name if last[name] == i else f"{name}~{i + 1}"
        entries.append((shown, _placed(value, f"{path}.{shown}" if path else shown)))
    return Fields(tuple(entries), path, raw.line)


def _merged(raw: _Raw) -> list[tuple[str, _Raw]]:
    """The pairs of a mapping, with those of `<<: *other` that it does not say itself."""
    pairs = list(zip(raw.below[::2], raw.below[1::2], strict=True))
    own = [
        (key.text if key.kind == "leaf" else f"?{key.line}", value)
        for key, value in pairs
        if not _merges(key)
    ]
    names = {name for name, _value in own}
    for value in (value for key, value in pairs if _merges(key)):
        for other in value.below if value.kind == "row" else [value]:
            found = _merged(other) if other.kind == "fields" else [(f"<<{other.line}", other)]
            own += [pair for pair in found if pair[0] not in names]
            names.update(name for name, _value in found)
    return own


def _merges(key: _Raw) -> bool:
    return key.kind == "leaf" and key.text == "<<" and not key.quoted


def _refuse(file: str, line: int, why: str) -> NoReturn:
    sentence = _("%(file)s, line %(line)s: %(why)s.") % {"file": file, "line": line, "why": why}
    raise Refused(no("import_unreadable", sentence))
