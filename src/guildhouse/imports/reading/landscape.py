"""The door of the reading half: a file's text goes in, a `Plan` comes out. Nothing is changed anywhere."""

from datetime import date
from difflib import get_close_matches
from pathlib import PurePath

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhouse.imports.plan import Plan
from guildhouse.imports.reading import kubernetes, plain
from guildhouse.imports.reading.answers import Answers
from guildhouse.imports.reading.drafting import Draft
from guildhouse.imports.reading.records import Record, plain_name
from guildhouse.imports.reading.sources import Fields, read_yaml
from guildhouse.kit.rules import Refused, no


def read_landscape(
    content: bytes | str, *, file: str, day: date, source: str = "", answers: Answers | None = None
) -> Plan:
    """Read a landscape and plan what importing it on `day` would make.

    `file` names the file in places and sentences. `source` is the landscape's name across imports, by default the
    one it gives itself, else the file's name without its ending. `answers` are those to the questions of an
    earlier reading. Raises `Refused` with a sentence when the file cannot be read at all or is no landscape.
    """
    root = read_yaml(content, file=file)
    if not isinstance(root, Fields):
        raise Refused(no("import_no_landscape", _not_one(file)))
    schema = _schema(root, file)
    draft = Draft(
        root,
        file=file,
        source=source or slugify(PurePath(file).stem) or schema,
        schema=schema,
        day=day,
        answers=answers or Answers(),
    )
    top = Record(root, draft.ledger)
    if schema == "plain":
        plain.read_house(top, draft, named=source)
    else:
        kubernetes.read_groups(top, draft)
    return draft.plan()


def _not_one(file: str) -> str:
    return _(
        "%(file)s is no landscape: it lists neither communities nor sigs, workinggroups or committees."
    ) % {"file": file}


def _schema(root: Fields, file: str) -> str:
    names = {plain_name(name): name for name, _node in root.entries}
    if "guildhouse" in names or "communities" in names:
        return "plain"
    if any(section in names for section in kubernetes.SECTIONS):
        return "kubernetes"
    known = ("communities", *kubernetes.SECTIONS)
    near = [
        (names[name], match[0])
        for name in names
        if (match := get_close_matches(name, known, n=1, cutoff=0.7))
    ]
    if not near:
        raise Refused(no("import_no_landscape", _not_one(file)))
    sentence = _("%(file)s is no landscape: did you mean “%(near)s” by “%(name)s”?")
    words = {"file": file, "name": near[0][0], "near": near[0][1]}
    raise Refused(no("import_no_landscape", sentence % words))
