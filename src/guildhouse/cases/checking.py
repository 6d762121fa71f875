"""Looking through a case for what gives somebody away: all of its texts as one, so that one name keeps one letter."""

from collections.abc import Collection
from dataclasses import replace as with_changes

from guildhouse.cases import neutral
from guildhouse.cases.neutral import Suggestion
from guildhouse.cases.sealing import Words

# Between the texts: a sign nobody types.
BETWEEN = "\n\u2063\n"


def suggestions(words: Words) -> list[Suggestion]:
    """What was found in a case, each thing once, with neutral words for it."""
    return neutral.suggestions(_joined(words))


def with_neutral_words(words: Words, accepted: Collection[str] | None) -> Words:
    """The case with neutral words for what its presenter accepted; None for everything that was found."""
    situation, question, wish = neutral.replace(_joined(words), accepted).split(BETWEEN)
    return with_changes(words, situation=situation, question=question, wish=wish)


def _joined(words: Words) -> str:
    texts = (words.situation, words.question, words.wish)
    return BETWEEN.join(text.replace("\u2063", "").replace("\r\n", "\n") for text in texts)
