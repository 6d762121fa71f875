"""What people write, as safe HTML: CommonMark with tables, crossed-out words and links, then a strict sanitiser."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

LONGEST = 100_000

TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

# Nesting is bounded because every level costs the parser a call and the browser a box.
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable(
    ["table", "strikethrough"]
)


def render(text: str) -> Markup:
    """Turn Markdown into HTML that is safe to show; what is longer than 100,000 characters is cut."""
    return Markup(_clean(_parser.render(text[:LONGEST])))  # noqa: S704 - nh3 has cleaned it


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener ugc",
        clean_content_tags={"script", "style"},
    )
