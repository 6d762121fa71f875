"""Finding what gives somebody away in a text, and neutral words for it: rules and lists of words, nothing else.

    found = suggestions(text)              # names, places, organisations, dates, numbers, addresses …
    better = replace(text)                 # all of them, or only those in a second argument

It is a help and no guarantee: it knows common first names, places and ways of writing, in English and Italian, and it
knows nothing of what people tell each other about.
"""

from guildhouse.cases.neutral.finding import Found, Kind, find, language_of
from guildhouse.cases.neutral.replacing import Suggestion, replace, suggestions

__all__ = ["Found", "Kind", "Suggestion", "find", "language_of", "replace", "suggestions"]
