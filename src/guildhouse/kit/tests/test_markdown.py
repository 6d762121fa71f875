"""What people write becomes HTML that can be trusted."""

import time
from html.parser import HTMLParser

import pytest

from guildhouse.kit.markdown import LONGEST, TAGS, render

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](&#106;avascript:alert(1))",
    "![a](javascript:alert(1))",
    "![a](x \"onerror='alert(1)'\")",
    "<javascript:alert(1)>",
    '<a href="#" onclick="alert(1)">a</a>',
    '[a](http://x.example/"onmouseover="alert(1))',
    "[a]: javascript:alert(1)\n\n[a]",
    "<style>body{display:none}</style>",
    '<p style="position:fixed">over everything</p>',
    '<form action="https://x.example"><input name=password>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "```\n</code></pre><script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "https://x.example/<script>alert(1)</script>",
    "|a|\n|-|\n|<img src=x onerror=alert(1)>|",
    "<!--><img src=x onerror=alert(1)>-->",
    '<base href="https://x.example/">',
    '<meta http-equiv="refresh" content="0;url=https://x.example">',
]


class Reader(HTMLParser):
    """What a browser would find: every tag, attribute and address."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value for name, value in attrs if name == "href"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_becomes_words(attack):
    found = Reader()
    found.feed(render(attack))
    assert found.tags <= TAGS
    assert found.attributes <= {"href", "title", "rel", "start"}
    assert [address for address in found.addresses if not address.startswith(("http://", "https://"))] == []


def test_ordinary_writing_keeps_its_shape():
    html = render("A **strong** word, ~~gone~~.\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|\n")
    assert "<strong>strong</strong>" in html
    assert "<s>gone</s>" in html
    assert "<li>one</li>" in html
    assert "<td>2</td>" in html


def test_a_link_says_that_it_is_somebody_elses():
    assert render("[a](https://example.org)") == (
        '<p><a href="https://example.org" rel="nofollow noopener ugc">a</a></p>\n'
    )


def test_a_bare_address_becomes_a_link_without_the_full_stop():
    html = render("See https://example.org/a_b_c?x=1&y=2.")
    assert '<a href="https://example.org/a_b_c?x=1&amp;y=2" ' in html
    assert html.endswith("</a>.</p>\n")


def test_an_address_inside_a_link_or_code_is_left_alone():
    assert render("[https://a.example](https://b.example)").count("<a ") == 1
    assert "<a " not in render("`https://a.example`")


def test_headings_stand_under_the_pages_own_and_leave_no_gap():
    html = render("# One\n\n#### Two\n\n###### Three\n\n## Four")
    assert [line[1:3] for line in html.split("\n") if line] == ["h2", "h3", "h4", "h2"]


def test_a_table_can_align_nothing_by_style():
    assert "style" not in render("|a|\n|:-:|\n|1|\n")


@pytest.mark.parametrize(
    "bomb",
    [
        ">" * 50_000,
        "[" * 50_000,
        "*a " * 30_000,
        "- " * 30_000,
        "`" * 50_000,
        "a**b" * 20_000,
        "<" * 50_000,
        "![" * 20_000,
        "[<-](![" * 6_000,
        "![>" * 13_000,
        "**'<a<![![" * 4_000,
        "a|b\n-|-\n" * 6_000,
    ],
)
def test_a_bomb_is_answered_in_time(bomb):
    started = time.process_time()  # not the wall: the machine may be busy with other things
    render(bomb)
    assert time.process_time() - started < 1


def test_what_is_too_long_is_cut():
    assert len(render("a" * (LONGEST + 50))) == LONGEST + len("<p></p>\n")


def test_so_many_links_as_somebody_writes_stay_links():
    listed = "\n".join(f"- [a page]({'https://example.org/' + 'a' * 40})" for _ in range(200))
    assert render(listed).count("<a ") == 200
