"""What circles could not give, in sentences: what, how often, and whether it could be otherwise."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.circles.models import Wish
from guildhouse.circles.search import exact, telling
from guildhouse.circles.search.bounds import meets_again_at_once, rounds_without_repeats

SPOKEN = (telling.APART, telling.TOGETHER, telling.EXPERIENCE)


def sentences(unmet: list[dict[str, Any]], sizes: tuple[int, ...], rounds: int) -> list[str]:
    """One sentence for each kind of wish that so many rounds of such circles do not give, the weightiest first."""
    is_impossible = any(one.get("kind") == telling.CLASH for one in unmet)
    return [_sentence(one, sizes, rounds, is_impossible) for one in unmet if one.get("kind") in SAYS]


def _sentence(one: dict[str, Any], sizes: tuple[int, ...], rounds: int, is_impossible: bool) -> str:
    many, least = int(one.get("many", 0)), int(one.get("least", 0))
    said = SAYS[one["kind"]](many)
    if one.get("is_proved"):
        return f"{said} {_because(one['kind'], sizes, rounds)}"
    if least:
        again = _("It cannot be fewer than %(least)s; nothing nearer to that was found.") % {"least": least}
        return f"{said} {again}"
    if one["kind"] == telling.PAST or (is_impossible and one["kind"] in SPOKEN):
        return said
    caveat = _("No better way was found in the time there was; that none exists is not proved.")
    if one["kind"] in SPOKEN and not exact.is_here():
        missing = _("The solver that could prove it is not installed in this house.")
        return f"{said} {caveat} {missing}"
    return f"{said} {caveat}"


def _apart(many: int) -> str:
    return ngettext(
        "%(many)s pair who should be apart sit together.",
        "%(many)s pairs who should be apart sit together.",
        many,
    ) % {"many": many}


def _together(many: int) -> str:
    return ngettext(
        "%(many)s pair who should sit together once do not.",
        "%(many)s pairs who should sit together once do not.",
        many,
    ) % {"many": many}


def _experience(many: int) -> str:
    return ngettext(
        "%(many)s circle has nobody in it who is active here or in the core.",
        "%(many)s circles have nobody in them who is active here or in the core.",
        many,
    ) % {"many": many}


def _language(many: int) -> str:
    return ngettext(
        "%(many)s time somebody sits with people who read the house in another language.",
        "%(many)s times somebody sits with people who read the house in another language.",
        many,
    ) % {"many": many}


def _repeat(many: int) -> str:
    return ngettext(
        "%(many)s time two people meet again who met in this room already.",
        "%(many)s times two people meet again who met in this room already.",
        many,
    ) % {"many": many}


def _past(many: int) -> str:
    return ngettext(
        "%(many)s pair met in another room of late.", "%(many)s pairs met in another room of late.", many
    ) % {"many": many}


SAYS = {
    telling.APART: _apart,
    telling.TOGETHER: _together,
    telling.EXPERIENCE: _experience,
    telling.LANGUAGE: _language,
    telling.REPEAT: _repeat,
    telling.PAST: _past,
}


def _because(kind: str, sizes: tuple[int, ...], rounds: int) -> str:
    if kind == telling.REPEAT:
        return _because_of_rounds(sizes, rounds)
    if kind == telling.EXPERIENCE:
        return _("It cannot be fewer: there are more circles than people of experience.")
    return _("It was proved that no circles could give all of these wishes at once.")


def _because_of_rounds(sizes: tuple[int, ...], rounds: int) -> str:
    most = rounds_without_repeats(sizes)
    if rounds <= most:  # some keep their table and never meet, or others sat here before
        return _("It cannot be fewer.")
    if meets_again_at_once(sizes):
        return _(
            "It cannot be fewer: a circle has more people than there are circles, "
            "so some meet again in every further round."
        )
    return _(
        "It cannot be fewer: %(people)s people in circles of %(size)s have at most %(rounds)s rounds "
        "in which nobody meets anybody twice."
    ) % {"people": sum(sizes), "size": min(sizes), "rounds": most}


def impossible(clash: list[str], experience: bool) -> str:
    """That wishes were proved to clash, and which; empty when it is not known any more."""
    named = [*clash, *([_("somebody of experience in each circle")] if experience else [])]
    if not named:
        return ""
    return _(
        "It is proved that no circles whatever give all of these at once: %(wishes)s. Take one back."
    ) % {"wishes": "; ".join(named)}


def wish_words(wish: Wish) -> str:
    """What a wish says."""
    words = {"one": str(wish.one), "other": str(wish.other)}
    if wish.kind == Wish.Kind.APART:
        return _("%(one)s and %(other)s: apart in every round") % words
    return _("%(one)s and %(other)s: together in one round") % words


def most_rounds(sizes: tuple[int, ...]) -> str:
    """How many rounds there can be at most without meeting twice, for whoever chooses their number."""
    if meets_again_at_once(sizes):
        return _("From the second round on some meet again: a circle has more people than there are circles.")
    return _("In at most %(rounds)s rounds nobody has to meet anybody twice.") % {
        "rounds": rounds_without_repeats(sizes)
    }
