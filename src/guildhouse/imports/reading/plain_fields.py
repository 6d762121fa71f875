"""The words of the plain shape: its fields with type and default, and the values of those that have a fixed few."""

from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Assumption
from guildhouse.imports.reading.records import Record
from guildhouse.rooms.formats import BUILT_IN


@dataclass(frozen=True, slots=True)
class Sort:
    """A field that takes one of a few words; a word it does not know counts as `narrowest`."""

    words: tuple[str, ...]
    default: str
    narrowest: str


VISIBILITY = Sort(("public", "listed", "hidden"), "public", "hidden")
JOINING = Sort(("open", "request", "invitation"), "request", "invitation")
LEVEL = Sort(("newcomer", "peripheral", "active", "core", "alumnus"), "active", "peripheral")
MODE = Sort(("online", "in_person", "hybrid"), "online", "online")
ACCESS = Sort(("site", "members", "invited"), "members", "invited")
FORMAT = Sort(BUILT_IN, "working-session", "working-session")
OFFICE = {
    "convener": "convener",
    "coordinator": "convener",
    "chair": "convener",
    "facilitator": "facilitator",
    "steward": "steward",
    "repertoire steward": "steward",
    "mentor": "mentor",
    "broker": "broker",
    "sponsor": "sponsor",
    "welcomer": "welcomer",
}

# Every field that is read, as docs/import.md lists it: its type and what holds when it is not written.
FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "file": {
        "guildhouse": ("1", "1"),
        "source": ("text", "the file's name without its ending"),
        "zone": ("time zone", "none: each meeting needs one"),
        "people": ("list of people", "none"),
        "communities": ("list of communities", "none"),
    },
    "person": {
        "key": ("text", "the GitHub handle, else the name"),
        "name": ("text", "the handle"),
        "github": ("handle", "none"),
        "email": ("address", "none"),
        "affiliation": ("text", "none"),
    },
    "community": {
        "slug": ("text", "made from the name"),
        "name": ("text", "the slug"),
        "domain": ("text", "empty"),
        "stakes": ("text", "empty"),
        "scope": ("text", "empty"),
        "visibility": ("public, listed or hidden", "public"),
        "joining": ("open, request or invitation", "request"),
        "zone": ("time zone", "the file's"),
        "parent": ("slug", "none"),
        "links": ("list of addresses, or of text and url", "none"),
        "topics": ("list of names, or of name and description", "none"),
        "people": ("list of keys, or of people who take part", "none"),
        "series": ("list of series", "none"),
        "rooms": ("list of rooms", "none"),
    },
    "taking part": {
        "person": ("key or name of somebody under people", "described on the spot"),
        "offices": ("list of offices", "none"),
        "level": ("newcomer, peripheral, active, core or alumnus", "core with an office, else active"),
    },
    "series": {
        "title": ("text", "required"),
        "key": ("text", "made from the title"),
        "when": ("rhythm in words", "required, unless rrule is there"),
        "rrule": ("RRULE without UNTIL", "none"),
        "start": ("date", "the next date that fits"),
        "until": ("date", "no end"),
        "time": ("time of day", "asked"),
        "zone": ("time zone", "the community's"),
        "topics": ("list of names", "none"),
        "links": ("list of addresses, or of text and url", "none"),
    },
    "room": {
        "title": ("text", "required"),
        "date": ("date", "required"),
        "key": ("text", "made from date and title"),
        "time": ("time of day", "asked"),
        "zone": ("time zone", "the community's"),
    },
    "series and room": {
        "minutes": ("number from 5 to 720", "60"),
        "capacity": ("number from 1 to 2000", "no limit"),
        "format": ("key of a format", "working-session"),
        "mode": ("online, in_person or hybrid", "online"),
        "access": ("site, members or invited", "members"),
        "joining_link": ("address, for those with a seat", "none"),
        "location": ("text that everybody may see", "none"),
        "address": ("text for those with a seat", "none"),
        "about": ("text", "empty"),
        "hosts": ("list of keys or names", "none"),
    },
}


def choose(record: Record, name: str, sort: Sort, assumptions: list[Assumption]) -> str:
    """One of a few words. An unknown word takes the narrowest of them, so that a slip never opens anything."""
    leaf = record.leaf(name)
    if leaf is None:
        return sort.default
    word = leaf.text.strip().lower().replace("_", " ").replace("-", " ")
    known = {each.replace("_", " ").replace("-", " "): each for each in sort.words}
    if word in known:
        record.ledger.became(leaf, f"{name}: {known[word]}")
        return known[word]
    why = none_of(leaf.text, sort.words)
    record.ledger.unknown(leaf, why)
    assumptions.append(Assumption(name, sort.narrowest, why))
    return sort.narrowest


def none_of(word: str, words: tuple[str, ...]) -> str:
    """The sentence for a word that is none of those that are known, with the one that was probably meant."""
    near = get_close_matches(word.strip().lower(), words, n=1, cutoff=0.6)
    told = {"word": word, "words": ", ".join(words), "near": near[0] if near else ""}
    if near:
        return _("“%(word)s” is none of: %(words)s. Did you mean “%(near)s”?") % told
    return _("“%(word)s” is none of: %(words)s") % told
