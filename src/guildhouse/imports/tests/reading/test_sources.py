import pytest

from guildhouse.imports.reading.sources import Fields, Leaf, leaves, read_yaml
from guildhouse.kit.rules import Refused


def _texts(content: str | bytes) -> dict[str, tuple[str, int]]:
    return {leaf.path: (leaf.text, leaf.line) for leaf in leaves(read_yaml(content, file="f.yaml"))}


def test_every_value_stays_as_written_and_knows_its_line() -> None:
    content = "a:\n- time: 9:00\n  open: no\nb: {c: 010, d: ~}\n"
    assert _texts(content) == {
        "a[0].time": ("9:00", 2),
        "a[0].open": ("no", 3),
        "b.c": ("010", 4),
        "b.d": ("~", 4),
    }


def test_references_and_merged_fields_are_unfolded() -> None:
    content = "base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\nsame: *b\n"
    assert _texts(content) == {
        "base.x": ("1", 1),
        "base.y": ("2", 1),
        "more.y": ("3", 4),
        "more.x": ("1", 1),
        "same.x": ("1", 1),
        "same.y": ("2", 1),
    }


def test_a_name_written_twice_keeps_both_values_in_view() -> None:
    assert _texts("a: 1\na: 2\n") == {"a~1": ("1", 1), "a": ("2", 2)}


def test_tags_are_not_obeyed() -> None:
    node = read_yaml("a: !!python/object/apply:os.system ['true']\n", file="f.yaml")
    assert isinstance(node, Fields)
    assert [leaf.text for leaf in leaves(node)] == ["true"]


def test_what_no_database_can_store_is_replaced() -> None:
    assert _texts('a: "x\\0y\\a"\n') == {"a": ("x\ufffdy\ufffd", 1)}


def test_empty_values_are_known_as_such() -> None:
    found = list(leaves(read_yaml("a:\nb: ~\nc: 'null'\nd: ' '\n", file="f.yaml")))
    assert [(leaf.path, leaf.is_empty) for leaf in found] == [
        ("a", True),
        ("b", True),
        ("c", False),
        ("d", True),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a: [1, 2\nb: 3\n", "line 2: this is not YAML"),
        ("a: b: c\n", "line 1: this is not YAML"),
        ("%PDF-1.7\n\x01\n", "this is not YAML"),
        ("a: 1\n---\nb: 2\n", "line 2: a second document"),
        ("", "the file is empty"),
        ("a: *nowhere\n", "line 1: *nowhere refers to nothing"),
        ("a: &a [*a]\n", "line 1: *a refers to nothing"),
        (b"a: caf\xe9\n", "line 1: this is not text in UTF-8"),
        ("x" * 5_000_001, "larger than"),
        ("[" * 60 + "]" * 60, "deeper"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_file_and_line(
    content: str | bytes, sentence: str
) -> None:
    with pytest.raises(Refused, match=r"^f\.yaml, line") as caught:
        read_yaml(content, file="f.yaml")
    assert sentence in str(caught.value)


def test_references_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(Refused, match="more than 200000 values"):
        read_yaml("\n".join(lines), file="f.yaml")


def test_references_that_deepen_are_refused() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 5000)]
    with pytest.raises(Refused, match="deeper"):
        read_yaml("\n".join(lines), file="f.yaml")


def test_a_byte_order_mark_and_utf_16_are_read() -> None:
    assert _texts("\ufeffa: é\n") == {"a": ("é", 1)}
    assert _texts("a: é\n".encode("utf-16")) == {"a": ("é", 1)}
    assert isinstance(read_yaml("just words", file="f.yaml"), Leaf)
