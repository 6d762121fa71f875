"""A certificate of attendance as a PDF: the same facts give the same bytes."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "static" / "vendor" / "fonts"
ALPHABETS = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
MARGIN, LINE, FOOT = 28, 7.5, 22  # millimetres
SIZES = (1, 0.8, 0.6, 0.45)  # of the letters: the largest in which everything stands on one page
INK, SOFT, DOOR = (33, 38, 36), (92, 98, 94), (31, 92, 70)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper, from top to bottom, and what the file says of itself."""

    language: str
    house: str
    title: str
    certifies: str
    name: str
    took_part: str
    facts: Sequence[tuple[str, str]]
    check: str
    address: str
    made_at: datetime

    def texts(self) -> list[str]:
        """Everything that is printed."""
        pairs = [word for pair in self.facts for word in pair]
        return [
            self.house,
            self.title,
            self.certifies,
            self.name,
            self.took_part,
            *pairs,
            self.check,
            self.address,
        ]


def prints(texts: Iterable[str]) -> bool:
    """Whether there is a letter in our fonts for each of these texts."""
    return not _needed(texts)[1]


def _needed(texts: Iterable[str]) -> tuple[list[str], set[int]]:
    """Which of our fonts these texts need, the first always; and the letters that are in none of them."""
    wanted, needed = {ord(letter) for text in texts for letter in text}, [ALPHABETS[0]]
    for name in ALPHABETS:
        if not wanted:
            break
        if name not in needed and wanted & _letters(name):
            needed.append(name)
        wanted -= _letters(name)
    return needed, wanted


@cache
def _letters(alphabet: str) -> frozenset[int]:
    """The letters one of our fonts has, as it says itself: it leaves many out of the alphabet it is named after."""
    # It comes with fpdf2, which reads fonts by it. Here and not above, as few ask for a certificate.
    from fontTools.ttLib import TTFont

    with TTFont(_file(alphabet)) as font:
        return frozenset(font.getBestCmap())


def _file(alphabet: str) -> Path:
    return FONTS / f"literata-{alphabet}-wght-normal.woff2"


def pdf_of(sheet: Sheet) -> bytes:
    """The sheet as a PDF of one page, with its title and language set for whoever reads it aloud."""
    # Here and not above: with what it brings it weighs as much as half a process, and few ask for a certificate.
    from fpdf import FPDF, ViewerPreferences

    # They tell letter by letter what they print; a log is no place for somebody's name.
    for name in ("fontTools", "fpdf"):
        logging.getLogger(name).setLevel(logging.ERROR)
    for size in SIZES:
        paper = _blank(FPDF(format="A4"), sheet)
        paper.viewer_preferences = ViewerPreferences(display_doc_title=True)
        if _write(paper, sheet, size) <= paper.h - MARGIN - FOOT or size == SIZES[-1]:
            break
        for font in paper.fonts.values():  # a paper that is written out closes its own
            font.close()
    _write_foot(paper, sheet)
    return bytes(paper.output())


def _blank(paper: Any, sheet: Sheet) -> Any:
    paper.set_title(sheet.title)
    paper.set_author(sheet.house)
    paper.set_lang(sheet.language)
    paper.set_creation_date(sheet.made_at)
    paper.set_margins(MARGIN, MARGIN, MARGIN)
    paper.set_auto_page_break(auto=False)
    paper.c_margin = 0
    _take_letters(paper, sheet.texts())
    paper.add_page()
    return paper


def _take_letters(paper: Any, texts: Sequence[str]) -> None:
    first, *others = _needed(texts)[0]
    for name in (first, *others):
        paper.add_font(name, "", _file(name))
    paper.set_font(first)
    paper.set_fallback_fonts(others, exact_match=False)


def _write(paper: Any, sheet: Sheet, scale: float) -> float:
    """Everything above the foot, in letters of a size; how far down it reaches."""
    paper.set_draw_color(*DOOR)
    paper.set_line_width(0.8)
    paper.line(MARGIN, MARGIN + 12, paper.w - MARGIN, MARGIN + 12)
    _say(paper, sheet.house, 11, SOFT, after=24)
    _say(paper, sheet.title, 27, DOOR, after=16 * scale)
    _say(paper, sheet.certifies, 12, SOFT, after=3)
    _say(paper, sheet.name, 22 * scale, INK, after=5)
    _say(paper, sheet.took_part, 12, SOFT, after=12 * scale)
    for term, words in sheet.facts:
        top = paper.get_y()
        paper.set_font_size(11 * scale)
        paper.set_text_color(*SOFT)
        paper.multi_cell(46, LINE * scale, term, align="L", new_x="RIGHT", new_y="TOP")
        paper.set_text_color(*INK)
        paper.multi_cell(0, LINE * scale, words, align="L", new_x="LMARGIN", new_y="NEXT")
        paper.set_y(max(paper.get_y(), top + LINE * scale) + 1)
    return float(paper.get_y())


def _write_foot(paper: Any, sheet: Sheet) -> None:
    paper.set_y(paper.h - MARGIN - FOOT)
    _say(paper, sheet.check, 10, SOFT, after=1)
    paper.set_font_size(10)
    paper.set_text_color(*DOOR)
    paper.cell(0, 6, sheet.address, link=sheet.address)


def _say(paper: Any, words: str, size: float, colour: tuple[int, int, int], *, after: float) -> None:
    paper.set_font_size(size)
    paper.set_text_color(*colour)
    paper.multi_cell(0, size * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(after)
