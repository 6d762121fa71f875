"""Common first names and places, from the lists in `words/`."""

from pathlib import Path

HERE = Path(__file__).with_name("words")


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(" ".join(_lines(name)).split())


# First names, as they are common in English and Italian and among those who live there.
FIRST_NAMES = _words("names.txt")
# At the beginning of a sentence these are more often a word than a name.
ALSO_WORDS = _words("names-that-are-words.txt")
# Countries, and towns that are spoken of often.
PLACES = frozenset(_lines("places.txt"))
# Words or names as often as places: only where something before says that it is a place.
ALSO_OTHER = _words("places-that-are-words.txt")
