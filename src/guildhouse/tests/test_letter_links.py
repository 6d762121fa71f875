"""What a letter tells one to press leads to a page of the house."""

import ast
from pathlib import Path

import pytest
from django.urls import resolve

LETTERS = Path(__file__).parent.parent / "notices" / "letters"


def paths_in_letters():
    for file in sorted(LETTERS.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "path":
                parts = [part.value if isinstance(part, ast.Constant) else "x" for part in node.args]
                if not any(isinstance(part, ast.Starred) for part in node.args):
                    yield file.name, node.lineno, "/c/weavers/" + "".join(f"{part}/" for part in parts)


ALL = sorted(set(paths_in_letters()))


def test_letters_name_pages_at_all():
    assert len(ALL) > 20


@pytest.mark.parametrize(("file", "line", "path"), ALL)
def test_the_button_of_a_letter_leads_to_a_page(file, line, path):
    assert resolve(path).url_name
