"""What people write, as safe HTML: CommonMark with tables, crossed-out words and links, then a strict sanitiser."""

import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

LONGEST = 40_000  # letters; the longest text a person can write here is a charter
# Every level of nesting costs the parser a call and the browser a box.
DEEPEST = 20
# For each bracket the parser looks for its end through the rest of the paragraph: letters times brackets.
MOST_SEARCHED = 3_000_000
BETWEEN = re.compile(r"(\n[ \t]*\n)")

TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")


def render(text: str) -> Markup:
    """Turn Markdown into HTML that is safe to show; what is longer than `LONGEST` is cut."""
    html = nh3.clean(
        _parser.render(_bounded(text[:LONGEST])),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener ugc",
        clean_content_tags={"script", "style"},
    )
    return Markup(html)  # noqa: S704 - nh3 has just cleaned it


def _bounded(text: str) -> str:
    """The text with the brackets of a paragraph taken as letters where looking for their ends would take too long."""
    if text.count("[") * len(text) <= MOST_SEARCHED:
        return text
    left, parts = MOST_SEARCHED, []
    for part in BETWEEN.split(text):
        cost = part.count("[") * len(part)
        affordable = cost <= left
        left -= cost if affordable else 0
        parts.append(part if affordable else part.replace("[", "&#91;"))
    return "".join(parts)


def _steady_headings(state: StateCore) -> None:
    """Keep headings under the page's own and without gaps, whatever levels somebody wrote."""
    above = 1
    for token in state.tokens:
        if token.type == "heading_open":
            above = min(max(int(token.tag[1]), 2), above + 1)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{above}"


def _link_addresses(state: StateCore) -> None:
    """Make links of bare addresses, except inside links."""
    for block in state.tokens:
        if block.type != "inline" or "://" not in block.content:
            continue
        inside = 0
        linked: list[Token] = []
        for token in block.children or []:
            inside += (token.type == "link_open") - (token.type == "link_close")
            linked += _pieces(token) if token.type == "text" and not inside else [token]
        block.children = linked


def _pieces(token: Token) -> Iterator[Token]:
    done = 0
    for found in ADDRESS.finditer(token.content):
        yield _text(token.content[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": _parser.normalizeLink(found[0])})
        yield _text(found[0])
        yield Token("link_close", "a", -1)
        done = found.end()
    yield _text(token.content[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _made() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(
        ["table", "strikethrough"]
    )
    parser.core.ruler.push("steady_headings", _steady_headings)
    parser.core.ruler.push("link_addresses", _link_addresses)
    return parser


_parser = _made()
