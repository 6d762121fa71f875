"""The house style, as far as a machine can hold it. A failing line names the file to mend."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
LAYERS = (
    "kit",
    "history",
    "people",
    "communities",
    "rooms",
    "circles",
    "cases harvest",
    "live",
    "notices",
    "pages imports keeping",
)
RANK = {app: rank for rank, row in enumerate(LAYERS) for app in row.split()}
NOT_SOURCE = {"migrations", "tests", "testing"}
SOURCES = [path for path in ROOT.rglob("*.py") if not NOT_SOURCE & set(path.relative_to(ROOT).parts)]
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
ACTIONS = [name for name in TREES if re.search(r"/actions(/\w+)?\.py$", name)]

# The outermost frame of a job: whatever it raises is logged, kept beside the delivery and tried again.
# The outermost frames of a thread that answers, of a delivery, of a task of the worker.
MAY_CATCH_EVERYTHING = {"bridge.py", "history/deliveries.py", "worker.py"}


def nodes(kind, files=None):
    return [
        (name, node) for name in files or TREES for node in ast.walk(TREES[name]) if isinstance(node, kind)
    ]


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def of_kind(pattern, folder=ROOT):
    return [path for path in folder.rglob(pattern) if not {"vendor"} & set(path.parts)]


def test_source_files_stay_readable():
    assert [path.name for path in SOURCES if lines(path) > 400] == []


def test_test_files_stay_readable():
    assert [path.name for path in of_kind("test_*.py") if lines(path) > 300] == []


def test_functions_fit_on_a_screen():
    functions = nodes((ast.FunctionDef, ast.AsyncFunctionDef))
    assert [(name, node.name) for name, node in functions if node.end_lineno - node.lineno >= 50] == []


def test_templates_styles_and_behaviours_stay_small():
    assert [path.name for path in of_kind("*.html") if lines(path) > 120] == []
    assert [path.name for path in of_kind("*.css") if lines(path) > 150] == []
    assert [path.name for path in of_kind("*.js") if lines(path) > 120] == []


def test_no_towers_of_base_classes():
    assert [(name, node.name) for name, node in nodes(ast.ClassDef) if len(node.bases) > 2] == []


def test_every_action_names_its_actor_and_says_its_rule_in_a_sentence():
    bare = []
    for name in ACTIONS:
        for node in TREES[name].body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not is_act(node):
                continue
            said = ast.get_docstring(node) or ""
            if "actor" not in {arg.arg for arg in node.args.kwonlyargs} or "." not in said:
                bare.append((name, node.name))
    assert bare == []


def is_act(node):
    return any(getattr(decorator, "id", "") == "act" for decorator in node.decorator_list)


def test_saving_names_its_fields():
    calls = [(name, node) for name, node in nodes(ast.Call) if getattr(node.func, "attr", "") == "save"]
    named = {"update_fields", "force_insert"}
    assert [
        (name, call.lineno) for name, call in calls if not {word.arg for word in call.keywords} & named
    ] == []


def test_nobody_swallows_everything():
    caught = [
        (name, handler.lineno)
        for name, handler in nodes(ast.ExceptHandler)
        if (handler.type is None or getattr(handler.type, "id", "") in ("Exception", "BaseException"))
        and name not in MAY_CATCH_EVERYTHING
    ]
    assert caught == []


def test_no_drawers_named_after_nothing():
    bad = {"utils", "util", "helpers", "common", "misc", "base", "manager", "service", "services"}
    asked_for = ROOT / "kit" / "postgresql" / "base.py"  # where Django looks for a database
    assert [path.name for path in SOURCES if path.stem in bad and path != asked_for] == []


def test_only_the_clock_is_asked_for_the_time():
    asked = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|utcnow\(")
    free = {"kit/clock.py"}
    found = [
        name for name in TREES if name not in free and asked.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_recorded_facts_are_declared_facts():
    calls = [
        (name, node)
        for name, node in nodes(ast.Call, ACTIONS)
        if getattr(node.func, "id", "") in ("record", "tell")
    ]
    declared = {"Facts", "KIND"}
    found = []
    for name, call in calls:
        if name == "rooms/actions/seating.py" and getattr(call.args[0], "id", "") == "kind":
            continue  # what `tell` was called with, which is looked at like all others
        kinds = (
            [call.args[0].body, call.args[0].orelse]
            if isinstance(call.args[0], ast.IfExp)
            else [call.args[0]]
        )
        found += [(name, call.lineno) for kind in kinds if table_of(kind) not in declared]
    assert found == []


def table_of(kind):
    """The class a kind of fact is written from: `Facts.ERASED`, or `people.Facts.ERASED` where there are two."""
    table = getattr(kind, "value", None)
    return getattr(table, "id", getattr(table, "attr", ""))


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if model.__module__.startswith("guildhouse.")], ids=str
)
def test_foreign_keys_point_down(model):
    mine = RANK[model.__module__.split(".")[1]]
    targets = {
        field.related_model
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model.__module__.startswith("guildhouse.")
    }
    assert {target for target in targets if RANK[target.__module__.split(".")[1]] > mine} == set()


def test_pages_hold_no_inline_style_script_or_handler():
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    letters = "notices/letters"  # mail programs know no style sheets
    pages = [path for path in of_kind("*.html") if letters not in path.as_posix()]
    assert [path.name for path in pages if inline.search(path.read_text(encoding="utf-8"))] == []


def test_colours_are_named_in_the_tokens_alone():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(")
    sheets = [path for path in of_kind("*.css") if path.name not in ("tokens.css", "print.css")]
    assert [path.name for path in sheets if colour.search(path.read_text(encoding="utf-8"))] == []


def test_icons_are_those_that_pages_draw():
    sprite = (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")
    written = "".join(path.read_text(encoding="utf-8") for path in [*SOURCES, *of_kind("*.html")])
    there = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    assert there - set(re.findall(r"""["']([\w-]+)["']""", written)) == set()
    assert set(re.findall(r"""\bicon\(["']([\w-]+)["']""", written)) - there == set()
