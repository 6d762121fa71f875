"""What changed between two texts, sentence by sentence."""

import re
from difflib import SequenceMatcher

# Comparing takes the square of what changed: beyond this a text counts as written anew.
MOST_COMPARED = 250 * 250
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """The pieces of both texts in order: ("same" | "removed" | "added", words)."""
    old, new = _sentences(before), _sentences(after)
    first, last = _common(old, new)
    middle = (old[first : len(old) - last], new[first : len(new) - last])
    return [
        *(("same", words) for words in old[:first]),
        *_compared(*middle),
        *(("same", words) for words in old[len(old) - last :]),
    ]


def _common(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many sentences are the same at the beginning, and how many at the end."""
    most = min(len(old), len(new))
    first = next((at for at in range(most) if old[at] != new[at]), most)
    most -= first
    last = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    return first, last


def _compared(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    if len(old) * len(new) > MOST_COMPARED:
        return [*(("removed", words) for words in old), *(("added", words) for words in new)]
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
