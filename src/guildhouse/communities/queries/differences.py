"""What changed between two texts, sentence by sentence."""

import re
from difflib import SequenceMatcher

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """The pieces of both texts in order: ("same" | "removed" | "added", words)."""
    old, new = _sentences(before), _sentences(after)
    pieces: list[tuple[str, str]] = []
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces += [("same", words) for words in old[from_old:to_old]]
        else:
            pieces += [("removed", words) for words in old[from_old:to_old]]
            pieces += [("added", words) for words in new[from_new:to_new]]
    return pieces


def _sentences(text: str) -> list[str]:
    return [words for piece in SENTENCE.split(text) if (words := piece.strip().lstrip("#").strip())]
