"""Collects the words people read into the catalogues, and compiles them: what `bin/messages` does.

The same source always makes the same files: no dates, no line numbers, every message in its place. A message
that is new has no translation yet; one that nobody says any more is gone. Nothing is guessed.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
LOCALE = PACKAGE / "locale"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEAD = """\
# Guildhouse in PROJECT. How to translate, and the words to use: docs/translating.md.
# `bin/messages` remakes this file and the compiled one beside it.\
"""


class Words(Catalog):
    """A catalogue whose header says only what a program needs to read it: the same words, the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Language, plurals and encoding; neither dates nor names."""
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def spoken() -> list[Message]:
    """Every message of today's source, each naming the files it stands in, in the order of those files."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog()
    for name, _line, message, _comments, context in extract_from_dir(PACKAGE, methods, options, KEYWORDS):
        found.add(message, locations=[(f"src/guildhouse/{name}", 0)], context=context)
    messages = [message for message in found if message.id]
    for each in messages:
        each.locations = sorted(set(each.locations))
    return sorted(messages, key=lambda each: (each.locations, str(each.id), each.context or ""))


def catalogues() -> Iterator[Path]:
    """The catalogue of each language the house is translated into."""
    return iter(sorted(LOCALE.glob("*/LC_MESSAGES/django.po")))


def read(path: Path) -> Catalog:
    """A catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def update(path: Path) -> Words:
    """Today's messages with the translations a catalogue already has."""
    held = read(path)
    language = held.locale
    words = Words(locale=language, header_comment=HEAD.replace("PROJECT", language.english_name), fuzzy=False)
    for message in spoken():
        known = held.get(message.id, message.context)
        words.add(
            message.id,
            known.string if known and known.pluralizable == message.pluralizable else None,
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    return words


def written(words: Words) -> bytes:
    """A catalogue as the text a translator edits."""
    output = BytesIO()
    write_po(output, words, width=110, include_lineno=False)
    return output.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the house reads it: only what is translated and settled."""
    words = Words(locale=catalogue.locale, fuzzy=False)
    for message in catalogue:
        if message.id:
            words[message.id] = message
    output = BytesIO()
    write_mo(output, words)
    return output.getvalue()


def main() -> int:
    """Remake every catalogue; say what is still to be translated, and answer 1 when anything is."""
    open_ones = 0
    for path in catalogues():
        words = update(path)
        path.write_bytes(written(words))
        path.with_suffix(".mo").write_bytes(compiled(words))
        missing = [message for message in words if message.id and not all(strings(message))]
        open_ones += len(missing)
        print(f"{path.parts[-3]}: {len(words)} messages, {len(missing)} to translate")
    return 1 if open_ones else 0


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


if __name__ == "__main__":
    sys.exit(main())
