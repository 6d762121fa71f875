"""What axe-core finds wrong with a page, and whether the page fits its window."""

from functools import cache
from importlib.resources import files
from typing import Any

LIGHT_AND_WIDTH = (
    ("light", 1280, ()),
    ("dark", 1280, ("color",)),
    ("dark", 360, ()),
    ("light", 360, ("color",)),
)
COLOURS = ["color-contrast", "link-in-text-block"]
NARROWEST = 320  # a page 1280 wide, enlarged four times


@cache
def _script() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def look_all_ways(page: Any, but: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with the page by day and by night, wide and narrow, with everything on it unfolded.

    Every rule (`but` some) is asked wide by day and narrow by night; the other two ways only what colours could spoil.
    """
    found = []
    unfold(page)
    page.evaluate(_script())
    for light, width, only in LIGHT_AND_WIDTH:
        page.emulate_media(color_scheme=light, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{light} {width}: {one}" for one in _findings(page, COLOURS if only else [], but)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    if (over := too_wide(page)) > 0:
        found.append(f"{over} pixels too wide at {NARROWEST}")
    return found


def look(page: Any) -> list[str]:
    """What is wrong with the page as it is now."""
    page.evaluate(_script())
    return _findings(page, [], ())


def unfold(page: Any) -> None:
    """Open everything that is folded on the page, but the menus, which would cover it."""
    page.evaluate(
        "document.querySelectorAll('details:not([data-menu])').forEach((one) => { one.open = true })"
    )


def too_wide(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _findings(page: Any, only: list[str], but: tuple[str, ...]) -> list[str]:
    # Preloading would fetch every style sheet again, and its imports from where the page is.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if only:
        options["runOnly"] = {"type": "rule", "values": only}
    options["rules"] = {rule: {"enabled": False} for rule in but}
    violations = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{one['id']} at {node['target'][0]}: {node['html'][:120]}"
        for one in violations
        for node in one["nodes"][:3]
    ]
