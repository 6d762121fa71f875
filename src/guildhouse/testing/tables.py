"""Tables that people read and tests hold the house to."""

from collections.abc import Iterator


def rows(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """The tables of a file: for each line its heading, the names of the columns and its cells."""
    heading, columns = "", []
    for line in text.splitlines():
        if line.startswith("## "):
            heading, columns = line[3:], []
        elif line.startswith("|") and not line.startswith("| --"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if columns:
                yield heading, columns, cells
            else:
                columns = cells
